"""The public build: what may be shown, when, and that nothing else is."""
