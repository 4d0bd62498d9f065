"""Cards and the matrix with every scoring kind: garbage, contradictions, rivals, and what others may not see."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from scorecards import transitions
from scorecards.models import Card, Group, Mark, Node, Term
from scorecards.rubrics.exchange import load
from scorecards.rubrics.trees import card_tree
from scorecards.scoring import BadInput, parse_cell, parse_input, show_cell
from scorecards.standings.places import standings_of
from tests.factories import FAR, START, make_round, make_unit, make_user
from tests.scorecards.checking import card_of, group_in_checking, mark_of, type_in
from tests.scorecards.rubrics.drafting import url
from tests.scorecards.rubrics.test_exchange import page_example
from tests.scorecards.test_races import at_once
from units.roles import Role

pytestmark = pytest.mark.django_db
SECRET = "7777.25"
BY_SCRIPT = {"headers": {"Accept": "application/json"}}
GATE = {"basis_document": "通报", "decided_by": "县委", "decided_on": START}
CLASSES = {"甲局": "县直部门", "乙镇": "乡镇", "丙局": "县直部门"}


@pytest.fixture
def own(unit, clerk) -> Card:
    """The officer's unit and another one, while they fill."""
    dates = {"year": 2026, "term": Term.FIRST_HALF, "fill_due_at": FAR}
    round_ = transitions.create_round(**dates, title="上半年", plan_title="方案", plan_number="", by=clerk)
    version = transitions.import_rubric(load(page_example()), by=clerk)
    group = transitions.add_group(round_, name="一组", version=version, by=clerk)
    for member in (unit, make_unit(name="别的局", official_order=999)):
        transitions.add_member(group, unit=member, by=clerk)
    transitions.open_round(round_, by=clerk)
    return Card.objects.with_frame().get(group=group, unit=unit)


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


def save(client, card: Card, slot: str, more: dict[str, str], **how):
    fields = {f"{slot}:{name}": value for name, value in ({"version": "0"} | more).items()}
    return client.post(url("card-save", card.pk), fields, **how)


BAD_BOXES = [
    ("1.1", {"counts:shoujiao": "1e999"}, "请填实际数"),
    ("1.1", {"counts:shoujiao": "90", "counts:weishang": "1.5"}, "之间的整数次数"),
    ("1.1", {"counts:shoujiao": "90", "counts:weishang": "9" * 10_001}, "之间的整数次数"),
    ("1.1", {"counts:shoujiao": "90", "counts:qita": "9+1", "reasons:qita": "迟报"}, "多处用加号连接"),
    ("1.1", {"counts:shoujiao": "90", "counts:qita": "1"}, "请写理由"),
    ("1.1", {"counts:shoujiao": "90", "reasons:qita": "迟报"}, "没有填分数"),
    ("1.1", {"reasons:qita": "迟报", "full": "on"}, "勾选了“无上述情形”，又写了理由"),
    ("1.1", {"counts:weishang": "1", "full": "on"}, "勾选了“无上述情形”，又填了次数"),
    ("1.2", {"level": "很好"}, ""),
    ("1.2", {"level": "好", "na": "on"}, "勾选了“不适用”，又填了内容"),
    ("1.3", {"actual": "3", "target": "0"}, "年度计划数"),
    ("1.3", {"target": "3"}, "还没有填写"),
    ("2.1@1", {"x": "1,000"}, ""),
    ("2.1@2", {"x": "90", "override": "chaoe"}, "选了特殊情形，又填了数"),
    ("3.2", {"value": "<b>"}, ""),
    ("3.2", {"value": "长" * 100_000}, ""),
    ("3.3", {"numbers": "88；90"}, "0 到 100"),
    ("3.3", {"numbers": "101"}, "0 到 100"),
    ("3.3", {"numbers": "90", "void": "-1"}, "整数票数"),
    ("4.2", {"value": "-2.1"}, ""),
    ("5.1", {"votes:不了解": "3"}, "至少要有一张计分的票"),
    ("5.1", {"votes:满意": "1/0"}, "整数票数"),
]


@pytest.mark.parametrize(("slot", "typed", "sentence"), BAD_BOXES)
def test_bad_boxes_are_refused_with_a_sentence_and_kept(client, own, slot, typed, sentence):
    page = save(client, own, slot, typed)
    assertContains(page, sentence or "有 1 处需要修改", status_code=422)
    entry = save(client, own, slot, typed, **BY_SCRIPT).json()["entries"][slot]
    assert sentence in entry["problem"]
    assertContains(page, f'<a href="#{entry["wrong_id"]}">', status_code=422)
    assert all(mark.reported_input is None for mark in Mark.objects.filter(card=own))


