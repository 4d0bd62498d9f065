import json
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards import exchange
from scorecards.exchange import RubricDocument
from scorecards.ranking import Entry, rank
from scorecards.scoring import BadRubric, total

HERE = Path(__file__).parent
RUBRICS = sorted((HERE.parent / "rubrics").glob("*.json"))
REFUSED = HERE.parent / "refused"
MANUAL_PAGE = Path(exchange.__file__).with_suffix(".md")


def page_example() -> bytes:
    """The file printed in exchange.md."""
    return MANUAL_PAGE.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0].encode()


FILES = [pytest.param(path.read_bytes(), id=path.stem) for path in RUBRICS]
FILES.append(pytest.param(page_example(), id="exchange.md"))


@pytest.mark.parametrize("data", FILES)
def test_file_goes_in_and_out_as_the_same_bytes(data):
    document = exchange.load(data)
    assert exchange.dump(document) == data
    assert exchange.load(exchange.dump(document)) == document


@pytest.mark.parametrize("data", FILES)
def test_file_states_the_points_that_its_examples_come_to(data):
    document = exchange.load(data)
    for example in document.examples:
        for card in example.cards:
            found = total(document.tree, card.inputs)
            assert {key: str(result.rounded) for key, result in found.results.items()} == card.items
            assert (str(found.rounded), found.provisional) == (card.total, card.provisional)


@pytest.mark.parametrize("data", FILES)
def test_file_states_the_places_that_its_examples_come_to(data):
    document = exchange.load(data)
    for example in document.examples:
        entries = [
            Entry(card.name, None if card.provisional else Decimal(card.total)) for card in example.cards
        ]
        found = {placed.key: placed.place for placed in rank(entries)}
        assert found == {card.name: int(card.place) if card.place else None for card in example.cards}


@pytest.mark.parametrize(
    ("stem", "card", "worked_total", "full"),
    [
        ("07-biaozhunhua-zhibu-baifenzhi", "车间党支部", "12.50", "16"),
        ("05-gaoxiao-zhibu-dengji", "机关第三党支部", "28.00", "33"),
    ],
)
def test_real_rubric_comes_to_its_worked_total(stem, card, worked_total, full):
    document = exchange.load((HERE.parent / "rubrics" / f"{stem}.json").read_bytes())
    inputs = {one.name: one.inputs for example in document.examples for one in example.cards}
    assert str(total(document.tree, inputs[card]).rounded) == worked_total
    assert document.total_points == full


@pytest.mark.parametrize("data", FILES)
def test_no_file_holds_an_address(data):
    text = data.decode().lower()
    assert not any(sign in text for sign in ("http", "www.", ".com", ".cn", "://", "github"))


def test_nodes_are_rows_with_parents_first():
    document = exchange.load(page_example())
    seen: set[object] = {None}
    for node in document.nodes:
        assert node["parent"] in seen
        seen.add(node["key"])
    assert [node["order"] for node in document.nodes if node["parent"] is None] == [1, 2, 3, 4]


def from_columns(document: RubricDocument) -> RubricDocument:
    """The document as a database gives it back: in any order, JSON keys sorted."""
    nodes = json.loads(json.dumps(document.nodes, sort_keys=True))
    for node in nodes:
        node["order"] *= 10
    return replace(document, nodes=tuple(reversed(nodes)))


@pytest.mark.parametrize("data", FILES)
def test_stored_rows_give_the_same_bytes_and_digest(data):
    document = exchange.load(data)
    assert exchange.dump(from_columns(document)) == data
    assert from_columns(document).digest == document.digest


def test_digest_changes_with_what_is_scored_and_not_with_remarks():
    document = exchange.load(page_example())
    again = exchange.load(page_example().replace("本例是虚构的".encode(), "另写一句".encode()))
    other = exchange.load(
        page_example().replace(b'"cap": "2"', b'"cap": "1.5"').replace(b'"0.00"', b'"0.50"')
    )
    assert len(document.digest) == 64
    assert replace(again, examples=()).digest == document.digest
    assert other.digest != document.digest


