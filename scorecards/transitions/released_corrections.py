"""更正 of what was released: put up by one person; another approves, and the group has a new version in one go."""

import datetime
from dataclasses import replace

from django.db import transaction

from scorecards import locks
from scorecards.cards.people import people_of
from scorecards.group_sheets import sheet_of
from scorecards.models import Card, CorrectionKind, GateHit, Group, Node, Release, ReleaseCorrection
from scorecards.phases import Phase
from scorecards.results.release_changes import Change, changed_standings
from scorecards.results.snapshots import digest, new_code, seal
from scorecards.standings.group_grades import grade_names
from scorecards.standings.places import standings_of
from scorecards.transitions.checked_marks import put_checked, write_checked
from scorecards.transitions.reasons import require_reason
from scorecards.transitions.releases import write_released
from scorecards.transitions.signatures import Signature, require_second, signed
from scorecards.transitions.stages import hold_in
from scorecards.transitions.totals import store_totals
from units import notices, submissions
from units.models import User
from units.roles import Role
from units.transitions.acting import acting
from units.transitions.refused import Refused

_WHY = 200


@transaction.atomic
def prepare_correction(
    card: Card, change: Change, *, reason: str, seen: str, key: str, by: User
) -> ReleaseCorrection:
    """Put it up; `seen` is the digest of the version that was shown before, and nothing else is put up."""
    if not submissions.claim(by, key, result_url=card.group.round.get_absolute_url()):
        return ReleaseCorrection.objects.filter(card=card, prepared_by=by).latest("pk")
    hold_in(card.group.round, Phase.RELEASED)
    require_reason(reason, "更正原因", most=_WHY)
    release = _current(card.group)
    if ReleaseCorrection.objects.waiting().filter(release=release).exists():
        raise Refused(f"{card.group}已有待审定的更正稿，请先审定或撤回。")
    if version_of(card, replace(change, why=reason), release) != seen:
        raise Refused("您核对之后结果又有变动，没有提交。请重新核对更正前后。")
    with acting(by, f"拟更正：{reason}"):
        correction = ReleaseCorrection.objects.create(
            release=release,
            card=card,
            kind=change.kind,
            change=dict(change.values),
            reason=reason,
            digest=seen,
            prepared_by=by,
            prepared_at=locks.clock(),
        )
    heads = [head for head in notices.holders(Role.HEAD) if head != by]
    notices.tell(heads, text=f"{card.group.round.title}{card.group}的更正稿待您审定。",
                 url=correction.get_absolute_url(), key=f"correction:{correction.pk}")  # fmt: skip
    return correction


def version_of(card: Card, change: Change, release: Release) -> str:
    """The digest of the version that the change comes to; refused where nothing would change or it cannot be."""
    _require_possible(card, change)
    number = release.number + 1
    before, after = changed_standings(card.group, card, change)
    content = seal(after, number=number)
    if content == seal(before, number=number):
        raise Refused("更正前后没有差别，请核对要更正的内容。")
    return digest(content)


@transaction.atomic
def withdraw_correction(correction: ReleaseCorrection, *, by: User) -> None:
    """Whoever put it up takes it back while nobody has approved it."""
    hold_in(correction.release.group.round, Phase.RELEASED)
    current = _waiting(correction)
    if current.prepared_by_id != by.pk:
        raise Refused("只有拟稿人可以撤回更正稿。")
    with acting(by, "撤回更正稿"):
        current.withdrawn_at = locks.clock()
        current.save(update_fields=["withdrawn_at"])


