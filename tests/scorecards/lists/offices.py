"""A round whose items other offices and panels score, with as many units as wanted."""

import json

from scorecards import transitions
from scorecards.models import Card, Group, GroupLabel, Mark, Round, Term
from scorecards.rubrics.exchange import FORMAT, load
from tests.factories import FAR, make_unit
from tests.scorecards.filling import item, part
from units.models import Unit, User

MEETING = item(
    "1.1",
    "TALLY",
    {
        "base": "10",
        "causes": [
            {"key": "less", "text": "少学习", "unit": "-1"},
            {"key": "paper", "text": "记录不全", "unit": "-0.5"},
            {"key": "other", "text": "其他问题", "count": "amounts", "range": ["-2", "-0.5"]},
        ],
    },
    points="10",
    scorer="纪委",
)
DUES = item(
    "1.2", "LEVEL", {"levels": [{"name": "好", "points": "5"}, {"name": "差", "points": "0"}]}, points="5",
    scorer="宣传部",
)  # fmt: skip
RATE = item("1.3", "PROPORTION", {"target": "100"}, points="5", scorer="宣传部")
VOTES = item(
    "2.1",
    "PANEL",
    {"scale": "100", "levels": [{"name": "满意", "value": "100"}, {"name": "不满意", "value": "60"},
                                {"name": "不了解"}]},
    points="10",
)  # fmt: skip
JUDGES = item("2.2", "PANEL", {"scale": "100", "numbers": {}}, points="10")
STRICT = item(
    "2.3",
    "PANEL",
    {"scale": "100", "numbers": {}, "valid_if": [{"not_all_same": True}]},
    points="10",
)
PRAISE = item(
    "3.1", "TALLY", {"base": "0", "hi": None, "causes": [{"key": "city", "text": "市级表彰", "unit": "2"}]},
    scorer="宣传部",
)  # fmt: skip
OWN = item("4.1", "MANUAL", {}, points="10")
RUBRIC = {
    "format": FORMAT,
    "code": "offices",
    "title": "部门评分细则",
    "nodes": [
        part("一", MEETING, DUES, RATE, points="20"),
        part("二", VOTES, JUDGES, STRICT, points="30"),
        part("三", PRAISE, kind="bonus", hi="5"),
        part("四", OWN),
    ],
}


def opened(by: User, *units: Unit, count: int = 0, rubric: dict = RUBRIC, **fields) -> Round:
    """A round in 填报 with these units and so many more."""
    values = {
        "year": 2026, "term": Term.FIRST_HALF, "title": "2026年上半年晒比评", "plan_title": "工作方案",
        "plan_number": "", "fill_due_at": FAR, "optional_phases": ["judging"],
    } | fields  # fmt: skip
    round_ = transitions.create_round(by=by, **values)
    version = transitions.import_rubric(load(json.dumps(rubric).encode()), by=by)
    group = transitions.add_group(round_, name="一组", version=version, by=by)
    for unit in (*units, *(make_unit() for _ in range(count))):
        transitions.add_member(group, unit=unit, by=by)
    return transitions.open_round(round_, by=by)


def checking(by: User, *units: Unit, count: int = 0, **fields) -> Round:
    """The same in 审核."""
    return transitions.start_checking(opened(by, *units, count=count, **fields), by=by)


def the_group(round_: Round) -> Group:
    return Group.objects.select_related("round", "version__rubric").get(round=round_)


def cards_in(round_: Round) -> list[Card]:
    return list(Card.objects.filter(group__round=round_).with_frame().in_official_order())


def mark(card: Card, key: str) -> Mark:
    return Mark.objects.get(card=card, node__key=key)


def put(card: Card, key: str, text: str, *, by: User) -> None:
    """Type one cell of the matrix."""
    cell = transitions.Cell(card.pk, key, text, mark(card, key).version)
    transitions.save_checked(card.group, [cell], by=by)


def map_label(round_: Round, label: str, unit: Unit) -> GroupLabel:
    """Who the label is, as the office sets it up."""
    group = the_group(round_)
    return GroupLabel.objects.update_or_create(group=group, label=label, defaults={"unit": unit})[0]
