"""In and out: tables and reference datasets in; the canonical dump and other forms out."""
