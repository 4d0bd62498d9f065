"""佐证材料 as files: several at once, bad ones told and good ones kept, read by the office and the unit alone."""

import datetime

import pytest
from pytest_django.asserts import assertContains, assertRedirects

from scorecards.models import Card, Evidence, MarkEvidence, Round
from scorecards.phases import Phase
from scorecards.transitions import Refused
from scorecards.transitions.evidence import add_evidence, reuse_evidence
from tests.factories import advance, cards_of, make_branch, make_round, make_unit, make_user
from tests.scorecards.branches import make_branches
from tests.scorecards.filling import mark, open_card, url
from tests.scorecards.returning import send_back
from tests.scorecards.uploading import HOSTILE, content_of, file, page, pdf, pdf_of, picture
from units.files import store_upload
from units.models import AccessLog, ScanState, StoredFile
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def send(client, card: Card, *files, key: str = "2.1", **fields):
    return client.post(page("mark-evidence-add", mark(card, key).pk), {"uploads": files} | fields)


def added(card: Card, *, by, data: bytes | None = None) -> Evidence:
    stored = store_upload(file(data=data), owner_unit=card.unit, by=by)
    use = add_evidence(
        mark(card, "2.1"), title="签到表", reference="", link="", dated_on=None, file=stored, by=by
    )
    return use.evidence


def titles() -> list[str]:
    return list(Evidence.objects.order_by("pk").values_list("title", flat=True))


def test_several_files_come_at_once_with_one_date(client, card):
    answer = send(client, card, file(), file("现场.jpg", picture()), dated_on="2026-05-08")
    assertRedirects(answer, page("mark-evidence", mark(card, "2.1").pk))
    assert titles() == ["签到表.pdf", "现场.jpg"]
    assert set(Evidence.objects.values_list("dated_on", "unit")) == {
        (datetime.date(2026, 5, 8), card.unit_id)
    }
    assert set(StoredFile.objects.values_list("owner_unit", flat=True)) == {card.unit_id}


def test_a_title_names_one_file_and_stands_before_several(client, card):
    send(client, card, file(), title="主题党日")
    send(client, card, file("甲.pdf", pdf_of("a")), file("乙.pdf", pdf_of("b")), title="党课")
    assert titles() == ["主题党日", "党课：甲.pdf", "党课：乙.pdf"]


def test_a_bad_file_is_named_and_keeps_no_other_out(client, card):
    answer = send(
        client, card, file(), file("程序.pdf", b"MZ"), file("残.pdf", b"%PDF-1.7\n"), dated_on="2026-05-08"
    )
    for words in (
        "错误：",
        "“程序.pdf”没有添加：只能上传",
        "“残.pdf”没有添加：文件已损坏",
        'value="2026-05-08"',
    ):
        assertContains(answer, words, status_code=422)
    assertContains(answer, "佐证材料已添加。", status_code=422)
    assert titles() == ["签到表.pdf"]


@pytest.mark.parametrize(("name", "data", "sentence"), HOSTILE)
def test_a_hostile_file_ends_in_a_sentence(client, card, folder, name, data, sentence):
    answer = send(client, card, file(name, data))
    assertContains(answer, f"“{name}”没有添加：", status_code=422)
    assertContains(answer, sentence, status_code=422)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_more_than_ten_at_once_are_refused_and_nothing_is_stored(client, card):
    answer = send(client, card, *(file(f"{n}.pdf", pdf_of(str(n))) for n in range(11)), reference="第 1 页")
    assertContains(answer, "一次最多上传 10 个文件，这次选了 11 个", status_code=422)
    assertContains(answer, 'value="第 1 页"', status_code=422)
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_same_bytes_twice_on_an_item_are_told(client, card):
    send(client, card, file())
    assertContains(send(client, card, file("改名.pdf")), "已经有同样内容的文件", status_code=422)
    assertRedirects(send(client, card, file(), key="1.1"), page("mark-evidence", mark(card, "1.1").pk))
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_reuse_keeps_the_same_bytes(client, card, officer):
    piece = added(card, by=officer)
    assert reuse_evidence(mark(card, "1.1"), [piece.pk], by=officer) == 1
    assert set(MarkEvidence.objects.values_list("evidence__file", flat=True)) == {piece.file_id}
    assertContains(client.get(page("mark-evidence", mark(card, "1.2").pk)), "文件（PDF，")


def test_twenty_pieces_are_enough_before_anything_is_stored(client, card, officer):
    for number in range(19):
        add_evidence(mark(card, "2.1"), title=f"{number}", reference="页", link="", dated_on=None, by=officer)
    answer = send(client, card, file(), file("乙.pdf", pdf_of("b")))
    assertContains(answer, "每一项最多 20 份", status_code=409)
    assert StoredFile.objects.count() == 0


def test_a_file_of_another_unit_is_not_added(card, officer, clerk):
    foreign = store_upload(file(), owner_unit=make_unit(), by=clerk)
    with pytest.raises(Refused, match="不属于本单位"):
        add_evidence(
            mark(card, "2.1"), title="x", reference="", link="", dated_on=None, file=foreign, by=officer
        )


def test_a_mark_of_another_unit_is_not_found(sign_in, card):
    stranger = sign_in(make_user(Role.OFFICER, unit=make_unit()))
    assert send(stranger, card, file()).status_code == 404
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.UNIT_LEADER])
def test_readers_may_not_upload(sign_in, person, card, role):
    assert send(sign_in(person(role)), card, file()).status_code == 403
    assert StoredFile.objects.count() == 0


