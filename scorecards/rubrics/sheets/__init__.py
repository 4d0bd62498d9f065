"""Rubrics as an office's Excel sheets: read into the exchange format, and written in the office's layout."""

from scorecards.rubrics.sheets.reading import Proposal, read_rubric
from scorecards.rubrics.sheets.writing import write_rubric

__all__ = ["Proposal", "read_rubric", "write_rubric"]
