"""The faces: cut once, whole, with the rare characters of names."""

import shutil

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from reports import fonts
from tests.reports.snapshots import RARE


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "变 量"
    settings.OFFICE_FONT_DIR = ""
    return settings.VAR_DIR / "fonts"


@pytest.fixture
def cut_folder(_cut_fonts, own_folder):
    """A copy of the faces that the project has."""
    return shutil.copytree(_cut_fonts, own_folder)


def state_of(folder):
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_cutting_twice_changes_nothing(own_folder):
    assert fonts.cut_all()
    before = state_of(own_folder)
    assert not fonts.cut_all()
    assert state_of(own_folder) == before
    assert sorted(before) == ["Hei-400.otf", "Hei-700.otf", "Song-400.otf", "Song-700.otf", "stamp.json"]


@pytest.mark.parametrize("name", ["Hei-400.otf", "stamp.json"])
def test_a_lost_file_is_cut_again(cut_folder, name):
    (cut_folder / name).unlink()
    assert fonts.cut_all()
    assert not fonts.cut_all()


def test_another_stamp_is_cut_again(cut_folder):
    (cut_folder / "stamp.json").write_text("{}")
    assert fonts.cut_all()


def test_every_face_has_all_han_of_the_basic_block_and_rare_names(cut_folder):
    wanted = {*range(0x4E00, 0x9FA6), *map(ord, RARE + "𫖯𬱖〇·—“”《》〔〕①ā㎡％")}
    for face in fonts.faces():
        with TTFont(face.file) as font:
            assert wanted <= set(font.getBestCmap())


def test_a_missing_package_is_named(own_folder, tmp_path):
    with pytest.raises(fonts.FontsMissing, match="apt install fonts-noto-cjk"):
        fonts.cut_all(source=tmp_path)


def test_a_broken_font_file_is_refused(own_folder, tmp_path):
    for cut in fonts.CUTS:
        (tmp_path / cut.collection).write_bytes(b"no font")
    with pytest.raises(fonts.FontsMissing, match="fonts-noto-cjk"):
        fonts.cut_all(source=tmp_path)
    assert not list(own_folder.glob("*"))


def test_uncut_faces_name_the_command(own_folder):
    with pytest.raises(fonts.FontsMissing, match="cut_fonts"):
        fonts.faces()


def test_the_office_s_own_faces_come_first(cut_folder, settings, tmp_path):
    settings.OFFICE_FONT_DIR = str(tmp_path)
    shutil.copy(cut_folder / "Song-700.otf", tmp_path / "小标宋.otf")
    assert [face.key for face in fonts.faces()][:2] == ["Biaosong-700", "Song-400"]


def test_the_command_says_what_it_did(cut_folder, capsys):
    (cut_folder / "stamp.json").unlink()
    call_command("cut_fonts")
    call_command("cut_fonts")
    assert capsys.readouterr().out.splitlines() == ["打印字体已裁好。", "打印字体没有变化。"]
