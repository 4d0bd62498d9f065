"""演练数据: for any item of any kind there is an entry that its own rule takes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rubrics.exchange import load
from scorecards.scoring import fit, laid_out, parse_input, read_tree, total
from scorecards.scoring.made_up import made_up
from tests.scorecards.scoring.blocks import item_of, item_row
from tests.scorecards.scoring.strategies import rubrics

ROOT = Path(__file__).parents[3]
WRITTEN = sorted(
    [*(ROOT / "tests/rubrics").glob("*.json"), *(ROOT / "scorecards/rubrics/standard").glob("*.json")]
)


@given(rubrics(), st.integers(0, 9))
def test_every_kind_takes_what_is_made_up_for_it(rows, chance):
    for item in laid_out(read_tree(rows)).items():
        entry = made_up(item, seed=f"{chance}:{item.key}", place=chance + 1)
        if entry is None:
            assert item.optional
        else:
            assert parse_input(item, entry) == entry


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_real_rubrics_come_to_nearly_the_full_mark(path):
    tree = laid_out(load(path.read_bytes()).tree)
    classes = sorted({name for item in tree.items() for name in item.applies.classes}) or [""]
    card = fit(tree, class_name=classes[0], unit_name="")
    inputs = {item.key: made_up(item, seed=item.key) for item in card.items()}
    result = total(card, inputs)
    if not any(item.is_relative for item in card.items()):
        assert result.scored == result.items
        assert 0.7 * float(card.full()) < float(result.rounded) < 1.2 * float(card.full())


def test_the_same_seed_gives_the_same_and_units_differ():
    item = item_of(item_row("1", "MANUAL", {}, points="10"))
    drawn = [made_up(item, seed=f"7:{unit}")["value"] for unit in range(100)]
    assert drawn == [made_up(item, seed=f"7:{unit}")["value"] for unit in range(100)]
    assert drawn.count("10") > 75
    assert len(set(drawn)) > 2


def test_places_given_are_each_members_own():
    item = item_of(item_row("1", "RANK", {"by": "place", "step": "1"}, points="10"))
    assert [made_up(item, seed="x", place=place) for place in (1, 2)] == [{"place": "1"}, {"place": "2"}]
