import pytest

from scorecards.rubrics import strict_json
from scorecards.scoring import BadRubric


def test_plain_json_is_read_as_it_is():
    data = '{"a": ["1", null, true, {"b": "文"}]}'.encode()
    assert strict_json.read(data) == {"a": ["1", None, True, {"b": "文"}]}


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "第 1 行第 1 个字"),
        (b'{"a": "1",}', "第 1 行第 11 个字"),
        (b'{"a": "1"}\n{}', "第 2 行第 1 个字"),
        (b'{"a": 1}', "a"),
        (b'{"a": [{"b": -1.5e999}]}', "a[0].b"),
        (b'{"a": [Infinity]}', "a[0]"),
        (b"1" * 100_000, "文件"),
        (b'{"a": {"b": "1", "c": "2", "b": "1"}}', "a.b"),
        (b'"\xff"', "文件"),
        ('"文"'.encode("gb18030"), "文件"),
        (b'"' + b"a" * strict_json.MOST_BYTES + b'"', "文件"),
        (b"[" * 100_000, "文件"),
        (b"[" * 50 + b"]" * 50, "[0]" * 41),
    ],
)
def test_loose_json_is_refused_at_its_place(data, place):
    with pytest.raises(BadRubric) as refusal:
        strict_json.read(data)
    assert refusal.value.place == place
    assert refusal.value.sentence.endswith("。")