def test_after_the_deadline_a_draft_still_takes_files(client, card):
    Round.objects.filter(pk=card.group.round_id).update(fill_due_at="2026-01-02T00:00Z")
    assert send(client, card, file()).status_code == 302


def test_in_checking_only_returned_items_take_files(sign_in, clerk, head):
    card = cards_of(advance(make_round(clerk, units=1), Phase.CHECKING, clerk=clerk, head=head))[0]
    client = sign_in(make_user(Role.OFFICER, unit=card.unit))
    assertContains(send(client, card, file()), "不能再填报", status_code=409)
    send_back(card, "2.1", by=clerk)
    assertContains(send(client, card, file(), key="1.1"), "这一项没有退回", status_code=409)
    assert StoredFile.objects.count() == 0
    assert (send(client, card, file()).status_code, titles()) == (302, ["签到表.pdf"])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.CLERK, 200),
        (Role.HEAD, 200),
        (Role.OFFICER, 200),
        (Role.UNIT_LEADER, 200),
        (Role.SECRETARY, 404),
        (Role.SCORER, 404),
        (Role.COUNTY_LEADER, 404),
        (Role.AUDITOR, 404),
        (Role.SYSADMIN, 404),
        (Role.SECADMIN, 404),
    ],
)
def test_who_downloads(sign_in, person, card, clerk, head, officer, role, status):
    piece = added(card, by=officer)
    advance(card.group.round, Phase.RELEASED, clerk=clerk, head=head)
    answer = sign_in(person(role)).get(page("evidence-file", piece.pk))
    assert answer.status_code == status
    if status == 200:
        assert content_of(answer) == pdf()


def test_strangers_find_no_file(sign_in, card, officer):
    piece = added(card, by=officer)
    for stranger in (
        make_user(Role.OFFICER, unit=make_unit()),
        make_user(Role.SECRETARY, branch=make_branch()),
    ):
        assert sign_in(stranger).get(page("evidence-file", piece.pk)).status_code == 404


def test_a_branch_keeps_its_file_from_the_other_branch(sign_in, clerk):
    both = make_branches(by=clerk)
    piece = added(both.cards[0], by=both.secretaries[0])
    asked = [sign_in(user).get(page("evidence-file", piece.pk)) for user in (*both.secretaries, both.officer)]
    assert [answer.status_code for answer in asked] == [200, 404, 200]
    assert content_of(asked[2]) == content_of(asked[0])


def test_a_download_is_on_record_without_the_words(client, card, officer):
    piece = added(card, by=officer)
    content_of(client.get(page("evidence-file", piece.pk)))
    row = AccessLog.objects.get(verb="下载佐证材料")
    assert (row.user, row.object_label, row.result) == (officer, f"{card.unit} 佐证材料 {piece.pk}", 200)
    assert client.post(page("evidence-file", piece.pk)).status_code == 405


def test_a_piece_without_a_file_has_none_to_give(client, card, officer):
    use = add_evidence(
        mark(card, "2.1"), title="手册", reference="第 1 页", link="", dated_on=None, by=officer
    )
    assert client.get(page("evidence-file", use.evidence_id)).status_code == 404


@pytest.mark.parametrize(
    ("state", "word", "sentence"),
    [
        (ScanState.WAITING, "待查毒", "正在等待查毒"),
        (ScanState.REJECTED, "已拒绝", "没有通过查毒"),
    ],
)
def test_what_the_scanner_has_not_passed_is_named_and_not_given(client, card, officer, state, word, sentence):
    piece = added(card, by=officer)
    StoredFile.objects.update(scan_state=state)
    assertContains(client.get(page("evidence-file", piece.pk)), sentence, status_code=403)
    shown = client.get(url("card-detail", card)).content.decode()
    assert (word in shown, page("evidence-file", piece.pk) in shown) == (True, False)


def test_every_page_that_shows_proofs_leads_to_the_file(sign_in, client, card, officer, clerk, head):
    piece = added(card, by=officer)
    for address in (
        url("card-fill", card),
        url("card-detail", card),
        page("mark-evidence", mark(card, "2.1").pk),
    ):
        assertContains(client.get(address), page("evidence-file", piece.pk))
    advance(card.group.round, Phase.CHECKING, clerk=clerk, head=head)
    assertContains(sign_in(clerk).get(url("card-check", card)), page("evidence-file", piece.pk))


@pytest.mark.parametrize("count", [1, 15])
def test_pages_ask_as_often_for_many_files_as_for_one(
    client, card, officer, count, django_assert_num_queries
):
    for number in range(count):
        added(card, by=officer, data=pdf_of(str(number)))
    item = page("mark-evidence", mark(card, "1.1").pk)
    for address, queries in ((url("card-fill", card), 8), (item, 8)):
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)


def test_the_office_uploads_for_a_unit_that_it_enters_for(sign_in, unit, clerk):
    card = open_card(unit, by=clerk)
    Card.objects.filter(pk=card.pk).update(entered_for_by=clerk, entered_basis="纸质表")
    assert send(sign_in(clerk), card, file()).status_code == 302
    assert StoredFile.objects.get().owner_unit == unit
