"""The local page: routes, who may ask, what is shown, and the one thing that is written."""