def test_file_that_begins_with_a_byte_order_mark_is_read():
    assert exchange.load(b"\xef\xbb\xbf" + page_example()) == exchange.load(page_example())


REFUSED_AT = {
    "another-format": "format",
    "bad-code": "code",
    "bare-number": "nodes[0].children[0].params.causes[0].unit",
    "bonus-without-ceiling": "nodes[0].children[0].params",
    "cause-worth-nothing": "nodes[0].children[0].params.causes[0].unit",
    "cut-off": "第 14 行第 4 个字",
    "example-not-as-stored": "examples[0].cards[0].inputs.1",
    "example-of-unknown-item": "examples[0].cards[0].inputs.3",
    "example-out-of-range": "examples[0].cards[0].inputs.1.counts.nosec",
    "expectation-not-printed": "examples[0].cards[0].expect.total",
    "exponent": "nodes[0].children[0].points",
    "full-width-digit": "nodes[0].children[0].points",
    "hidden-sign": "nodes[0].children[0].title",
    "item-with-weight": "nodes[0].children[0].weight",
    "item-without-points": "nodes[0].children[0].points",
    "key-repeated-in-object": "nodes[0].children[1].points",
    "level-twice": "nodes[0].children[1].params.levels",
    "lonely-exclusive-cause": "nodes[0].children[0].params.causes",
    "needless-zero": "nodes[0].children[0].points",
    "negative-in-penalty": "nodes[0].children[0].params.causes",
    "no-items": "nodes[0].children[0].children",
    "node-key-twice": "nodes[0].children[1].key",
    "nodes-not-a-list": "nodes",
    "not-a-number": "nodes[0].children[0].params.base",
    "null-weight": "nodes[0].weight",
    "place-of-nobody": "examples[0].cards[0].expect.place",
    "provisional-not-true": "examples[0].cards[0].expect.provisional",
    "too-deep": "nodes[0]" + ".children[0]" * 6,
    "unknown-key": "nodes[0].wieght",
    "unknown-kind-of-node": "nodes[0].kind",
    "unknown-parameter": "nodes[0].children[0].params.floor",
    "unknown-scoring-kind": "nodes[0].children[0].scoring_kind",
}


def test_every_refused_file_has_its_place_written_down():
    assert {path.stem for path in REFUSED.glob("*.json")} == set(REFUSED_AT)


@pytest.mark.parametrize("stem", REFUSED_AT)
def test_bad_file_is_refused_at_its_place_with_a_sentence(stem):
    with pytest.raises(BadRubric) as refusal:
        exchange.load((REFUSED / f"{stem}.json").read_bytes())
    assert refusal.value.place == REFUSED_AT[stem]
    assert str(refusal.value) == f"{refusal.value.place} 处：{refusal.value.sentence}"
    assert refusal.value.sentence.endswith("。")


def paths_in(value, path=()):
    """Every place of a JSON value."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, child in inner:
        yield from paths_in(child, (*path, name))


def put(value, path, junk):
    """The value with something else at one place."""
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(copy[path[0]], path[1:], junk)
    return copy


WHOLE = json.loads(page_example())
JUNK = st.sampled_from(
    [
        None,
        True,
        "",
        " ",
        "1",
        "-1",
        "item",
        "penalty",
        [],
        {},
        [[]],
        {"": ""},
        {"key": "x"},
        "\ud800",
        "\x00",
        "9" * 99,
        "1e9",
    ]
) | st.text(max_size=5)


@given(st.sampled_from(list(paths_in(WHOLE))), JUNK)
def test_junk_at_any_place_is_refused_or_read_and_written_back(path, junk):
    data = json.dumps(put(WHOLE, path, junk)).encode()
    with suppress(BadRubric):
        document = exchange.load(data)
        assert exchange.load(exchange.dump(document)) == document
