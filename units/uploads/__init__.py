"""What an uploaded file is, by its content alone, and what of it may be kept; no Django, no disk."""

from units.uploads.checking import MOST_BYTES, checked
from units.uploads.kinds import BadFile, FileKind
from units.uploads.names import clean_name

__all__ = ["MOST_BYTES", "BadFile", "FileKind", "checked", "clean_name"]
