"""What belongs into the archive of a round: each part by its folder and name, read when its turn comes."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from scorecards.models import Approval, Group, PublicNotice, Release, Round, RubricVersion, TallySheet
from scorecards.results.snapshots import canonical
from scorecards.rubrics.exchange import dump
from scorecards.rubrics.sheets.writing import write_rubric
from scorecards.rubrics.trees import document_of
from units.files import open_file
from units.models import Office, StoredFile


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the archive; `about` says in a line what it is."""

    path: str
    about: str
    read: Callable[[], bytes]


def parts_of(round_: Round) -> Iterator[Part]:
    """细则, 计票表, 送审稿, 公示, 通报 and 更正 with their 签批单, in the order in which they came about."""
    groups = list(Group.objects.filter(round=round_).in_order())
    yield from _rubrics(groups, timezone.localdate(round_.fill_due_at))
    for group in groups:
        yield from _tallies(group)
    yield from _approvals(round_)
    yield from _notices(round_)
    yield from _releases(round_)


def _rubrics(groups: list[Group], day: datetime.date) -> Iterator[Part]:
    wanted = {group.version_id for group in groups if group.version_id}
    versions = RubricVersion.objects.filter(pk__in=wanted).select_related("rubric").order_by("pk")
    for version in versions:
        name, about = f"细则/{version.rubric}第{version.number}版", f"评分细则，摘要 {version.digest[:16]}"
        yield Part(f"{name}.json", about, partial(_json, version))
        yield Part(f"{name}.xlsx", about, partial(_sheet, version, day))


def _json(version: RubricVersion) -> bytes:
    return dump(document_of(version))


def _sheet(version: RubricVersion, day: datetime.date) -> bytes:
    return write_rubric(document_of(version), office=Office.objects.here().name, date=day)


def _tallies(group: Group) -> Iterator[Part]:
    sheets = list(
        TallySheet.objects.of_group(group).select_related(
            "mark__node", "mark__card", "entered_by", "confirmed_by", "file"
        )
    )
    if not sheets:
        return
    rows = [
        {
            "card": sheet.mark.card.name, "item": sheet.mark.node.title, "issued": sheet.issued,
            "returned": sheet.returned, "valid": sheet.valid, "input": sheet.input,
            "entered_by": sheet.entered_by.name,
            "confirmed_by": sheet.confirmed_by.name if sheet.confirmed_by else "",
        }
        for sheet in sheets
    ]  # fmt: skip
    yield Part(f"计票表/{group}.json", f"{group}计票表 {len(sheets)} 张", partial(canonical, rows))
    for sheet in sheets:
        if sheet.file:
            name = f"计票表/{group}/{sheet.mark.card.name}-{sheet.mark.slot}.{sheet.file.kind}"
            yield Part(name, "计票表扫描件", partial(_stored, sheet.file))


def _approvals(round_: Round) -> Iterator[Part]:
    for one in Approval.objects.filter(round=round_).order_by("number"):
        state = "已撤回" if one.withdrawn_at else f"{one.meeting}：{one.decision}"
        yield Part(
            f"送审稿/第{one.number}稿.json", f"送审稿第{one.number}稿，{state}", partial(bytes, one.sealed)
        )


def _notices(round_: Round) -> Iterator[Part]:
    for one in PublicNotice.objects.filter(round=round_).order_by("number"):
        state = "已撤回" if one.withdrawn_at else f"{one.starts_on} 至 {one.until}"
        yield Part(
            f"公示/第{one.number}次.json", f"公示（{one.scope_words}），{state}", partial(bytes, one.content)
        )


def _releases(round_: Round) -> Iterator[Part]:
    releases = Release.objects.filter(group__round=round_).select_related("group", "approval_file")
    for one in releases.order_by("group__order", "group", "number"):
        folder = "更正" if one.replaces_id else "通报"
        name = f"{folder}/{one.group}第{one.number}版"
        why = f"，更正：{one.reason}" if one.reason else ""
        yield Part(f"{name}.json", f"验证码 {one.code}{why}", partial(bytes, one.snapshot))
        if one.approval_file:
            about = f"{one.signed_by} {one.signed_on} 签批"
            yield Part(f"签批单/{one.group}第{one.number}版.{one.approval_file.kind}", about,
                       partial(_stored, one.approval_file))  # fmt: skip


def _stored(file: StoredFile) -> bytes:
    with open_file(file) as opened:
        content: bytes = opened.read()
    return content