@pytest.mark.parametrize("slot", ["2.1@9", "2.1@0", "2.1@x", "2.1", "1.1@1", "3.1", "9", ""])
def test_slots_that_the_unit_does_not_have_are_left_alone(client, own, slot):
    typed = {"value": "1", "x": "1", "actual": "1", "counts:weishang": "1"}
    assert save(client, own, slot, typed, **BY_SCRIPT).json()["entries"] == {}
    assert not Mark.objects.exclude(version=0).exists()


def test_what_the_office_fills_is_not_on_the_units_form(client, own):
    page = client.get(url("card-fill", own.pk))
    assertNotContains(page, 'name="3.1:')
    assertContains(page, 'name="2.1@2:x"')


@pytest.mark.parametrize(
    ("slot", "typed"),
    [
        ("1.1", {"counts": {"shoujiao": "96.5", "zaojia": "1"}}),
        (
            "1.1",
            {
                "counts": {"shoujiao": "９０", "qita": "１．５+0.5"},
                "reasons": {"qita": " 迟 报：\n“册”/2; 3:1 "},
            },
        ),
        ("1.1", {"counts": {"shoujiao": "90", "qita": "2"}, "reasons": {"qita": "： 1+1 ×2 不适用"}}),
        ("1.3", {"actual": "9", "target": "12.12345678"}),
        ("2.1@1", {"override": "chaoe"}),
        ("3.3", {"numbers": ["88.5"] * 500, "void": "7"}),
        ("5.1", {"votes": {"满意": "9", "不了解": "5"}}),
    ],
)
def test_an_input_goes_through_its_cell_unchanged(clerk, slot, typed):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    item = next(item for item in card_tree(card_of(group, "甲局")).items() if item.key == slot)
    given = parse_input(item, typed)
    assert parse_cell(item, show_cell(item, given)) == given


def test_five_hundred_judges_are_not_cut_off_in_the_matrix(clerk, sign_in):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    text = " ".join(["88.1234"] * 499 + ["90"])
    assert type_in(group, {("甲局", "3.3"): text}, by=clerk) == []
    stored = mark_of(group, "甲局", "3.3")
    assert (len(stored.checked_input["numbers"]), stored.checked_input["numbers"][-1]) == (500, "90")
    assert text in sign_in(clerk).get(url("matrix", group.pk)).content.decode()


@pytest.mark.parametrize(
    "name", ["c:{pk}:2.1@9", "c:{pk}:2.1", "c:{pk}:5.1", "c:0:1.1", "c:x:1.1", "c:999999999999:1.1"]
)
def test_cells_that_are_not_there_are_left_alone(clerk, sign_in, name):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    cell = name.format(pk=card_of(group, "乙镇").pk)
    answer = sign_in(clerk).post(url("matrix-save", group.pk), {cell: "1"}, **BY_SCRIPT)
    assert (answer.status_code, answer.json()["cells"]) == (200, {})


@pytest.mark.parametrize(
    "text", ["1e999", "9" * 10_001, "长" * 9_000, "<b>", "\u202e1", "a\u200bb", "1/0", "不适用", "："]
)
def test_bad_cells_are_refused_in_place(clerk, sign_in, text):
    group, client = group_in_checking(page_example(), CLASSES, by=clerk), sign_in(clerk)
    card = card_of(group, "甲局")
    slots = [
        mark.slot for mark in Mark.objects.filter(card=card).select_related("node") if mark.slot != "1.2"
    ]
    fields = {f"c:{card.pk}:{slot}": text for slot in slots}
    assertContains(
        client.post(url("matrix-save", group.pk), fields), f"有 {len(slots)} 处需要修改", status_code=422
    )
    cells = client.post(url("matrix-save", group.pk), fields, **BY_SCRIPT).json()["cells"]
    assert [slot for slot in slots if not cells[f"{card.pk}:{slot}"]["problem"]] == []


@pytest.mark.django_db(transaction=True)
def test_clerks_at_relative_items_at_once_lose_nothing(clerk):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    second, gate = make_user(Role.CLERK), Node.objects.get(version=group.version, kind="gate")
    card = card_of(group, "甲局")
    works = [
        *(lambda n=name, w=who, v=value: type_in(group, {(n, "3.1"): v, (n, "3.2"): v}, by=w)
          for name, who, value in zip(CLASSES, (clerk, second, clerk), ("30", "60", "45"), strict=True)),
        lambda: type_in(group, {("甲局", "1.2"): "好"}, by=second),
        lambda: transitions.set_gate(card, gate, **GATE, by=clerk).pk,
    ]  # fmt: skip
    assert transitions.Refused not in at_once(*works)
    assert [mark_of(group, name, "3.1").checked_input for name in CLASSES] == [
        {"actual": n} for n in ("30", "60", "45")
    ]
    assert standings_of(Group.objects.get(pk=group.pk)).disagreeing() == []


