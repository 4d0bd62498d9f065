"""`load_bench`: what the product makes of a county whose totals and places are known."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from scorecards.models import Card, Mark, Round
from scorecards.phases import Phase
from tests.config.county import change_expected, write_county
from tests.factories import make_round
from units.models import Branch, Unit

pytestmark = pytest.mark.django_db


def load(folder) -> str:
    out = io.StringIO()
    call_command("load_bench", str(folder), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("judges", "seed"), [(5, 1), (2, 2), (1, 3)])
def test_every_total_and_place_agrees(tmp_path, judges, seed):
    told = load(write_county(tmp_path, judges=judges, seed=seed))
    assert [line for line in told.splitlines() if "一致" in line] == [
        "总分：12/12 一致",
        "组内名次：12/12 一致",
        "全县名次：12/12 一致",
    ]


def test_the_county_is_a_round_that_is_checked(tmp_path):
    load(write_county(tmp_path))
    assert (Round.objects.get().stage, Unit.objects.count(), Branch.objects.count()) == (
        Phase.CHECKING,
        12,
        1,
    )
    assert not any(card.is_provisional for card in Card.objects.all())


def test_the_clamp_is_met_at_both_ends(tmp_path):
    load(write_county(tmp_path))
    books = {card.unit_name: card.part_points["台账"] for card in Card.objects.all()}
    assert (books["第1试验局"], books["第2试验局"]) == ("84.00", "0.00")


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [({"total": "1.00"}, "总分"), ({"group_place": 99}, "组内名次"), ({"place": 99}, "全县名次")],
)
def test_one_wrong_figure_is_named_and_fails(tmp_path, figures, sentence):
    folder = write_county(tmp_path)
    change_expected(folder, **figures)
    with pytest.raises(
        CommandError, match=f"不符 1 处：\n第0试验局：{sentence} .*，应为 {next(iter(figures.values()))}"
    ) as refusal:
        load(folder)
    assert refusal.value.returncode == 1


def test_copied_rows_say_who_and_why(tmp_path):
    load(write_county(tmp_path))
    for model, count in (("units.Unit", 12), ("units.Branch", 1), ("scorecards.Mark", 12 * 9)):
        events = apps.get_model(f"{model}Event").objects.filter(pgh_label="insert")
        told = {(event.pgh_context["name"], event.pgh_context["why"]) for event in events}
        assert (events.count(), told) == (count, {("测试员", "装入测试县")})


def test_cards_say_who_and_why_before_the_round_opens(tmp_path):
    load(write_county(tmp_path))
    events = apps.get_model("scorecards.CardEvent").objects.filter(pgh_obj__unit__name="第0试验局")
    assert [event.pgh_context["why"] for event in events.order_by("pgh_id")] == [
        "装入测试县",
        "下发评分表",
        "转入审核",
    ]


def test_a_mark_is_as_the_matrix_would_have_written_it(tmp_path):
    load(write_county(tmp_path))
    mark = Mark.objects.get(card__unit_name="第1试验局", node__key="K0")
    assert (mark.checked_input, str(mark.checked), mark.basis) == ({"value": "14.5"}, "14.5000", "台账不全")
    assert (mark.version, mark.checked_by.name) == (1, "测试员")


def test_a_database_with_rounds_is_left_alone(tmp_path, clerk):
    make_round(clerk)
    with pytest.raises(CommandError, match="已有期次"):
        load(write_county(tmp_path))
    assert Round.objects.count() == 1


def test_a_mean_that_no_mark_can_hold_is_refused_and_nothing_stays(tmp_path):
    with pytest.raises(CommandError, match="不是四位以内的小数"):
        load(write_county(tmp_path, reviewers=3))
    assert (Unit.objects.count(), Round.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["judge_scores.csv", "reviewer_scores.csv"])
def test_a_unit_that_lost_its_lines_is_told(tmp_path, name):
    path = write_county(tmp_path) / name
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("U3,")), "utf-8")
    with pytest.raises(CommandError, match="各文件里的单位、指标不一致"):
        load(path.parent)


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(CommandError, match="不是测试县的数据"):
        load(tmp_path)
