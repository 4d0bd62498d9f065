"""One round in a given stage with people of every post, and a second round that is nobody's here."""

import uuid
from dataclasses import dataclass, field

from reports.models import Document
from scorecards import transitions
from scorecards.models import (
    Approval,
    Card,
    DecisionKind,
    ExceptionList,
    Group,
    Mark,
    Node,
    PaperKind,
    PublicNotice,
    Recheck,
    Release,
    ReleaseDraft,
    Round,
    RoundDecision,
    Subject,
)
from scorecards.phases import Act, Phase, path_of, stages_of
from scorecards.transitions.decisions import propose
from scorecards.transitions.rechecking import keep_score
from scorecards.transitions.rechecks import ask_recheck
from tests.access.table import routes
from tests.factories import START, advance, make_branch, make_round, make_unit, make_user, make_version
from tests.scorecards.settling import put_up_correction
from units import jobs, submissions
from units.models import AliasOrigin, BatchOf, JobRun, Notice, Unit, UnitAlias, User
from units.roles import OF_A_BRANCH, OF_A_UNIT, Role
from units.transitions.imports import import_rows
from units.transitions.sources import Source

OPTIONAL = [Phase.JUDGING.value, Phase.REVIEW.value, Phase.APPROVAL.value, Phase.NOTICE.value]
PHASES = path_of(OPTIONAL)
"""The stages of the world's rounds."""
NOWHERE = 999_999_999


@dataclass
class Side:
    """Rows of one round, by the name of the URL argument's owner."""

    unit: Unit
    round: Round
    unit_card: Card
    branch_card: Card
    group: Group
    draft: int
    document: int
    decision: int = NOWHERE
    delivery: int = NOWHERE
    recheck: int = NOWHERE
    approval: int = NOWHERE
    notice: int = NOWHERE
    release: int = NOWHERE
    correction: int = NOWHERE


@dataclass
class World:
    """Everybody, their own round, and a stranger's."""

    people: dict[Role, User]
    own: Side
    other: Side
    stranger: User
    notices: dict[User, Notice] = field(default_factory=dict)
    jobs: dict[User, JobRun] = field(default_factory=dict)
    batch: int = NOWHERE
    alias: int = NOWHERE


def build(phase: Phase, *, is_trial: bool = False) -> World:
    """A world in that stage; the clerk prepared the release draft that stands in 锁定."""
    unit = make_unit()
    branch = make_branch(unit)
    people = {
        role: make_user(
            role, unit=unit if role in OF_A_UNIT else None, branch=branch if role in OF_A_BRANCH else None
        )
        for role in Role
    }
    stranger = make_user(Role.OFFICER, unit=make_unit())
    own = _side(phase, unit, branch, people, is_trial=is_trial)
    other_unit = make_unit()
    other = _side(phase, other_unit, make_branch(other_unit), people, is_trial=is_trial)
    world = World(people, own, other, stranger)
    source = Source("名单.xlsx")
    world.alias = UnitAlias.objects.create(unit=unit, text="曾用名", origin=AliasOrigin.FORMER).pk
    world.batch = import_rows(
        BatchOf.UNITS, [], source=source, key=submissions.new_key(), by=people[Role.CLERK]
    ).pk
    for user in (*people.values(), stranger):
        world.notices[user] = Notice.objects.create(user=user, text="消息", key="access")
        world.jobs[user] = jobs.ask(key=f"access:{user.pk}", kind="生成", by=user)
    return world


def _side(phase: Phase, unit: Unit, branch, people, *, is_trial: bool) -> Side:
    clerk, head = people[Role.CLERK], people[Role.HEAD]
    round_ = make_round(clerk, units=1, optional_phases=OPTIONAL, is_trial=is_trial)
    group = Group.objects.get(round=round_)
    unit_card = transitions.add_member(group, unit=unit, by=clerk)
    branches = transitions.add_group(
        round_, name="党支部组", version=make_version(clerk), subject=Subject.BRANCH, by=clerk
    )
    branch_card = transitions.add_member(branches, unit=unit, branch=branch, by=clerk)
    decision, recheck = _walk(round_, phase, unit_card, clerk=clerk, head=head)
    draft = ReleaseDraft.objects.filter(round=round_).first()
    document = Document.objects.filter(release__group=group).first()
    if document:
        Document.objects.filter(pk=document.pk).update(
            state="done", content=b"%PDF-", sha256="x", pages=1, made_at=round_.fill_due_at
        )
    release = Release.objects.filter(group=group).first()
    correction = _correction(unit_card, clerk) if phase is Phase.RELEASED else NOWHERE
    approval = Approval.objects.filter(round=round_).first()
    notice = PublicNotice.objects.filter(round=round_).first()
    return Side(unit, round_, unit_card, branch_card, group, draft.pk if draft else NOWHERE,
                document.pk if document else NOWHERE, decision, _delivery(round_, clerk).pk, recheck,
                approval.pk if approval else NOWHERE, notice.pk if notice else NOWHERE,
                release.pk if release else NOWHERE, correction)  # fmt: skip


