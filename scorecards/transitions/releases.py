"""通报: prepared by one person, approved by another, sealed in one transaction under the round's lock."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from scorecards import locks
from scorecards.models import Group, Release, ReleaseDraft, ReleasedRow, Round
from scorecards.problem_sheets import shown_by
from scorecards.results.snapshots import digest, new_code, seal, seal_shown
from scorecards.standings.places import Row, standings_of
from scorecards.transitions.leaving import require_settled, undone
from scorecards.transitions.signatures import Signature, require_second, signed
from scorecards.transitions.stages import hold_before_release, seal_round
from units import notices
from units.models import User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What becomes of one group: the bytes, and the rows that they were made of; 晒问题 has no scored rows."""

    group: Group
    content: bytes
    rows: tuple[Row, ...] = ()


@transaction.atomic
def prepare_release(round_: Round, *, by: User) -> ReleaseDraft:
    """Put the locked results up for the second person; what is approved is what was prepared, to the byte."""
    current = hold_before_release(round_)
    if missing := undone(current):
        raise Refused(*missing)
    if ReleaseDraft.objects.filter(round=current, withdrawn_at=None).exists():
        raise Refused("本期次已有待审定的通报稿。")
    with acting(by, "拟通报"):
        draft = ReleaseDraft.objects.create(
            round=current,
            prepared_by=by,
            prepared_at=locks.clock(),
            digest=_digest_of(_sealed(current)),
            scope=current.release_scope,
            scope_top=current.scope_top,
        )
    heads = [head for head in notices.holders(Role.HEAD) if head != by]
    notices.tell(heads, text=f"{current.title}通报稿待您审定。", url=draft.get_absolute_url(),
                 key=f"release-draft:{draft.pk}")  # fmt: skip
    return draft


@transaction.atomic
def withdraw_release(draft: ReleaseDraft, *, by: User) -> None:
    """The preparer takes the draft back while nobody has approved it."""
    hold_before_release(draft.round)
    current = _standing(draft)
    with acting(by, "撤回通报稿"):
        current.withdrawn_at = locks.clock()
        current.save(update_fields=["withdrawn_at"])


@transaction.atomic
def approve_release(draft: ReleaseDraft, *, by: User, signature: Signature | None = None) -> list[Release]:
    """审定, by the head or by the head's signed 签批单: seal every group, and the round is 已通报; all or nothing."""
    round_ = hold_before_release(draft.round)
    current = _standing(draft)
    require_second(by, prepared_by=current.prepared_by, prepared_at=current.prepared_at, signature=signature)
    require_settled(round_)
    sealed = _sealed(round_)
    if _digest_of(sealed) != current.digest:
        raise Refused("结果与拟稿时不一致，请撤回后重新拟稿。")
    with acting(by, "审定通报"):
        current.approved_at = at = locks.clock()
        current.save(update_fields=["approved_at"])
        releases = [_release(one, current, by=by, at=at, signature=signature) for one in sealed]
        seal_round(round_)
    return releases


def _release(
    one: _Sealed, draft: ReleaseDraft, *, by: User, at: datetime.datetime, signature: Signature | None
) -> Release:
    """The sealed bytes, and beside them the same figures as rows."""
    release = Release.objects.create(
        group=one.group,
        number=1,
        prepared_by=draft.prepared_by,
        approved_by=by,
        scope=draft.scope,
        scope_top=draft.scope_top,
        snapshot=one.content,
        sha256=digest(one.content),
        code=new_code(),
        released_at=at,
        **signed(signature),
    )
    write_released(release, one.rows)
    return release


def write_released(release: Release, rows: Iterable[Row]) -> None:
    """The same figures as rows that can be asked."""
    ReleasedRow.objects.bulk_create(_released(release, row) for row in rows)


def _released(release: Release, row: Row) -> ReleasedRow:
    return ReleasedRow(
        release=release,
        card=row.card,
        place=row.placed.place,
        sharing=row.placed.sharing,
        total=row.total.rounded,
        part_points={key: str(points) for key, points in row.part_points().items()},
        computed_grade=row.graded.grade,
        grade=row.grade,
        cost=row.graded.cost,
        gates=[gate.title for gate in row.total.gates],
    )


def _standing(draft: ReleaseDraft) -> ReleaseDraft:
    current = (
        ReleaseDraft.objects.select_for_update(of=("self",)).select_related("prepared_by").get(pk=draft.pk)
    )
    if current.withdrawn_at or current.approved_at:
        raise Refused("这份通报稿已经撤回或审定，请刷新页面。")
    return current


def _sealed(round_: Round) -> list[_Sealed]:
    groups = Group.objects.filter(round=round_).select_related("round", "version__rubric").in_order()
    return [_seal(group) for group in groups]


def _seal(group: Group) -> _Sealed:
    if not group.round.gives_scores:
        return _Sealed(group, seal_shown(group, shown_by(group), number=1))
    standings = standings_of(group)
    if wrong := standings.disagreeing():
        raise Refused(f"{group}的总分与各项得分不一致（{'、'.join(wrong)}），不能通报，请联系系统管理员。")
    return _Sealed(group, seal(standings, number=1), standings.rows)


def _digest_of(sealed: list[_Sealed]) -> str:
    return digest(b"\n".join(one.content for one in sealed))