@transaction.atomic
def approve_correction(
    correction: ReleaseCorrection, *, by: User, signature: Signature | None = None
) -> Release:
    """The change is made, the group totalled anew, and the new version sealed beside the old; all or nothing."""
    hold_in(correction.release.group.round, Phase.RELEASED)
    current = _waiting(correction)
    require_second(by, prepared_by=current.prepared_by, prepared_at=current.prepared_at, signature=signature)
    group = Group.objects.select_related("round", "version__rubric").get(pk=current.card.group_id)
    at = locks.clock()
    with acting(by, f"更正通报：{current.reason}"):
        _apply(group, current, at=at)
        standings = standings_of(group)
        content = seal(standings, number=current.release.number + 1)
        if standings.disagreeing() or digest(content) != current.digest:
            raise Refused("结果与拟稿时不一致，没有更正。请撤回后重新拟稿。")
        current.approved_at = at
        current.save(update_fields=["approved_at"])
        release = Release.objects.create(
            group=group,
            number=current.release.number + 1,
            prepared_by=current.prepared_by,
            approved_by=by,
            replaces=current.release,
            reason=current.reason,
            scope=current.release.scope,
            scope_top=current.release.scope_top,
            snapshot=content,
            sha256=current.digest,
            code=new_code(),
            released_at=at,
            **signed(signature),
        )
        write_released(release, standings.rows)
    _tell_units(release)
    return release


def _apply(group: Group, correction: ReleaseCorrection, *, at: datetime.datetime) -> None:
    change = Change(CorrectionKind(correction.kind), correction.change, correction.reason)
    sheet = sheet_of(group, locked=True)
    card = sheet.cards[correction.card_id]
    if change.kind == CorrectionKind.GRADE:
        card.decided_grade, card.decided_why = change.values["grade"], correction.reason
        card.save(update_fields=["decided_grade", "decided_why"])
        return
    if change.kind == CorrectionKind.GATE:
        _put_gate(card, change, by=correction.prepared_by)
        store_totals(sheet_of(group), card_ids=None)
        return
    marks = []
    for one in change.corrections:
        mark = sheet.marks[card.pk, one.slot]
        put_checked(mark, sheet.item(card, one.slot), one.given, one.basis, by=correction.prepared_by, at=at)
        marks.append(mark)
    write_checked(marks)
    store_totals(replace(sheet), card_ids=None)


def _put_gate(card: Card, change: Change, *, by: User) -> None:
    given = change.values
    node = Node.objects.get(version=card.group.version_id, key=given["key"])
    if not given["sets"]:
        GateHit.objects.filter(card=card, node=node).delete()
        return
    GateHit.objects.create(
        card=card, node=node, basis_document=given["basis_document"], decided_by=given["decided_by"],
        decided_on=datetime.date.fromisoformat(given["decided_on"]), entered_by=by,
    )  # fmt: skip


def _require_possible(card: Card, change: Change) -> None:
    if change.kind == CorrectionKind.GRADE and change.values["grade"] not in grade_names(card.group):
        raise Refused(f"{card.group}没有“{change.values['grade']}”这个等次，请重新选择。")
    if change.kind == CorrectionKind.GATE:
        is_set = GateHit.objects.filter(card=card, node__key=change.values["key"]).exists()
        if is_set == change.values["sets"]:
            raise Refused("这一否决情形已经登记或撤销，请刷新页面。")


def _current(group: Group) -> Release:
    return Release.objects.current().defer("snapshot").get(group=group)


def _waiting(correction: ReleaseCorrection) -> ReleaseCorrection:
    held = ReleaseCorrection.objects.select_for_update(of=("self",))
    current = held.select_related("prepared_by", "release__group", "card__group__round").get(pk=correction.pk)
    if not current.is_waiting:
        raise Refused("这份更正稿已经审定或撤回，请刷新页面。")
    return current


def _tell_units(release: Release) -> None:
    """Those whose figures are different now; not a word of whose correction it was."""
    before = (
        {row.card_id: (row.total, row.grade) for row in release.replaces.rows.all()}
        if release.replaces
        else {}
    )
    moved = [row.card_id for row in release.rows.all() if before.get(row.card_id) != (row.total, row.grade)]
    round_ = release.group.round
    people = people_of(Card.objects.filter(pk__in=moved))
    notices.tell(people, text=f"{round_.title}结果有更正，请查看本单位结果。",
                 url=round_.get_absolute_url(), key=f"release-corrected:{release.pk}")  # fmt: skip