def _walk(round_: Round, phase: Phase, card: Card, *, clerk: User, head: User) -> tuple[int, int]:
    """Where two people may decide the clerk put up 退回上一阶段; in 核对 the clerk entered a request by letter, which
    the head decides before the round goes on; in 公示 a draft of the release stands."""
    path = round_.path
    is_past_review = path.index(phase) > path.index(Phase.REVIEW)
    advance(round_, Phase.REVIEW if is_past_review else phase, clerk=clerk, head=head)
    recheck = _recheck(card, clerk=clerk) if round_.stage is Phase.REVIEW else None
    if is_past_review and recheck:
        keep_score(recheck, opinion="维持。", by=head)
        advance(round_, phase, clerk=clerk, head=head)
    decision = _decision(round_, by=clerk)
    if phase is Phase.NOTICE:
        transitions.prepare_release(round_, by=clerk)
    return decision, recheck.pk if recheck else NOWHERE


def _recheck(card: Card, *, clerk: User) -> Recheck:
    card = Card.objects.select_related("group__round").get(pk=card.pk)
    mark = card.marks.select_related("node").order_by("pk")[0]
    return ask_recheck(card, mark=mark, text="请复核。", key=submissions.new_key(), by=clerk, letter="来函",
                       received_on=START)  # fmt: skip


def _correction(card: Card, clerk: User) -> int:
    """A correction of the own card that waits for the second person."""
    card = Card.objects.with_frame().get(pk=card.pk)
    return put_up_correction(card, "2.1", {"level": "一般"}, by=clerk).pk


def _delivery(round_: Round, clerk: User) -> ExceptionList:
    """A list that was kept, whatever the stage is now."""
    return ExceptionList.objects.create(
        round=round_, scorer="纪委", title="通报名单", dated_on=round_.fill_due_at.date(), entered_by=clerk,
        entered_at=round_.fill_due_at,
    )  # fmt: skip


def _decision(round_: Round, *, by: User) -> int:
    """退回上一阶段, put up by the clerk where the stage allows it."""
    if round_.stage not in stages_of(Act.DECIDE_BY_TWO):
        return NOWHERE
    subject, key = {"from": round_.stage.value}, str(uuid.uuid4())
    propose(round_, kind=DecisionKind.STEP_BACK, subject=subject, reason="误操作", key=key, by=by)
    return RoundDecision.objects.get(round=round_).pk


def argument(world: World, name: str, whose: str, user: User) -> list[int | str]:
    """The URL's arguments: the rows that belong to this person's side, or to the other one, as its path says."""
    side = world.own if whose == "own" else world.other
    owner = user if whose == "own" else world.stranger
    route = routes()[name]
    if "<" not in route:
        return []
    if name == "help-of":
        own = user.post.role
        return [own if whose == "own" else next(role for role in Role if role != own)]
    if name in {f"scorecards:group-sample{act}" for act in ("", "-tick", "-draw", "-count")}:
        return [side.branch_card.group_id]
    ground = {
        "units/import/": "units",
        "units/imports/": world.batch,
        "units/people/": owner.pk,
        "units/aliases/": world.alias,
    }
    if found := [value for start, value in ground.items() if route.startswith(start)]:
        return [*found]
    if route.startswith("rubrics/"):
        return _of_the_rubric(name.partition(":")[2], side.group.version_id)
    secretary = user == world.people[Role.SECRETARY]
    by_path: dict[str, int] = {
        "units": side.unit.pk,
        "branches": side.branch_card.branch_id,
        "notices": world.notices[owner].pk,
        "jobs": world.jobs[owner].pk,
        "rounds": side.round.pk,
        "groups": side.group.pk,
        "cards": (side.branch_card if secretary else side.unit_card).pk,
        "marks": _first_mark(side.branch_card if secretary else side.unit_card),
        "scoring": side.group.pk,
        "lists": side.delivery,
        "rechecks": side.recheck,
        "decisions": side.decision,
        "release-drafts": side.draft,
        "documents": side.document,
        "approvals": side.approval,
        "releases": side.release,
        "corrections": side.correction,
        "public-notices": side.notice,
    }
    first = by_path.get(route.partition("/")[0], NOWHERE)
    second = PaperKind.REPORT.value if "/papers/" in route else "1.1"
    return [first, second] if route.count("<") > 1 else [first]


def _first_mark(card: Card) -> int:
    mark = Mark.objects.filter(card=card).order_by("pk").first()
    return mark.pk if mark else NOWHERE


def _of_the_rubric(name: str, version_id: int) -> list[int]:
    """The version, its first part, or nothing for the pages about all rubrics."""
    if name in {f"rubric-{page}" for page in ("list", "new", "create", "adopt", "upload", "check", "apply")}:
        return []
    if name.startswith("node-") and name not in {"node-new", "node-add"}:
        return [Node.objects.filter(version=version_id, parent=None).order_by("order")[0].pk]
    return [version_id]
