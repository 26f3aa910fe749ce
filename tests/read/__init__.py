"""Reading: texts to statements."""
