"""`rubric_try`: every kept rubric goes through the database to the cent, and a wrong expectation is named."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scorecards.models import Card, Round, Rubric
from scorecards.rubrics import exchange
from scorecards.transitions.versions import create_blank
from tests.scorecards.rubrics.test_exchange import RUBRICS, page_example
from units.models import Unit, User

pytestmark = pytest.mark.django_db
STANDARD = sorted((Path(exchange.__file__).parent / "standard").glob("*.json"))
WORKED = {
    "01-jingmen-shizhi-jiguan-2015": "19.00",
    "05-gaoxiao-zhibu-dengji": "28.00",
    "07-biaozhunhua-zhibu-baifenzhi": "12.50",
    "09-shicheng-bumen-2018": "91.25",
    "13-shiwei-zuzhibu-bianzhi": "89.10",
    "15-songji-cun-2017": "90.50",
    "18-dafen-youxiao-piao": "84.10",
    "21-yuanxi-zhibu-quanzhong": "12.00",
}


def attempt(file: Path) -> str:
    said = io.StringIO()
    call_command("rubric_try", str(file), stdout=said)
    return said.getvalue()


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The example of the manual page with one expectation or input changed."""
    text = page_example().decode()
    assert old in text
    file = tmp_path / "changed.json"
    file.write_text(text.replace(old, new, 1), "utf-8")
    return file


@pytest.mark.parametrize("file", [*RUBRICS, *STANDARD], ids=lambda file: file.stem)
def test_every_kept_rubric_comes_out_as_written(file):
    assert attempt(file).endswith("\n全部相符。\n")


@pytest.mark.parametrize(("stem", "worked"), WORKED.items())
def test_the_worked_total_of_the_source_stands_first(stem, worked):
    file = next(file for file in RUBRICS if file.stem == stem)
    first = exchange.load(file.read_bytes()).examples[0].cards[0].expect
    assert (first.total, first.provisional) == (worked, stem.startswith("21"))


def test_nothing_is_left_in_the_database(tmp_path):
    attempt(changed(tmp_path, "三个单位", "三家单位"))
    left = [model.objects.count() for model in (Rubric, Round, Card, Unit, User)]
    assert left == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"total": "73.60"', '"total": "73.61"', "甲局 总分：期望“73.61”，得到“73.60”。"),
        ('"3.1": "15.00"', '"3.1": "15.01"', "甲局 指标 3.1：期望“15.01”，得到“15.00”。"),
        ('"place": "2"', '"place": "1"', "甲局 名次：期望“1”，得到“2”。"),
        ('"grade": "合格"', '"grade": "优秀"', "甲局 等次：期望“优秀”，得到“合格”。"),
        ('"cost": "分数线"', '"cost": "名额"', "甲局 失去上一等次的原因：期望“名额”，得到“分数线”。"),
        ('"provisional": true\n', '"place": "1"\n', "丁局 暂定：期望“否”，得到“是”。"),
        ('"x": "59.99999999"', '"x": "60"', "丙局 指标 2.1@1：期望“0.00”，得到“12.00”。"),
    ],
)
def test_a_difference_is_named(tmp_path, old, new, sentence):
    with pytest.raises(CommandError) as refusal:
        attempt(changed(tmp_path, old, new))
    assert sentence in str(refusal.value)


def test_a_file_without_examples_is_refused(tmp_path):
    file = tmp_path / "none.json"
    text = page_example().decode()
    file.write_text(text[: text.index(',\n "examples"')] + "\n}\n", "utf-8")
    with pytest.raises(CommandError, match="没有算例"):
        attempt(file)


def test_a_refusal_names_its_place(tmp_path):
    with pytest.raises(CommandError, match=r"nodes\[0\].children\[0\].params.base 处"):
        attempt(changed(tmp_path, '"base": "10"', '"base": "1e3"'))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="读不了"):
        attempt(tmp_path / "none.json")


def test_a_rubric_of_the_same_code_has_no_say(clerk, tmp_path):
    create_blank(title="另一份细则", code="shili", by=clerk)
    assert attempt(changed(tmp_path, "三个单位", "三家单位")).endswith("\n全部相符。\n")
