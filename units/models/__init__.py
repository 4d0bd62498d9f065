"""Who exists and who may act for whom."""

from units.models.batches import BatchOf, ImportBatch
from units.models.calendar import DayOrigin, Workday
from units.models.files import ScanState, StoredFile
from units.models.jobs import JobRun, JobState, Submission
from units.models.notices import Notice
from units.models.office import Office
from units.models.organisation import AliasOrigin, Branch, Unit, UnitAlias
from units.models.people import Post, User
from units.models.record import AccessLog

__all__ = [
    "AccessLog",
    "AliasOrigin",
    "BatchOf",
    "Branch",
    "DayOrigin",
    "ImportBatch",
    "JobRun",
    "JobState",
    "Notice",
    "Office",
    "Post",
    "ScanState",
    "StoredFile",
    "Submission",
    "Unit",
    "UnitAlias",
    "User",
    "Workday",
]
