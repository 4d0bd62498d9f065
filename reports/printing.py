"""Making one paper: rows from the sealed snapshot, the child process, and the bytes stored once."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from reports.models import Document, DocumentState, Face
from reports.pdf import Rendered, render_pdf
from reports.rows import ReleaseNote, ranking_sheet
from scorecards import locks
from scorecards.models import Release
from scorecards.snapshots import read
from units import jobs, notices
from units.roles import Role

TEMPLATES = {Face.FORMAL: "reports/pdf/ranking_formal.html", Face.LEADERS: "reports/pdf/ranking.html"}


def make(document_id: int) -> None:
    """Render the paper unless it is done; safe to run twice, also at once."""
    document = Document.objects.select_related("release__group__round", "run__asked_by").get(pk=document_id)
    if not document.is_done:
        jobs.started(document.key, step="排版")
        _store(document, _render(document))


def _render(document: Document) -> Rendered:
    release = document.release
    context = {
        "sheet": ranking_sheet(read(bytes(release.snapshot))),
        "note": _note(release),
        "office": settings.OFFICE_NAME,
    }
    return render_pdf(template=TEMPLATES[Face(document.face)], context=context, created=release.released_at)


def _note(release: Release) -> ReleaseNote:
    return ReleaseNote(
        number=release.number,
        code=release.code,
        sha256=release.sha256,
        released_at=release.released_at,
        prepared_by=release.prepared_by.name,
        approved_by=release.approved_by.name,
    )


@transaction.atomic
def _store(document: Document, rendered: Rendered) -> None:
    """All at once: the bytes, the end of the progress, the word to those who wait for it."""
    current = Document.objects.select_for_update().get(pk=document.pk)
    if current.is_done:
        return
    current.content, current.sha256, current.pages = rendered.content, rendered.sha256, rendered.pages
    current.state, current.made_at = DocumentState.DONE, locks.clock()
    current.save(update_fields=["content", "sha256", "pages", "state", "made_at"])
    jobs.finished(document.key)
    _tell_readers(document)


def _tell_readers(document: Document) -> None:
    """The county leaders, and whoever had the paper made."""
    notices.tell(
        [*notices.holders(Role.COUNTY_LEADER), document.run.asked_by],
        text=f"《{document.title}》已可下载。",
        url=reverse("reports:document-list"),
        key=f"document:{document.pk}",
    )
