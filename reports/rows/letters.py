"""Papers in plain layout: 公示名单, 签批单, 更正说明; text, tables and blanks to sign."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from reports.rows.figures import book_title
from scorecards.figures import NOTHING, printed
from scorecards.models import Group, PublicNotice, Release, ReleaseDraft, Scope, scope_in_words
from scorecards.models.rounds import named_as
from scorecards.results.scope_lists import GroupList, from_json
from scorecards.results.snapshots import read

_NO_ORDER = "名单按规定顺序排列，不分先后。"
_SAME_FIGURES = "各单位的总分、名次和等次没有变化，更正的是得分的依据。"


@dataclass(frozen=True, slots=True)
class Column:
    """A head and how wide it is: slim, number, figure, grade, middle, or rest for what is left."""

    title: str
    size: str = "middle"


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the cells of column `names_at` head their rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    names_at: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """One paper from its heading to whoever signs."""

    heading: tuple[str, ...]
    opening: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = ()
    blanks: tuple[tuple[str, str], ...] = ()
    note: str = ""
    signed: tuple[str, ...] = ()
    foot: str = ""


def notice_letter(notice: PublicNotice, *, office: str) -> Letter:
    """公示名单: exactly what `content` lets out."""
    content, round_ = json.loads(bytes(notice.content)), notice.round
    starts, until = in_words(notice.starts_on), in_words(notice.until)
    is_merit = notice.scope == Scope.MERIT
    what = "拟评优秀名单" if is_merit else "评定结果"
    some = f"（{notice.scope_words}）" if notice.scope == Scope.TOP else ""
    return Letter(
        heading=(round_.title, f"{what}公示"),
        opening=(
            (
                f"根据{_plan(round_.plan_title, round_.plan_number)}，经评定，现将{round_.title}{what}{some}予以公示。"
                f"{_NO_ORDER if is_merit else ''}公示期为{starts}至{until}。"
            ),
            f"公示期间有异议的，请实名向{notice.contact}反映，联系电话：{notice.phone}。",
        ),
        tables=tuple(_noticed(one) for one in from_json(content["groups"]) if one.lines),
        signed=(office, starts),
        foot=str(notice),
    )


def _noticed(one: GroupList) -> Table:
    owners = any(line.owner for line in one.lines)
    columns = [Column("序号", "number"), Column("名称", "rest")]
    columns += [Column("所属单位", "rest")] * owners
    columns += [Column("名次", "number")] * one.has_places + [Column("等次", "grade")] * one.has_grades
    return Table(
        one.group,
        tuple(columns),
        tuple(
            (
                str(at),
                line.name,
                *([line.owner] * owners),
                *([str(line.place or NOTHING)] * one.has_places),
                *([line.grade] * one.has_grades),
            )
            for at, line in enumerate(one.lines, 1)
        ),
    )


def signing_source(draft: ReleaseDraft) -> dict[str, Any]:
    """What a 签批单 says, kept with the paper: nothing of it is a score."""
    round_ = draft.round
    groups = Group.objects.filter(round=round_).in_order()
    prepared = localtime(draft.prepared_at)
    return {
        "draft": draft.pk,
        "round": round_.title,
        "is_trial": round_.is_trial,
        "plan": _plan(round_.plan_title, round_.plan_number),
        "scope": scope_in_words(draft.scope, draft.scope_top),
        "digest": draft.digest,
        "prepared_by": draft.prepared_by.name,
        "prepared_on": in_words(prepared.date()),
        "groups": [
            {
                "name": group.name,
                "subject": group.get_subject_display(),
                "count": group.cards.taking_part().count(),
            }
            for group in groups
        ],
    }


def signing_letter(kept: Mapping[str, Any]) -> Letter:
    """签批单: what is put up, and room for the head's word, name and day."""
    groups = kept["groups"]
    total = sum(group["count"] for group in groups)
    rows = [
        (str(at), group["name"], group["subject"], str(group["count"])) for at, group in enumerate(groups, 1)
    ]
    return Letter(
        heading=(named_as(kept["round"], is_trial=kept["is_trial"]), "结果通报签批单"),
        opening=(
            (
                f"根据{kept['plan']}，{kept['round']}评定工作已经完成，共 {len(groups)} 个组别、{total} 个参评对象，"
                f"结果已锁定，拟按“{kept['scope']}”的范围通报，请审定。"
            ),
        ),
        tables=(
            Table(
                "拟通报的组别",
                (
                    Column("序号", "number"),
                    Column("组别", "rest"),
                    Column("评分对象"),
                    Column("参评数", "number"),
                ),
                tuple(rows),
            ),
        ),
        blanks=(
            ("拟稿人", f"{kept['prepared_by']}　{kept['prepared_on']}"),
            ("审核意见", ""),
            ("签批意见", ""),
            ("签批人（签字）", ""),
            ("签批日期", "　　　　年　　月　　日"),
            ("结果摘要", _in_eights(kept["digest"])),
        ),
        note="签批后，由拟稿人以外的工作人员录入签批人和日期，并上传本单扫描件。",
        foot="通报前使用，非通报文件",
    )


def correction_letter(release: Release, old: Release, *, office: str, about: str = "") -> Letter:
    """更正说明: what the new version says otherwise than the old one that it replaces; `about` whom and what."""
    before, after = read(bytes(old.snapshot)), read(bytes(release.snapshot))
    rows = tuple(_corrected(before, after))
    was = in_words(localtime(old.released_at).date())
    codes = (  # each at the beginning of its line, where it is not cut
        f"原第{old.number}版验证码：{old.code}。",
        f"新第{release.number}版验证码：{release.code}，可在系统“文件验证”页核对。",
    )
    return Letter(
        heading=(f"{after['round']['title']}{after['group']['name']}", "结果更正说明"),
        opening=(
            f"{was}通报的第{old.number}版结果有误，现予更正，以本次通报的第{release.number}版为准。",
            *([f"更正对象：{about}。"] if about else []),
            f"更正原因：{release.reason}",
        ),
        tables=(_before_and_after(rows),) if rows else (),
        closing=codes if rows else (_SAME_FIGURES, *codes),
        signed=(office, in_words(localtime(release.released_at).date())),
        foot=f"验证码 {release.code}　第{release.number}版",
    )


def _before_and_after(rows: tuple[tuple[str, ...], ...]) -> Table:
    figures = (("总分", "figure"), ("名次", "slim"), ("等次", "figure"))
    beside = [Column(f"{what}（{when}）", size) for when in "前后" for what, size in figures]
    columns = (Column("序号", "slim"), Column("名称", "rest"), *beside)
    return Table(f"更正前后对照（共 {len(rows)} 个）", columns, rows)


def _corrected(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    before = {_key(row): _figures(row) for row in old["rows"]}
    number = 0
    for row in new["rows"]:
        was, now = before.get(_key(row), (NOTHING,) * 3), _figures(row)
        if was != now:
            number += 1
            yield (str(number), row["branch"] or row["unit"], *was, *now)


def _key(row: Mapping[str, Any]) -> tuple[int, str]:
    return row["unit_id"], row["branch"] or ""


def _figures(row: Mapping[str, Any]) -> tuple[str, ...]:
    total = printed(row["total"])
    return total, str(row["place"] or NOTHING), row.get("grade") or NOTHING


def in_words(day: date | datetime) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _plan(title: str, number: str) -> str:
    return book_title(title) + (f"（{number}）" if number else "")


def _in_eights(digest: str) -> str:
    return " ".join(_parts(digest, 8))


def _parts(text: str, size: int) -> Sequence[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]
