"""Tests of the store: what it keeps, what it refuses, what it gives back."""
