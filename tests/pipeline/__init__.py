"""Tests of the pipeline and the command line: verbs, counts, exit codes."""
