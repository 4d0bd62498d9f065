"""佐证材料 of an item: added by reference, link or file, used again, taken off; only by whoever may fill the card."""

import datetime
from collections.abc import Collection
from urllib.parse import urlsplit

from django.db import transaction

from scorecards.models import Evidence, Mark, MarkEvidence
from scorecards.transitions.open_cards import hold_open_mark
from units.models import StoredFile, User
from units.transitions.acting import acting
from units.transitions.refused import Refused

MOST = 20
"""How many pieces stand by one item."""
LONGEST_LINK = 300
LONGEST_TITLE = 120


@transaction.atomic
def add_evidence(
    mark: Mark,
    *,
    title: str,
    reference: str,
    link: str,
    dated_on: datetime.date | None,
    by: User,
    file: StoredFile | None = None,
) -> MarkEvidence:
    """A new piece: where it stands on paper, where it is found on the network, or the file itself."""
    at, current = hold_open_mark(mark, by=by)
    if not reference and not link and file is None:
        raise Refused("请写明出处、填写链接或者上传文件，至少一项。")
    if link and (urlsplit(link).scheme not in {"http", "https"} or len(link) > LONGEST_LINK):
        raise Refused(f"链接只能以 http:// 或 https:// 开头，最多 {LONGEST_LINK} 个字符。")
    _require_room(current, 1)
    if file is not None:
        _require_own_and_new(current, file)
    with acting(by, "添加佐证材料"):
        evidence = Evidence.objects.create(
            unit_id=current.card.unit_id,
            branch_id=current.card.branch_id,
            title=title,
            reference=reference,
            link=link,
            file=file,
            dated_on=dated_on,
            added_by=by,
            added_at=at,
        )
        return MarkEvidence.objects.create(mark=current, evidence=evidence)


@transaction.atomic
def require_open(mark: Mark, *, coming: int, by: User) -> None:
    """Refused where that many pieces could not be added now; asked before files are stored for them."""
    _, current = hold_open_mark(mark, by=by)
    _require_room(current, coming)


@transaction.atomic
def reuse_evidence(mark: Mark, chosen: Collection[int], *, by: User) -> int:
    """The same pieces stand by this item too; those that do already are left; how many came to it."""
    _, current = hold_open_mark(mark, by=by)
    allowed = Evidence.objects.visible_to(by).for_reuse(current.card)
    here = set(MarkEvidence.objects.filter(mark=current).values_list("evidence_id", flat=True))
    found = [pk for pk in allowed.filter(pk__in=chosen).values_list("pk", flat=True) if pk not in here]
    _require_room(current, len(found), len(here))
    with acting(by, "引用佐证材料"):
        MarkEvidence.objects.bulk_create(MarkEvidence(mark=current, evidence_id=pk) for pk in found)
    return len(found)


@transaction.atomic
def remove_evidence(use: MarkEvidence, *, by: User) -> None:
    """Off this item; a piece that stands nowhere any more goes with it."""
    hold_open_mark(use.mark, by=by)
    with acting(by, "移除佐证材料"):
        gone, _ = MarkEvidence.objects.filter(pk=use.pk).delete()
        if not gone:
            raise Refused("这份佐证材料已被移除。")
        Evidence.objects.filter(pk=use.evidence_id, uses=None).delete()


def _require_own_and_new(mark: Mark, file: StoredFile) -> None:
    if file.owner_unit_id != mark.card.unit_id:
        raise Refused("这个文件不属于本单位，没有添加。请重新上传。")
    if MarkEvidence.objects.filter(mark=mark, evidence__file=file).exists():
        raise Refused("这一项已经有同样内容的文件，没有重复添加。")


def _require_room(mark: Mark, coming: int, here: int | None = None) -> None:
    standing = MarkEvidence.objects.filter(mark=mark).count() if here is None else here
    if standing + coming > MOST:
        raise Refused(f"每一项最多 {MOST} 份佐证材料，现在已有 {standing} 份，请先移除用不着的。")
