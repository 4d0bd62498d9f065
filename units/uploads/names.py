"""The name that a stored file is shown under."""

import re
import unicodedata

from units.uploads.kinds import FileKind

LONGEST_NAME = 120

_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_RESERVED = re.compile(r'[<>:"|?*]')


def clean_name(raw: str, kind: FileKind) -> str:
    """Without folders, hidden signs and what Windows forbids; the extension is that of the content."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem = _EXTENSION.sub("", _RESERVED.sub("_", visible).strip(". "))
    while stem.lower().endswith(f".{kind}"):
        stem = stem[: -len(kind) - 1]
    stem = stem[: LONGEST_NAME - len(kind) - 1].strip(". ")
    return f"{stem or '文件'}.{kind}"
