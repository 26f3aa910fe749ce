"""Accuracy on labelled reports."""
