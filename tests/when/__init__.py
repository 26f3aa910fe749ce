"""Instants, intervals and nights."""
