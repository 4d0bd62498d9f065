"""审定 and print: the release is sealed and its papers are ordered in one transaction."""

from collections.abc import Sequence

from django.db import transaction

from reports.models import Document, Face
from reports.tasks import render_document
from scorecards.models import Release, ReleaseCorrection, ReleaseDraft
from scorecards.transitions import approve_release
from scorecards.transitions.released_corrections import approve_correction
from scorecards.transitions.signatures import Signature
from units import jobs, notices, submissions
from units.models import JobRun, User
from units.roles import Role


@transaction.atomic
def approve_and_print(
    draft: ReleaseDraft, *, key: str, by: User, signature: Signature | None = None
) -> Sequence[Release]:
    """Approve, order the papers of a ranking, tell the leaders and the units; the same key again changes nothing."""
    if not submissions.claim(by, key, result_url=draft.get_absolute_url()):
        return ()
    releases = approve_release(draft, by=by, signature=signature)
    if draft.round.gives_scores:  # 晒问题 has no ranking to print
        for release in releases:
            for face in Face:
                _order(release, face, by=by)
    _tell_units(draft)
    return releases


@transaction.atomic
def correct_and_print(
    correction: ReleaseCorrection, *, key: str, by: User, signature: Signature | None = None
) -> Release | None:
    """Approve a correction and order the papers of the new version; the same key again changes nothing."""
    if not submissions.claim(by, key, result_url=correction.get_absolute_url()):
        return None
    release = approve_correction(correction, by=by, signature=signature)
    for face in Face:
        _order(release, face, by=by)
    return release


def order_again(document: Document, *, by: User) -> None:
    """Another try after a failure; a paper that is done or under way is left alone."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(pk=document.run_id)
        if run.has_failed:
            jobs.ask(key=run.key, kind=run.kind, by=by)
            _defer(document)


def _order(release: Release, face: Face, *, by: User) -> None:
    title = f"{release.group.round.title}{release.group.name}排名（{face.label}）"
    key = f"ranking:{release.pk}:{release.number}:{face}"
    run = jobs.ask(key=key, kind=_work(title), by=by)
    document = Document.objects.create(key=key, title=title, face=face, release=release, run=run)
    _defer(document)


def _work(title: str) -> str:
    """What the progress is about; a long title keeps its beginning and its face."""
    return f"生成{title}" if len(title) <= 38 else f"生成{title[:20]}…{title[-17:]}"


def _defer(document: Document) -> None:
    render_document.configure(lock=document.key).defer(document_id=document.pk, run_key=document.key)


def _tell_units(draft: ReleaseDraft) -> None:
    round_ = draft.round
    units = round_.groups.values_list("cards__unit", flat=True)
    people = notices.of_units(units, Role.OFFICER, Role.UNIT_LEADER)
    look = "，请查看本单位得分" if round_.gives_scores else "，本期次办结"
    notices.tell(people, text=f"{round_.title}已通报{look}。", url=round_.get_absolute_url(),
                 key=f"released:{round_.pk}")  # fmt: skip
