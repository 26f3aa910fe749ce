"""The assessment: series, rates, report."""
