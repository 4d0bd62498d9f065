"""Making one paper: its rows, the child process, and the bytes stored once."""

from django.db import transaction

from reports.models import Document, DocumentKind, DocumentState
from reports.papers import Paper, paper_of
from reports.pdf import Rendered, render_pdf
from scorecards import locks
from units import jobs, notices
from units.models import User
from units.roles import Role

_TOLD_TO_LEADERS = {DocumentKind.RANKING, DocumentKind.ROUND_RANKING, DocumentKind.CORRECTION}


def make(document_id: int) -> None:
    """Render the paper unless it is done; safe to run twice, also at once."""
    documents = Document.objects.select_related(
        "round", "release", "approval__prepared_by", "approval__round", "notice__round", "run__asked_by"
    )
    document = documents.get(pk=document_id)
    if not document.is_done:
        paper = paper_of(document)
        jobs.started(document.key, step="排版", total=len(paper.parts))
        _store(document, _render(document, paper))


def _render(document: Document, paper: Paper) -> Rendered:
    """Each look at the child tells who waits how many parts are laid out; then they are bound."""

    def tell(parts: int) -> None:
        jobs.went_on(document.key, step="排版" if parts < len(paper.parts) else "装订", done=parts)

    return render_pdf(
        *paper.parts, template=paper.template, created=paper.created, limits=paper.limits, tell=tell
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
    """Whoever had the paper made, and of a released ranking the county leaders."""
    readers: list[User] = [document.run.asked_by]
    if document.kind in _TOLD_TO_LEADERS:
        readers += notices.holders(Role.COUNTY_LEADER)
    notices.tell(
        readers,
        text=f"《{document.title}》已可下载。",
        url=document.get_absolute_url(),
        key=f"document:{document.pk}",
    )
