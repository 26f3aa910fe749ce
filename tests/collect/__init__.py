"""Tests of the collect room."""
