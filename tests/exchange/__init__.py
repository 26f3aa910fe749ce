"""In and out: tables and reference datasets."""
