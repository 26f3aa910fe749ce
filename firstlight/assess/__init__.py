"""The record to an assessment: how well each defeat group was stopped, night by night and over a period."""

from __future__ import annotations

from firstlight.assess.report import AssessOptions, assess, is_invented, to_json

__all__ = ["AssessOptions", "assess", "is_invented", "to_json"]
