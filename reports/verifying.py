"""Whether what was sealed is still what it was: every digest is computed anew, every copied figure compared."""

from collections.abc import Iterator

from django.db.models import QuerySet

from reports.models import Document, DocumentState
from scorecards.models import Approval, PublicNotice, Release, ReleasedRow
from scorecards.results.snapshots import digest, read


def checked() -> Iterator[tuple[str, list[str]]]:
    """Each kind of sealed thing with the sentences about those that were changed; one row at a time in memory."""
    yield "通报结果", [*_releases()]
    yield (
        "送审稿",
        [*_sealed(Approval.objects.order_by("pk").values_list("pk", "number", "sha256", "sealed"), "送审稿")],
    )
    yield (
        "公示",
        [
            *_sealed(
                PublicNotice.objects.order_by("pk").values_list("pk", "number", "sha256", "content"), "公示"
            )
        ],
    )
    yield "文件", [*_documents()]


def _releases() -> Iterator[str]:
    for release in Release.objects.select_related("group__round").order_by("pk").iterator(chunk_size=20):
        name = f"通报 {release.pk}（{release.group.round}{release.group}第{release.number}版）"
        if digest(bytes(release.snapshot)) != release.sha256:
            yield f"{name}：封存的结果与摘要不符。"
            continue
        yield from (f"{name}：{sentence}" for sentence in _rows(release))


def _rows(release: Release) -> Iterator[str]:
    """The rows beside a snapshot say what it says, each once."""
    sealed = {
        (row["unit_id"], row["branch"] or ""): (
            row["place"], row["total"], row["computed_grade"], row["grade"], row["parts"],
        )
        for row in read(bytes(release.snapshot))["rows"]
        if "total" in row
    }  # fmt: skip
    kept = ReleasedRow.objects.filter(release=release).select_related("card").order_by("pk")
    for row in kept:
        told = sealed.pop((row.card.unit_id, row.card.branch_name), None)
        total = None if row.total is None else f"{row.total}"
        if told != (row.place, total, row.computed_grade, row.grade, row.part_points):
            yield f"{row.card}的名次、总分或者等次与封存的结果不符。"
    yield from (f"缺少{unit}{branch}的结果。" for unit, branch in sealed)


def _sealed(rows: QuerySet[Approval, tuple] | QuerySet[PublicNotice, tuple], name: str) -> Iterator[str]:  # type: ignore[type-arg]
    for pk, number, sha256, content in rows.iterator(chunk_size=20):
        if digest(bytes(content)) != sha256:
            yield f"{name} {pk}（第{number}次）：内容与摘要不符。"


def _documents() -> Iterator[str]:
    """The bytes of a finished paper, and what it was printed from."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=5):
        if document.state == DocumentState.DONE and digest(bytes(document.content or b"")) != document.sha256:
            yield f"文件 {document.pk}（{document.title}）：内容与摘要不符。"
        if document.source is not None and not document.key.endswith(digest(bytes(document.source))):
            yield f"文件 {document.pk}（{document.title}）：排版依据与编号不符。"
