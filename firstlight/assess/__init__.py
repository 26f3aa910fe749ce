"""The record to an assessment: what is stopped, what gets through and costs, what comes next and what it takes."""

from __future__ import annotations

from firstlight.assess.ask import parse_options
from firstlight.assess.harm_totals import read_totals
from firstlight.assess.inventory import parse_inventory
from firstlight.assess.report import AssessOptions, Question, assess, difference, is_invented, look_back, to_json
from firstlight.assess.scenarios import read_scenarios

__all__ = [
    "AssessOptions",
    "Question",
    "assess",
    "difference",
    "is_invented",
    "look_back",
    "parse_inventory",
    "parse_options",
    "read_scenarios",
    "read_totals",
    "to_json",
]
