"""报表 of one round: what can be made from where it stands, and what has been made."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.models import Document, DocumentKind, Face
from reports.ordering import TOO_EARLY, key_of_approval
from scorecards.models import Approval, PublicNotice, Release, ReleaseDraft, Round
from units.models import User


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper that can be ordered; `again` says that one exists and new figures give a new one."""

    kind: DocumentKind
    label: str
    source: int
    face: str = ""
    again: bool = False


def offers_of(user: User, round_: Round) -> list[Offer]:
    """What the office can order now; a paper that exists for good is not offered again."""
    documents = Document.objects.visible_to(user).filter(round=round_)
    rows = documents.values_list("key", "kind", "release", "approval", "notice", "draft", "face")
    made = {
        (kind, release or approval or notice or draft or 0, face)
        for _, kind, release, approval, notice, draft, face in rows
    }
    return [
        offer
        for offer in _all(user, round_, {key for key, *_ in rows}, {kind for kind, *_ in made})
        if offer.again or (offer.kind, _source(offer), offer.face) not in made
    ]


def _source(offer: Offer) -> int:
    return 0 if offer.kind in {DocumentKind.ROUND_RANKING, DocumentKind.FEEDBACKS} else offer.source


def _all(user: User, round_: Round, keys: set[str], kinds: set[str]) -> Iterator[Offer]:
    for draft in ReleaseDraft.objects.visible_to(user).filter(
        round=round_, withdrawn_at=None, approved_at=None
    ):
        yield Offer(DocumentKind.SIGNING, "通报签批单", draft.pk)
    for approval in Approval.objects.visible_to(user).standing().filter(round=round_):
        is_as_now = key_of_approval(approval) in keys
        was_made = any(key.startswith(f"{DocumentKind.APPROVAL}:{approval.pk}:") for key in keys)
        label = f"送审稿（第{approval.number}稿）"
        yield Offer(DocumentKind.APPROVAL, label, approval.pk, again=was_made and not is_as_now)
    for notice in PublicNotice.objects.visible_to(user).standing().filter(round=round_):
        yield Offer(DocumentKind.NOTICE, "公示名单", notice.pk)
    if round_.gives_scores and round_.stage not in TOO_EARLY:
        has_one = DocumentKind.FEEDBACKS in kinds
        yield Offer(DocumentKind.FEEDBACKS, "得分反馈单合订本（全部）", round_.pk, again=has_one)
        yield from _of_releases(user, round_, kinds)


def _of_releases(user: User, round_: Round, kinds: set[str]) -> Iterator[Offer]:
    releases = Release.objects.visible_to(user).current().filter(group__round=round_)
    scored = list(releases.select_related("group").defer("snapshot").order_by("group__order", "pk"))
    for face in Face if len(scored) > 1 else ():
        has_one = DocumentKind.ROUND_RANKING in kinds
        yield Offer(DocumentKind.ROUND_RANKING, f"全期排名（{face.label}）", round_.pk, face, again=has_one)
    for release in scored:
        for face in Face:
            yield Offer(DocumentKind.RANKING, f"{release.group}排名（{face.label}）", release.pk, face)
        if release.replaces_id:
            yield Offer(DocumentKind.CORRECTION, f"{release.group}更正说明", release.pk)
