"""Names as other offices write them: the exact ones are found, near ones only offered."""

import pytest

from scorecards.imports.names import Named, match_names

PEOPLE = [
    Named("1", "示范县财政局", ("示范县财政局", "财政局", "中共示范县财政局党组")),
    Named("2", "示范县农业农村局", ("示范县农业农村局", "农业局")),
    Named("3", "甲局第一党支部", ("第一党支部", "甲局第一党支部")),
    Named("4", "乙局第一党支部", ("第一党支部", "乙局第一党支部")),
]


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("财政局", "1"),
        (" 示范县 财政局", "1"),
        ("中共示范县财政局党组", "1"),
        ("乙局（第一党支部）", "4"),
        ("农业局", "2"),
    ],
)
def test_name_is_found_however_it_is_spaced(raw, key):
    assert match_names([raw], PEOPLE)[raw].found.key == key


@pytest.mark.parametrize(
    ("raw", "near"), [("县财政", ["1"]), ("第一党支部", ["3", "4"]), ("县农业农村", ["2"])]
)
def test_near_name_is_only_offered(raw, near):
    match = match_names([raw], PEOPLE)[raw]
    assert (match.found, [one.key for one in match.near][: len(near)]) == (None, near)


@pytest.mark.parametrize("raw", ["", "——", "x", "😀", "水"])
def test_name_of_nobody_offers_nobody(raw):
    assert match_names([raw], PEOPLE)[raw].near == ()
