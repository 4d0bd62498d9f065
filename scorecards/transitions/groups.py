"""The groups of a round, while it is in 筹备."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from scorecards import locks
from scorecards.candidates import candidates, members_elsewhere
from scorecards.models import Card, Group, Round, RubricVersion, Subject
from scorecards.rubrics.trees import tree_of
from scorecards.transitions.group_labels import lay_out
from scorecards.transitions.group_ranking import misfit
from scorecards.transitions.members import cards_for
from scorecards.transitions.rounds import hold_setup, touch
from units.models import User
from units.transitions.acting import acting
from units.transitions.refused import Refused

GONE = "这个组别刚被删除，没有办理。"


@transaction.atomic
def add_group(
    round_: Round, *, name: str, version: RubricVersion | None, subject: str = Subject.UNIT, by: User
) -> Group:
    """A group that is scored against one rubric version, none in 晒问题; only in 筹备."""
    current = hold_setup(round_)
    with acting(by, "增加组别"):
        group = _make(current, name=name, version=version, subject=subject)
        touch(current)
    return group


@transaction.atomic
def add_groups_of_classes(
    round_: Round, *, subject: str, versions: Mapping[str, RubricVersion | None], by: User
) -> list[Group]:
    """从类别生成: one group a class (with its version), of all that stand and are in no other group yet."""
    current = hold_setup(round_)
    today, made = locks.today(), []
    with acting(by, "从类别生成组别"):
        for class_name, version in versions.items():
            group = _make(current, name=group_name(class_name), version=version, subject=subject)
            elsewhere = members_elsewhere(group)
            things = candidates(subject, today=today, class_name=class_name).exclude(pk__in=elsewhere)
            Card.objects.bulk_create(cards_for(group, list(things)))
            made.append(group)
        touch(current)
    return made


def group_name(class_name: str) -> str:
    """What a group of this class is called."""
    return class_name if class_name.endswith("组") else f"{class_name}组"


@transaction.atomic
def change_group(
    group: Group, *, name: str, version: RubricVersion | None, subject: str, revision: int, by: User
) -> Group:
    """Name and version; the subject only while nobody is in it, the version only before the first 下发."""
    current = _hold(group, revision)
    if subject != current.subject and Card.objects.filter(group=current).exists():
        raise Refused(f"{current}已有参评对象，不能改评分对象。请先移出，或者另建一个组别。")
    changes = version != current.version
    if changes and was_issued(current):
        raise Refused(f"{current}已经下发过，不能在这里改评分细则。请下发后按“换版”由两人办理。")
    _require_fit(current.round, name, version)
    if changes and version is not None and (sentence := misfit(current, tree_of(version))):
        raise Refused(sentence)
    with acting(by, "修改组别"):
        current.name, current.version, current.subject = name, version, subject
        _named_once(current)
        if changes:
            lay_out(current)
        touch(current.round)
    return current


@transaction.atomic
def move_group(group: Group, *, up: bool, revision: int, by: User) -> None:
    """One place up or down in the order of the round."""
    current = _hold(group, revision)
    groups = list(Group.objects.filter(round=current.round).in_order())
    at = groups.index(current)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(groups):
        raise Refused(f"{current}已经在{'最前' if up else '最后'}。")
    groups.insert(to, groups.pop(at))
    for order, one in enumerate(groups, 1):
        one.order = order
    with acting(by, "调整组别次序"):
        Group.objects.bulk_update(groups, ["order"])
        touch(current.round)


@transaction.atomic
def delete_group(group: Group, *, revision: int, by: User) -> None:
    """With its members, none of whom has been sent a card yet."""
    current = _hold(group, revision)
    if was_issued(current):
        raise Refused(f"{current}已经下发过评分表，不能删除。")
    with acting(by, f"删除组别“{current}”"):
        Card.objects.filter(group=current).delete()
        current.delete()
        touch(current.round)


def was_issued(group: Group) -> bool:
    """Whether a card of it went out before the round was taken back to 筹备."""
    return Card.objects.filter(group=group).exclude(unit_name="").exists()


def _hold(group: Group, revision: int) -> Group:
    """The group as it is now, with its held round; what was deleted meanwhile is told."""
    current_round = hold_setup(group.round, revision=revision)
    current = Group.objects.select_related("version").filter(pk=group.pk).first()
    if current is None:
        raise Refused(GONE)
    current.round = current_round
    return current


def _make(current: Round, *, name: str, version: RubricVersion | None, subject: str) -> Group:
    _require_fit(current, name, version)
    order = Group.objects.filter(round=current).count() + 1
    group = Group(round=current, name=name, order=order, version=version, subject=subject)
    _named_once(group)
    lay_out(group)
    return group


def _require_fit(round_: Round, name: str, version: RubricVersion | None) -> None:
    if round_.gives_scores and version is None:
        raise Refused(f"请为{name}选定评分细则。")
    if not round_.gives_scores and version is not None:
        raise Refused(f"{round_}只晒问题、不评分，{name}不选评分细则。")


def _named_once(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise Refused(f"本期次已有“{group.name}”，请换一个组别名称。") from None
