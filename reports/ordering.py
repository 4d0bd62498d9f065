"""Having papers made: each version of a source once in each face, however many ask for it."""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from reports.models import Document, DocumentKind, Face
from reports.rows.feedback import FeedbackSheet, feedback_sheets, to_plain
from reports.rows.letters import signing_source
from reports.tasks import render_document
from scorecards import locks
from scorecards.models import Approval, Card, Group, PublicNotice, Release, ReleaseDraft, Round
from scorecards.phases import SCORING, SEALED, Phase
from scorecards.results.snapshots import canonical, digest
from scorecards.transitions import Refused
from units import jobs
from units.models import JobRun, User

ONE_VOLUME, VOLUME = 120, 100
"""So many sheets are bound into one file; of more, each volume holds at most this many, for the sake of memory."""
TOO_EARLY = frozenset({Phase.PREPARING, Phase.FILLING, *SCORING})
"""Stages without a 得分反馈单 on paper: figures still move."""


def order_ranking(release: Release, face: Face, *, by: User) -> Document:
    """排名表 of one group."""
    round_ = release.group.round
    title = f"{round_.title}{release.group.name}排名（{face.label}）"
    return _order(
        DocumentKind.RANKING,
        f"{release.pk}:{release.number}",
        title,
        round_,
        face=face,
        by=by,
        release=release,
    )


def order_round_ranking(round_: Round, face: Face, *, by: User) -> Document:
    """All groups of a released round in one file, each in the version that counts now."""
    if round_.stage not in SEALED or not round_.gives_scores:
        raise Refused("通报后才有全期排名表。")
    releases = Release.objects.current().filter(group__round=round_)
    source = {"releases": sorted(releases.values_list("pk", flat=True))}
    title = f"{round_.title}全期排名（{face.label}）"
    return _order(DocumentKind.ROUND_RANKING, round_.pk, title, round_, face=face, source=source, by=by)


def order_correction(release: Release, *, by: User) -> Document:
    """更正说明 of a version that replaces another."""
    if release.replaces_id is None:
        raise Refused("这一版不是更正，没有更正说明。")
    round_ = release.group.round
    title = f"{round_.title}{release.group.name}更正说明（第{release.number}版）"
    return _order(
        DocumentKind.CORRECTION, f"{release.pk}:{release.number}", title, round_, by=by, release=release
    )


def order_feedback(card: Card, *, by: User) -> Document:
    """得分反馈单 of one card as its figures are now; the same figures give the same paper."""
    round_ = _counted(card.group.round)
    sheets = feedback_sheets(card.group, card_ids={card.pk})
    if not sheets:
        raise Refused("缓评、免评的不评分，没有得分反馈单。")
    title = f"{round_.title}{card.name}得分反馈单"
    return _order(
        DocumentKind.FEEDBACK, card.pk, title, round_, source=_kept(sheets, round_), by=by, card=card
    )


@transaction.atomic
def order_feedbacks(round_: Round, *, by: User) -> list[Document]:
    """Every 得分反馈单 of a round in one file or, of many, in volumes; one that has not changed is not made again."""
    round_ = _counted(round_)
    groups = Group.objects.filter(round=round_).select_related("round", "version__rubric").scored().in_order()
    sheets = [sheet for group in groups for sheet in feedback_sheets(group)]
    if not sheets:
        raise Refused("本期次没有参评对象，没有得分反馈单。")
    title, at, volumes = f"{round_.title}得分反馈单合订本", locks.clock(), _volumes(sheets)
    if len(volumes) == 1:
        source = _kept(sheets, round_)
        return [_order(DocumentKind.FEEDBACKS, round_.pk, title, round_, source=source, at=at, by=by)]
    count = len(volumes)
    return [
        _order(
            DocumentKind.FEEDBACKS,
            f"{round_.pk}:{number:02}of{count:02}",
            f"{title}（第{number}册，共{count}册）",
            round_,
            source=_kept(volume, round_) | {"volume": [number, count]},
            at=at,
            by=by,
        )
        for number, volume in enumerate(volumes, 1)
    ]


