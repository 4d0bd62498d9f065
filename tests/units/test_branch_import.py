"""党支部名单: branches find their units by any of their names."""

import pytest
from django.urls import reverse

from tests.factories import make_branch, make_unit
from tests.units.importing import apply, check, hidden, import_text
from units.models import Branch, ImportBatch

pytestmark = pytest.mark.django_db
KIND = "branches"


@pytest.fixture
def finance(desk):
    return make_unit(name="示范县财政局", short_name="县财政局", party_name="中共示范县财政局党组")


def test_units_are_written_in_any_way(desk, finance):
    text = (
        "所属单位\t党支部名称\t类别\n县财政局\t机关第一党支部\t机关\n示范县财政局\t机关第二党支部\t\n"
        "中共示范县财政局党组\t离退休干部党支部\t离退休"
    )
    import_text(desk, text, kind=KIND)
    assert list(Branch.objects.order_by("pk").values_list("unit", "name", "kind")) == [
        (finance.pk, "机关第一党支部", "机关"),
        (finance.pk, "机关第二党支部", ""),
        (finance.pk, "离退休干部党支部", "离退休"),
    ]


def test_again_with_a_kind_changes_the_kind_alone(desk, finance):
    branch = make_branch(finance, name="机关第一党支部", kind="")
    answer = check(desk, "所属单位\t党支部名称\t类别\n县财政局\t机关 第一党支部\t机关", kind=KIND)
    assert "类别：（空） → <strong>机关</strong>" in answer.content.decode()
    apply(desk, answer, kind=KIND)
    assert list(Branch.objects.values_list("pk", "name", "kind")) == [(branch.pk, "机关第一党支部", "机关")]
    desk.post(ImportBatch.objects.get().get_undo_url())
    branch.refresh_from_db()
    assert branch.kind == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "所属单位\t党支部名称\n县气象台\t第一党支部",
            "没有“县气象台”这个单位，请核对名称，或者先导入单位名单。",
        ),
        ("所属单位\t党支部名称\n县财政局\t", "没有写党支部名称。"),
        ("所属单位\t党支部名称\n\t第一党支部", "没有写所属单位。"),
        ("所属单位\t党支部名称\n县财政局\t一支部\n示范县财政局\t一支部", "单位和党支部名称与第 2 行相同"),
        (f"所属单位\t党支部名称\n县财政局\t{'长' * 81}", "党支部名称太长，最多 80 个字。"),
        ("党支部名称\n第一党支部", "认不出各列是什么，请在第一行写明表头："),
    ],
)
def test_what_is_wrong_is_said_by_row(desk, finance, text, sentence):
    answer = check(desk, text, kind=KIND)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Branch.objects.exists()


def test_a_unit_that_is_only_like_one_is_asked_about_and_cannot_be_new(desk, finance):
    text = "所属单位\t党支部名称\n县财政税务局\t第一党支部"
    html = check(desk, text, kind=KIND).content.decode()
    assert "要您确认" in html
    assert "另一个单位，新增" not in html
    assert not hidden(html, "parcel")
    chosen = check(desk, text, kind=KIND, near_name="县财政税务局", near_card=str(finance.pk))
    apply(desk, chosen, kind=KIND)
    assert Branch.objects.get().unit == finance


def test_a_parcel_of_units_is_not_one_of_branches(desk):
    parcel = hidden(check(desk, "单位名称\n示范县水利局").content.decode(), "parcel")[0]
    answer = desk.post(reverse("units:import-apply", args=[KIND]), {"parcel": parcel}, follow=True)
    assert "这次核对已过期，没有写入。" in answer.content.decode()


def test_there_is_no_list_of_another_kind(desk):
    assert desk.get(reverse("units:import-new", args=["rounds"])).status_code == 404
