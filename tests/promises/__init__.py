"""Tests of what Firstlight promises about durability, evidence and repetition."""