def order_approval(approval: Approval, *, by: User) -> Document:
    """送审稿 with those whom it is put before now; more of them are another paper."""
    title = f"{approval.round.title}送审稿（第{approval.number}稿）"
    return _order(
        DocumentKind.APPROVAL,
        approval.pk,
        title,
        approval.round,
        source=_readers(approval),
        by=by,
        approval=approval,
    )


def key_of_approval(approval: Approval) -> str:
    """That of the paper with its present readers."""
    return _key(DocumentKind.APPROVAL, approval.pk, None, canonical(_readers(approval)))


def order_notice(notice: PublicNotice, *, by: User) -> Document:
    """公示名单."""
    title = f"{notice.round.title}公示名单（第{notice.number}次）"
    return _order(DocumentKind.NOTICE, notice.pk, title, notice.round, by=by, notice=notice)


def order_signing(draft: ReleaseDraft, *, by: User) -> Document:
    """签批单, to be signed on paper."""
    if not draft.is_standing:
        raise Refused("通报稿已经撤回或审定，不再出签批单。")
    source = signing_source(draft)
    title = f"{draft.round.title}通报签批单"
    return _order(DocumentKind.SIGNING, draft.pk, title, draft.round, source=source, by=by, draft=draft)


def order_again(document: Document, *, by: User) -> None:
    """Another try after a failure; a paper that is done or under way is left alone."""
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(pk=document.run_id)
        if run.has_failed:
            jobs.ask(key=run.key, kind=run.kind, by=by)
            _defer(document)


def _counted(round_: Round) -> Round:
    if round_.stage in TOO_EARLY or not round_.gives_scores:
        raise Refused("锁定后才能生成得分反馈单。")
    return round_


def _kept(sheets: list[FeedbackSheet], round_: Round) -> dict[str, Any]:
    """The stage is part of it: what the office prints before 核对 is no paper of the unit's."""
    return {"stage": round_.stage, "sheets": to_plain(sheets)}


def _volumes(sheets: list[FeedbackSheet]) -> list[list[FeedbackSheet]]:
    """In their order, of nearly the same size."""
    count = 1 if len(sheets) <= ONE_VOLUME else math.ceil(len(sheets) / VOLUME)
    size = math.ceil(len(sheets) / count)
    return [sheets[at : at + size] for at in range(0, len(sheets), size)]


def _readers(approval: Approval) -> dict[str, Any]:
    return {"readers": [reader.name for reader in approval.readers.order_by("pk")]}


def _key(kind: DocumentKind, version: object, face: Face | None, content: bytes | None) -> str:
    """Which paper it is: the same source in the same version and face is the same paper."""
    ending = digest(content) if content is not None else face or "plain"
    return ":".join([kind, str(version), *([face] if face and content is not None else []), ending])


@transaction.atomic
def _order(
    kind: DocumentKind,
    version: object,
    title: str,
    round_: Round,
    *,
    by: User,
    face: Face | None = None,
    source: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    **of: Any,
) -> Document:
    """The paper under its key: made, under way, tried again after a failure, or begun now.

    Rivals wait at the key of the run, and find what the first of them began.
    """
    content = None if source is None else canonical(source)
    key = _key(kind, version, face, content)
    if made := Document.objects.filter(key=key).first():
        order_again(made, by=by)
        return made
    run = jobs.ask(key=key, kind=_work(title), by=by)
    document, created = Document.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "face": face or "", "title": _short(title), "run": run, "round": round_, "source": content,
            "stage": round_.stage, "ordered_at": at or locks.clock(), **of,
        },
    )  # fmt: skip
    if created:
        _defer(document)
    return document


def _short(title: str) -> str:
    """A title that its field holds keeps its beginning and its end."""
    return title if len(title) <= 120 else f"{title[:60]}…{title[-59:]}"


def _work(title: str) -> str:
    """What the progress is about; a long title keeps its beginning and its face."""
    return f"生成{title}" if len(title) <= 38 else f"生成{title[:20]}…{title[-17:]}"


def _defer(document: Document) -> None:
    render_document.configure(lock=document.key).defer(document_id=document.pk, run_key=document.key)
