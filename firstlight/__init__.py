"""Firstlight: reports of air attacks in; a checkable record; a cited briefing out."""
