"""Papers of rounds as offices have them, and what is read back from a file."""

import json
import subprocess
from datetime import date
from io import BytesIO

import openpyxl
from django.utils import timezone

from reports.models import Document
from reports.printing import make
from scorecards.models import Approval, Group, PublicNotice, Round
from scorecards.results.snapshots import canonical, digest, read, seal
from scorecards.standings.places import standings_of
from units.models import User


def printed(document: Document) -> Document:
    """As the worker leaves it."""
    make(document.pk)
    document.refresh_from_db()
    return document


def text_of(content: bytes, *options: str) -> str:
    """What poppler reads, without the spaces and line ends of the layout."""
    wanted = ["pdftotext", *(options or ["-layout"]), "-", "-"]
    done = subprocess.run(wanted, input=content, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def bookmarks_of(content: bytes) -> list[str]:
    """The outline of a file."""
    done = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-stdout", "-", "/dev/null"],
        input=content,
        capture_output=True,
        check=False,
    )
    text = done.stdout.decode()
    outline = text[text.find("<outline>") :] if "<outline>" in text else ""
    return [part.partition("<")[0] for part in outline.split('">')[1:]]


def cells_of(content: bytes) -> list[list[object]]:
    """Every row of the first sheet."""
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def make_approval(round_: Round, *, by: User, number: int = 1) -> Approval:
    """送审稿 of the standings as they are now."""
    groups = [read(seal(standings_of(group), number=number)) for group in Group.objects.filter(round=round_)]
    sealed = canonical({"groups": groups, "number": number})
    return Approval.objects.create(
        round=round_,
        number=number,
        sealed=sealed,
        sha256=digest(sealed),
        prepared_by=by,
        prepared_at=timezone.now(),
    )


def make_notice(
    round_: Round, *, by: User, rows: list[dict[str, object]] | None = None, **fields
) -> PublicNotice:
    """公示 of one group's rows."""
    given = [{"name": "甲局", "owner": "", "place": None, "grade": "优秀"}] if rows is None else rows
    content = canonical(
        {"round": {"title": round_.title}, "groups": [{"group": "县直部门一组", "lines": given}]}
    )
    values = {
        "number": 1, "scope": "merit", "starts_on": date(2026, 7, 6), "until": date(2026, 7, 10),
        "contact": "县直机关工委办公室", "phone": "0000-1234567",
    } | fields  # fmt: skip
    return PublicNotice.objects.create(
        round=round_,
        content=content,
        sha256=digest(content),
        published_by=by,
        published_at=timezone.now(),
        **values,
    )


def kept(document: Document) -> dict:
    """What a paper was printed from."""
    return json.loads(bytes(document.source or b"{}"))
