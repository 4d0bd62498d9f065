"""审定 and print: the release is sealed and its papers are ordered in one transaction."""

from collections.abc import Sequence

from django.db import transaction

from reports.models import Face
from reports.ordering import order_correction, order_ranking, order_round_ranking
from scorecards.models import Release, ReleaseCorrection, ReleaseDraft, Round
from scorecards.transitions import approve_release
from scorecards.transitions.released_corrections import approve_correction
from scorecards.transitions.signatures import Signature
from units import notices, submissions
from units.models import User
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
        order_papers(releases, by=by)
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
    order_papers([release], by=by)
    return release


def order_papers(releases: Sequence[Release], *, by: User) -> None:
    """What every release is printed as: each group in both faces, all groups in one file where there are several,
    and of a correction what it changed."""
    round_ = Round.objects.get(
        pk=releases[0].group.round_id
    )  # the caller's may still stand in the stage before
    for release in releases:
        release.group.round = round_
        for face in Face:
            order_ranking(release, face, by=by)
        if release.replaces_id:
            order_correction(release, by=by)
    if round_.groups.count() > 1:
        for face in Face:
            order_round_ranking(round_, face, by=by)


def _tell_units(draft: ReleaseDraft) -> None:
    round_ = draft.round
    units = round_.groups.values_list("cards__unit", flat=True)
    people = notices.of_units(units, Role.OFFICER, Role.UNIT_LEADER)
    look = "，请查看本单位得分" if round_.gives_scores else "，本期次办结"
    notices.tell(people, text=f"{round_.title}已通报{look}。", url=round_.get_absolute_url(),
                 key=f"released:{round_.pk}")  # fmt: skip
