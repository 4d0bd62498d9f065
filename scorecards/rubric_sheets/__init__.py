"""Rubrics as an office's Excel sheets: read into the exchange format, and written in the office's layout."""

from scorecards.rubric_sheets.reading import Proposal, read_rubric
from scorecards.rubric_sheets.writing import write_rubric

__all__ = ["Proposal", "read_rubric", "write_rubric"]
