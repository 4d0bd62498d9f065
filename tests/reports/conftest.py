"""The cut fonts, and a paper's text as poppler reads it."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reports import fonts
from reports.pdf import Rendered, render_pdf
from reports.rows import ReleaseNote, ranking_sheet
from scorecards.models import Round
from tests.scorecards.reviewing import LOSS, plain_review

NOTE = ReleaseNote(
    number=1,
    code="7F3K-Q9WD-2MTA",
    sha256="3f" * 32,
    released_at=datetime(2026, 7, 8, 1, 30, tzinfo=UTC),
    prepared_by="张晓明",
    approved_by="李建国",
)


@pytest.fixture(scope="session")
def _cut_fonts() -> Path:
    fonts.cut_all()
    return fonts.folder()


@pytest.fixture(scope="session")
def paper(_cut_fonts) -> Callable[..., Rendered]:
    """Render the ranking paper of a snapshot."""

    def render(
        snapshot: Mapping[str, Any], *, face: str = "ranking", note: ReleaseNote | None = NOTE
    ) -> Rendered:
        sheet = ranking_sheet(snapshot)
        mark = "演练" if sheet.is_trial else "" if note else "草稿"
        context = {"title": sheet.title, "mark": mark, "issues": [(sheet, note)], "office": "县直机关工委"}
        return render_pdf(context, template=f"reports/pdf/{face}.html", created=NOTE.released_at)

    return render


@pytest.fixture(scope="session")
def text_of() -> Callable[[Rendered], str]:
    """What poppler reads, without the spaces and line ends of the layout."""

    def read(rendered: Rendered) -> str:
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=rendered.content, capture_output=True, check=True
        )
        return "".join(done.stdout.decode().split())

    return read


@pytest.fixture
def review(clerk, head) -> Round:
    """核对 of six units, the first with half a point lost."""
    return plain_review(clerk, head, units=6, losses=[LOSS])
