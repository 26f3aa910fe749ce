"""Reconciling: many reports, one record."""
