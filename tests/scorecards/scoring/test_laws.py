"""Laws that hold for any rubric and any card."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards.scoring import fit, parse_cell, parse_input, read_tree, score_item, show_cell, total
from scorecards.scoring.numbers import half_up
from tests.scorecards.scoring import by_hand
from tests.scorecards.scoring.blocks import item_of, item_row, part_row, tree_of, under
from tests.scorecards.scoring.strategies import ABSOLUTE, cards, inputs_of, item_rows, slots_of

CHANCE = st.randoms(use_true_random=False)


def come_to(rows, inputs):
    return total(fit(read_tree(rows)), inputs)


@settings(max_examples=200)
@given(cards())
def test_total_agrees_with_a_second_reckoning(drawn):
    found = come_to(*drawn)
    assert found.exact == by_hand.card_total(*drawn)
    assert found.rounded == half_up(found.exact, 2)


@given(cards())
def test_every_node_stays_within_its_reach(drawn):
    rows, inputs = drawn
    if any(given_input == {"na": True} for given_input in inputs.values()):
        return
    found = come_to(rows, inputs)
    for result in (found.root, *found.parts, *found.results.values()):
        low, high = result.part.reach() if hasattr(result, "part") else result.item.reach()
        assert low <= result.points <= high


@given(cards())
def test_every_part_stays_within_its_own_written_bounds(drawn):
    for result in come_to(*drawn).parts:
        inner = result.points / result.part.factor()
        assert result.part.lo is None or inner >= result.part.lo
        assert result.part.hi is None or inner <= result.part.hi


@given(cards(), CHANCE)
def test_order_of_rows_and_marks_does_not_matter(drawn, chance):
    rows, inputs = drawn
    shuffled_rows, shuffled_inputs = list(rows), list(inputs.items())
    chance.shuffle(shuffled_rows)
    chance.shuffle(shuffled_inputs)
    assert come_to(shuffled_rows, dict(shuffled_inputs)) == come_to(rows, inputs)


@given(cards())
def test_derivation_again_is_the_same_and_says_everything(drawn):
    once, again = come_to(*drawn), come_to(*drawn)
    assert once.lines == again.lines
    for result in once.results.values():
        assert result.lines == again.results[result.item.key].lines
        assert all(line.text and "None" not in line.text for line in result.lines)


@given(cards(), st.data())
def test_better_mark_never_lowers_the_total(drawn, data):
    rows, inputs = drawn
    slot, row = data.draw(st.sampled_from(sorted(slots_of(rows).items())))
    kinds = {one["key"]: one["kind"] for one in rows}
    item = item_of(row, within="penalty" if kinds[row["parent"]] == "penalty" else "group")
    both = [data.draw(inputs_of(row)) for _ in range(2)]
    worse, better = sorted(both, key=lambda one: score_item(item, one).points)
    totals = [come_to(rows, {**inputs, slot: one}).exact for one in (worse, better)]
    assert totals == sorted(totals, reverse=kinds[row["parent"]] == "penalty")


@given(cards(), st.sampled_from(["0.5", "3"]))
def test_weight_is_linear(drawn, weight):
    rows, inputs = drawn
    whole = part_row("全", order=1)
    inside = [row if row["parent"] else {**row, "parent": "全"} for row in rows]
    if max_depth(inside) > 5:
        return
    plain = come_to([whole, *inside], inputs)
    assert come_to([{**whole, "weight": weight}, *inside], inputs).exact == plain.exact * Fraction(weight)


def max_depth(rows):
    above = {row["key"]: row["parent"] for row in rows}
    return max(depth(above, row["key"]) for row in rows)


def depth(above, key):
    return 0 if key is None or key == "全" else 1 + depth(above, above[key])


SHARES = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)])


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=5), SHARES)
def test_equal_shares_come_to_that_share_whatever_is_not_applicable(items, share):
    rows = [
        item_row(f"{n}", "MANUAL", {}, points=str(points * 4), not_applicable="excluded")
        for n, (points, _) in enumerate(items)
    ]
    inputs = {
        f"{n}": {"na": True} if absent else {"value": str(int(points * 4 * share))}
        for n, (points, absent) in enumerate(items)
    }
    found = total(tree_of(under(part_row("组"), *rows)), inputs)
    whole = sum(points * 4 for points, _ in items)
    assert found.exact == (0 if all(absent for _, absent in items) else whole * share)


@given(item_rows().flatmap(lambda row: st.tuples(st.just(row), inputs_of(row))))
def test_points_of_an_item_are_within_its_bounds(drawn):
    row, given_input = drawn
    item = item_of(row)
    low, high = item.rule.bounds()
    assert low <= score_item(item, given_input).points <= high


@given(item_rows().flatmap(lambda row: st.tuples(st.just(row), inputs_of(row))))
def test_stored_input_parses_to_itself_and_its_cell_reads_back(drawn):
    row, given_input = drawn
    item = item_of(row)
    assert parse_input(item, given_input) == given_input
    assert parse_cell(item, show_cell(item, given_input)) == given_input


def test_every_kind_is_drawn():
    assert set(ABSOLUTE) == {"MANUAL", "LEVEL", "TALLY", "PROPORTION", "BAND", "RANK", "PANEL"}


@pytest.mark.parametrize("rule", ["full", "excluded", "mean"])
def test_not_applicable_has_a_cell_of_its_own(rule):
    item = item_of(item_row("项", "MANUAL", {}, not_applicable=rule))
    assert parse_cell(item, " 不适用 ") == {"na": True}
    assert show_cell(item, {"na": True}) == "不适用"
