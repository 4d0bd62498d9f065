"""The only place that gathers what papers show: sealed or present figures → frozen rows, ready to print."""

from reports.rows.feedback import FeedbackSheet, feedback_sheets
from reports.rows.past import past_of
from reports.rows.ranked import RankingSheet, ReleaseNote
from reports.rows.ranking import ranking_sheet

__all__ = [
    "FeedbackSheet", "RankingSheet", "ReleaseNote", "feedback_sheets", "past_of", "ranking_sheet",
]  # fmt: skip
