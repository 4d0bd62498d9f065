import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.rubrics import exchange
from scorecards.rubrics.exchange import RubricDocument
from scorecards.scoring import BadRubric
from tests.scorecards.worked import work_out

HERE = Path(__file__).parents[1]
RUBRICS = sorted((HERE.parent / "rubrics").glob("*.json"))
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
def test_file_states_what_its_examples_come_to(data):
    document = exchange.load(data)
    for example in document.examples:
        for name, found in work_out(document, example).items():
            expected = next(card.expect for card in example.cards if card.name == name)
            assert {key: found.items[key] for key in expected.items} == expected.items
            assert replace(found, items=expected.items) == expected


@pytest.mark.parametrize(
    ("stem", "full"), [("07-biaozhunhua-zhibu-baifenzhi", "16"), ("05-gaoxiao-zhibu-dengji", "33")]
)
def test_full_mark_of_a_real_rubric(stem, full):
    assert exchange.load((HERE.parent / "rubrics" / f"{stem}.json").read_bytes()).total_points == full


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
    assert [node["order"] for node in document.nodes if node["parent"] is None] == [1, 2, 3, 4, 5, 6]


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
    head, *rest = document.nodes
    other = replace(document, nodes=({**head, "points": "29"}, *rest))
    assert len(document.digest) == 64
    assert replace(again, examples=()).digest == document.digest
    assert other.digest != document.digest


def test_file_that_begins_with_a_byte_order_mark_is_read():
    assert exchange.load(b"\xef\xbb\xbf" + page_example()) == exchange.load(page_example())


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
