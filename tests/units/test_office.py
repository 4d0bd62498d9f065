"""The office's name and phone: one row, entered by the office, on papers and on the sign-in page."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from units import submissions
from units.models import AccessLog, Office
from units.transitions import set_office

pytestmark = pytest.mark.django_db
TYPED = {"county_name": "示范县", "name": "中共示范县委直属机关工委", "phone": "0000-1234567、0000-7654321"}


def typed(**fields) -> dict[str, str]:
    return TYPED | {"key": submissions.new_key()} | fields


def post(client: Client, given: dict[str, str]):
    return client.post(reverse("units:office-save"), given)


def test_until_it_is_entered_the_setting_counts():
    assert (Office.objects.here().name, Office.objects.count()) == (settings.OFFICE_NAME, 0)


def test_what_is_typed_is_shown_again_and_on_record(clerk, sign_in):
    client = sign_in(clerk)
    assert post(client, typed())["Location"] == reverse("units:office-settings")
    office = Office.objects.get()
    assert {name: getattr(office, name) for name in TYPED} == TYPED
    page = client.get(reverse("units:office-settings")).content.decode()
    assert all(value in page for value in TYPED.values())
    last = AccessLog.objects.latest("pk")
    assert (last.verb, last.object_label) == ("修改工委信息", TYPED["name"])


def test_history_says_who_changed_it(clerk, head):
    set_office(**typed(), by=clerk)
    set_office(**typed(phone=""), by=head)
    events = apps.get_model("units.OfficeEvent").objects.order_by("pgh_id")
    assert [(one.pgh_label, one.phone, one.pgh_context["user"]) for one in events] == [
        ("insert", TYPED["phone"], clerk.pk),
        ("update", "", head.pk),
    ]


def test_the_same_form_twice_changes_once(clerk, sign_in):
    first, client = typed(), sign_in(clerk)
    post(client, first)
    set_office(**typed(name="县直机关工委"), by=clerk)
    assert post(client, first).status_code == 302
    assert Office.objects.get().name == "县直机关工委"


def test_the_database_holds_one_row():
    Office.objects.create(name="县直机关工委")
    for pk in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Office.objects.bulk_create([Office(pk=pk, name="又一个工委")])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "请填写单位名称。"),
        ("name", "工" * 41, "单位名称最多 40 个字，请缩短。"),
        ("county_name", "县" * 31, "县名最多 30 个字，请缩短。"),
        ("phone", "见通讯录", "请填写电话号码"),
        ("phone", "--", "请填写电话号码"),
    ],
)
def test_wrong_typing_is_answered_beside_the_field(clerk, sign_in, field, value, sentence):
    response = post(sign_in(clerk), typed(**{field: value}))
    text = response.content.decode()
    assert (response.status_code, sentence in text, "有 1 处需要修改" in text) == (422, True, True)
    assert Office.objects.count() == 0


@pytest.mark.parametrize("phone", ["", "12345678", "0000-1234567转802", "(0000) 123 4567", "+86 13800000000"])
def test_phones_as_offices_write_them(clerk, sign_in, phone):
    assert post(sign_in(clerk), typed(phone=phone)).status_code == 302


def test_a_made_up_key_keeps_the_typing(clerk, sign_in):
    response = post(sign_in(clerk), typed(key="x"))
    assert (response.status_code, TYPED["name"] in response.content.decode()) == (409, True)


def test_others_neither_read_nor_write_it(officer, sign_in):
    client = sign_in(officer)
    assert client.get(reverse("units:office-settings")).status_code == 403
    assert post(client, typed()).status_code == 403
    assert reverse("units:office-settings") not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("county", "name", "shown"),
    [
        ("", "县直机关工委", "县直机关工委"),
        ("示范县", "县直机关工委", "示范县 县直机关工委"),
        ("示范县", "中共示范县委直属机关工委", "中共示范县委直属机关工委"),
    ],
)
def test_the_county_is_said_once(county, name, shown):
    assert Office(county_name=county, name=name).full_name == shown


def test_sign_in_page_says_whom_to_call(clerk):
    page = Client().get(reverse("sign-in")).content.decode()
    assert "，电话" not in page
    set_office(**typed(), by=clerk)
    page = Client().get(reverse("sign-in")).content.decode()
    assert f'电话 <strong class="number">{TYPED["phone"]}</strong>' in page


def test_a_paused_account_is_told_whom_to_call(clerk):
    set_office(**typed(), by=clerk)
    wrong = {"username": clerk.username, "password": "wrong"}
    answers = [Client().post(reverse("sign-in"), wrong) for _ in range(5)]
    assert (answers[-1].status_code, TYPED["phone"] in answers[-1].content.decode()) == (429, True)
