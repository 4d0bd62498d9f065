"""A rubric from a file: stored once, the same bytes change nothing, refusals name the place."""

import io

import pytest
from django.core.management import CommandError, call_command

from scorecards.models import Node, RubricVersion
from tests.factories import RUBRIC

pytestmark = pytest.mark.django_db


def load(file, by: str) -> str:
    said = io.StringIO()
    call_command("load_rubric", str(file), by=by, stdout=said)
    return said.getvalue()


def test_the_same_file_again_changes_nothing(clerk):
    said = {load(RUBRIC, clerk.username) for _ in range(2)}
    assert said == {"创建标准化党支部（百分制）考核细则（第1版），满分 16 分。\n"}
    assert (RubricVersion.objects.count(), Node.objects.filter(kind="item").count()) == (1, 8)


def test_a_changed_file_is_the_next_version(clerk, tmp_path):
    load(RUBRIC, clerk.username)
    changed = tmp_path / "changed.json"
    changed.write_text(RUBRIC.read_text("utf-8").replace("书记—政治素质", "书记政治素质"), "utf-8")
    assert "（第2版）" in load(changed, clerk.username)


@pytest.mark.parametrize(
    ("content", "by", "sentence"),
    [
        ("{", "", "不符合 JSON 的写法"),
        ('{"format": "x"}', "", "缺"),
        ("{}", "nobody", "没有账号“nobody”"),
        (None, "", "读不了"),
    ],
)
def test_refusals(clerk, tmp_path, content, by, sentence):
    file = tmp_path / "rubric.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(CommandError, match=sentence):
        load(file, by or clerk.username)
    assert not RubricVersion.objects.exists()