@pytest.mark.django_db(transaction=True)
def test_the_same_gate_set_and_cleared_many_times_at_once(clerk):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    card, gate = card_of(group, "甲局"), Node.objects.get(version=group.version, kind="gate")
    outcomes = at_once(*[lambda: transitions.set_gate(card, gate, **GATE, by=clerk)] * 4)
    (hit,) = [one for one in outcomes if one is not transitions.Refused]
    outcomes = at_once(*[lambda: transitions.clear_gate(hit, reason="误登", by=clerk)] * 4)
    assert outcomes.count(transitions.Refused) == 3


def test_a_long_reason_is_refused_not_cut(clerk, sign_in):
    group = group_in_checking(page_example(), CLASSES, by=clerk)
    gate = Node.objects.get(version=group.version, kind="gate")
    hit = transitions.set_gate(card_of(group, "甲局"), gate, **GATE, by=clerk)
    page = sign_in(clerk).post(url("gate-hit-clear", hit.pk), {"reason": "因" * 501}, follow=True)
    assertContains(page, "撤销原因最多 500 个字，现在有 501 个字，请删减。")
    transitions.clear_gate(hit, reason="因" * 500, by=clerk)


# Secrecy


def test_before_release_nobody_of_a_unit_meets_another_units_number(own, clerk, unit, sign_in):
    other = Card.objects.get(unit_name="别的局")
    both = [transitions.Cell(card.pk, slot, SECRET, 0) for card in (other,) for slot in ("3.1", "3.2")]
    mine = [transitions.Cell(own.pk, slot, "11", 0) for slot in ("3.1", "3.2")]
    people = [sign_in(make_user(role, unit=unit)) for role in (Role.OFFICER, Role.UNIT_LEADER)]
    save(people[0], own, "3.2", {"value": "11"})
    assertContains(people[0].get(url("card-detail", own.pk)), "按组计算")
    transitions.start_checking(own.group.round, by=clerk)
    transitions.save_checked(own.group, [*both, *mine], by=clerk)
    for client in people:
        for name, args in (("card-detail", [own.pk]), ("round-detail", [own.group.round_id]), ("card-list", []),
                           ("rubric-list", []), ("rubric-detail", [own.group.version_id])):  # fmt: skip
            page = client.get(url(name, *args))
            assertNotContains(page, SECRET)
        assert client.get(url("card-detail", other.pk)).status_code == 404
        for name in ("matrix", "standings"):
            assert client.get(url(name, own.group_id)).status_code in {403, 404}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT_LEADER, Role.COUNTY_LEADER, Role.AUDITOR])
def test_files_and_trials_of_a_frozen_version_are_the_offices(own, unit, sign_in, role):
    client = sign_in(make_user(role, unit=unit if role in {Role.OFFICER, Role.UNIT_LEADER} else None))
    version = own.group.version_id
    assert client.get(url("rubric-detail", version)).status_code == 200
    for name in (
        "rubric-json",
        "rubric-xlsx",
        "rubric-try",
        "rubric-preview",
        "rubric-compare",
        "rubric-edit",
    ):
        assert client.get(url(name, version)).status_code == 403, name
    for name in ("rubric-figure", "rubric-copy", "rubric-freeze", "rubric-delete"):
        assert client.post(url(name, version)).status_code == 403, name


def test_a_draft_is_nobodys_but_the_offices(clerk, unit, sign_in):
    version = make_round(clerk).groups.get().version
    for role in (Role.OFFICER, Role.UNIT_LEADER, Role.COUNTY_LEADER, Role.AUDITOR):
        person = make_user(role, unit=unit if role in {Role.OFFICER, Role.UNIT_LEADER} else None)
        page = sign_in(person).get(reverse("scorecards:rubric-detail", args=[version.pk]))
        assert page.status_code == 404


def test_an_input_with_more_than_the_boxes_is_no_input(own):
    for item in card_tree(own).items():
        for raw in (
            {"na": True, "value": "1"},
            {"na": "true"},
            {"counts": {"wu": "1"}},
            {"x": ["1"]},
            {"votes": []},
        ):
            with pytest.raises(BadInput):
                parse_input(item, raw)
