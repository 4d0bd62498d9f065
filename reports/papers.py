"""Each kind of paper: from a Document to the template, its rows, and the one moment that enters the file."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from reports.models import Document, DocumentKind, Face
from reports.pdf import LIMITS, Limits
from reports.rows import RankingSheet, ReleaseNote, past_of, ranking_sheet
from reports.rows.feedback import from_plain
from reports.rows.letters import Letter, correction_letter, in_words, notice_letter, signing_letter
from reports.rows.overview import overview_of
from scorecards.models import Release
from scorecards.results.snapshots import read
from scorecards.rubrics.trees import trees_of
from units.models import Office

RANKING = {Face.FORMAL: "reports/pdf/ranking_formal.html", Face.LEADERS: "reports/pdf/ranking.html"}
SECONDS_A_SHEET = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """What the child is asked for; `parts` are the contexts of one template, bound into one file."""

    template: str
    parts: Sequence[Mapping[str, object]]
    created: datetime
    limits: Limits = LIMITS


def paper_of(document: Document) -> Paper:
    """The paper that a row stands for; the same row of the same office gives the same bytes."""
    office = Office.objects.here().name
    paper = _KINDS[DocumentKind(document.kind)](document, office)
    return replace(paper, parts=[{**part, "office": office} for part in paper.parts])


def sheet_of(release: Release) -> RankingSheet:
    """The ranking of one release as every paper and workbook shows it; group, round and version were loaded with it."""
    group = release.group
    rules = trees_of(group.version_id).rules(group.ranking)
    return ranking_sheet(
        read(bytes(release.snapshot)),
        past=past_of(release),
        grades=[grade.name for grade in rules.grades],
        has_places=group.round.gives_places,
    )


def note_of(release: Release) -> ReleaseNote:
    """What a paper says about its release."""
    return ReleaseNote(
        number=release.number,
        code=release.code,
        sha256=release.sha256,
        released_at=release.released_at,
        prepared_by=release.prepared_by.name,
        approved_by=release.signed_by or release.approved_by.name,
    )


def _ranking(document: Document, _: str) -> Paper:
    releases = [_loaded([document.release_id])[0]]
    return _of_releases(document, releases, overview=False)


def _round_ranking(document: Document, _: str) -> Paper:
    return _of_releases(document, _loaded(_kept(document)["releases"]), overview=True)


def _of_releases(document: Document, releases: Sequence[Release], *, overview: bool) -> Paper:
    issues = [(sheet_of(release), note_of(release)) for release in releases]
    at = max(release.released_at for release in releases)
    sheets = [sheet for sheet, _ in issues]
    shows = overview and document.face == Face.LEADERS
    context = {"issues": issues, "overview": overview_of(sheets, released_at=at) if shows else None}
    title = sheets[0].title if not overview else f"{sheets[0].round_title}{sheets[0].kind}"
    mark = "演练" if document.round.is_trial else ""
    return Paper(RANKING[Face(document.face)], [_framed(title, mark, context)], at)


def _feedback(document: Document, _: str) -> Paper:
    sheets = from_plain(_kept(document)["sheets"])
    limits = Limits(LIMITS.seconds + SECONDS_A_SHEET * len(sheets), LIMITS.megabytes)
    parts = [_framed(sheet.title, sheet.mark, {"sheet": sheet}) for sheet in sheets]
    return Paper("reports/pdf/feedback.html", parts, document.ordered_at, limits)


def _approval(document: Document, _: str) -> Paper:
    approval = document.approval
    assert approval is not None  # noqa: S101 - a constraint of the table
    sheets = [_sealed_sheet(document, one) for one in json.loads(bytes(approval.sealed))["groups"]]
    words = f"送审稿第{approval.number}稿"
    draft = {
        "words": f"{words}　{in_words(localtime(approval.prepared_at))}",
        "prepared_by": approval.prepared_by.name,
        "readers": _kept(document)["readers"] if document.source else [],
    }
    context = _framed(f"{approval.round}送审稿", words, {"draft": draft, "sheets": sheets})
    return Paper("reports/pdf/approval.html", [context], approval.prepared_at)


def _sealed_sheet(document: Document, snapshot: Mapping[str, Any]) -> RankingSheet:
    return ranking_sheet(snapshot, has_places=document.round.gives_places)


def _notice(document: Document, office: str) -> Paper:
    notice = document.notice
    assert notice is not None  # noqa: S101 - a constraint of the table
    letter = notice_letter(notice, office=office)
    return _letter(letter, str(notice), notice.published_at, "演练" if document.round.is_trial else "")


def _signing(document: Document, _: str) -> Paper:
    kept = _kept(document)
    mark = "演练" if kept["is_trial"] else ""  # it is signed as it is, and shows no score
    return _letter(signing_letter(kept), f"{kept['round']}签批单", document.ordered_at, mark)


def _correction(document: Document, office: str) -> Paper:
    release = _loaded([document.release_id])[0]
    mark = "演练" if document.round.is_trial else ""
    assert release.replaces is not None  # noqa: S101 - the order asks for it
    put_up = release.replaces.corrections.approved().select_related("card").first()
    about = f"{put_up.card.name}，{put_up.get_kind_display()}" if put_up else ""
    letter = correction_letter(release, release.replaces, office=office, about=about)
    return _letter(letter, f"{release.group.round}{release.group}更正说明", release.released_at, mark)


def _letter(letter: Letter, title: str, created: datetime, mark: str) -> Paper:
    return Paper("reports/pdf/letter.html", [_framed(title, mark, {"letter": letter})], created)


def _framed(title: str, mark: str, context: Mapping[str, object]) -> dict[str, object]:
    return {"title": title, "mark": mark, **context}


def _kept(document: Document) -> Any:
    return json.loads(bytes(document.source or b""))


def _loaded(pks: Sequence[int | None]) -> list[Release]:
    releases = Release.objects.filter(pk__in=[pk for pk in pks if pk]).select_related(
        "group__round__previous", "group__version", "prepared_by", "approved_by", "replaces"
    )
    return sorted(releases, key=lambda release: (release.group.order, release.group_id))


_KINDS: dict[DocumentKind, Callable[[Document, str], Paper]] = {
    DocumentKind.RANKING: _ranking,
    DocumentKind.ROUND_RANKING: _round_ranking,
    DocumentKind.CORRECTION: _correction,
    DocumentKind.FEEDBACK: _feedback,
    DocumentKind.FEEDBACKS: _feedback,
    DocumentKind.APPROVAL: _approval,
    DocumentKind.NOTICE: _notice,
    DocumentKind.SIGNING: _signing,
}
