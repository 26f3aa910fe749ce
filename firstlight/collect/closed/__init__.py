"""Closed parsing: what comes from outside is taken apart in a process that can do nothing else.

A helper process is started once, with all parsers loaded and one thread (zygote.py). For each capture it forks a child,
which shuts itself in (fence.py: memory, processor time, no file, no socket, no other process), reads its input from one
pipe, writes its answer to another, and ends. Of an answer the parent takes only what fits its form (keeper.py).
"""

from firstlight.collect.closed.keeper import Limits, Stopped, end, lacking, parse_closed, parse_closed_parts, run_closed

__all__ = ["Limits", "Stopped", "end", "lacking", "parse_closed", "parse_closed_parts", "run_closed"]
