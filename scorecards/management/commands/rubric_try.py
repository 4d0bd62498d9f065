import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from scorecards.models import RubricVersion
from scorecards.rubrics.exchange import RubricDocument, dump, load
from scorecards.rubrics.trees import document_of, tree_of
from scorecards.rubrics.trying import Tried, try_example
from scorecards.scoring import BadInput, BadRubric, lint
from scorecards.scoring.numbers import in_print
from scorecards.transitions import Refused, import_rubric
from units.models import Post, User
from units.roles import Role


class Command(BaseCommand):
    """Compute a rubric's examples through the database and compare them with what the file expects."""

    help = "试算交换文件（见 scorecards/rubrics/exchange.md）中的全部算例并与期望值比较，不留下任何数据"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        """Exit 0 only if every expectation agrees; lint warnings are told and fail nothing."""
        try:
            document = load(file.read_bytes())
        except OSError as error:
            raise CommandError(f"文件 {file} 读不了：{error.strerror}。") from error
        except BadRubric as refusal:
            raise CommandError(str(refusal)) from refusal
        if not document.examples:
            raise CommandError("文件里没有算例（examples），没有可以比较的内容。")
        with transaction.atomic():
            differences = self._try(document)
            transaction.set_rollback(True)
        if differences:
            raise CommandError("与期望不符：\n" + "\n".join(differences))
        self.stdout.write("全部相符。")

    def _try(self, document: RubricDocument) -> list[str]:
        by = _clerk()
        try:
            # A code of its own: a rubric of the same code that is already there has no say in this.
            own = replace(document, code=f"try-{secrets.token_hex(6)}")
            version = import_rubric(own, by=by)
            self._head(own, version)
            return [
                difference
                for example in document.examples
                for tried in try_example(version, example, by=by)
                for difference in self._tell(tried)
            ]
        except (BadRubric, BadInput, Refused) as refusal:
            return [str(refusal)]

    def _head(self, document: RubricDocument, version: RubricVersion) -> None:
        self.stdout.write(f"《{document.title}》，满分 {document.total_points} 分")
        for warning in lint(tree_of(version), version.ranking):
            self.stdout.write(f"提醒 {warning.key or '全文'}：{warning.sentence}")
        if dump(document_of(version)) != dump(document):
            raise BadRubric("文件", "存入数据库再导出，与原文件不同。")

    def _tell(self, tried: Tried) -> Iterator[str]:
        """Print what the card came to; yield what differs."""
        row = tried.row
        self.stdout.write(f"\n{tried.example.title} {tried.card.name}")
        for key, result in row.total.results.items():
            exact = in_print(result.points)
            self.stdout.write(f"  {key} {result.item.title}：{result.rounded}（精确值 {exact}）")
            for line in result.lines:
                self.stdout.write(f"    {line.label}：{line.text}")
        for line in row.total.lines:
            self.stdout.write(f"  {line.label}：{line.text}")
        found = _found(tried)
        shown = [f"{name} {value}" for name, value in found.items() if not name.startswith("指标")]
        self.stdout.write(f"  {'，'.join(shown)}")
        for name, wanted in _wanted(tried).items():
            if found.get(name, "未评") != wanted:
                got = found.get(name, "未评")
                yield f"{tried.example.title} {tried.card.name} {name}：期望“{wanted}”，得到“{got}”。"


def _found(tried: Tried) -> dict[str, str]:
    """What was computed, as strings; items first."""
    row = tried.row
    items = {f"指标 {key}": str(result.rounded) for key, result in row.total.results.items()}
    return items | {
        "总分": str(row.total.rounded),
        "暂定": "是" if row.total.provisional else "否",
        "名次": str(row.placed.place or "无"),
        "等次": row.graded.grade or "无",
        "失去上一等次的原因": row.graded.cost or "无",
        "存储的总分": str(row.card.total),
    }


def _wanted(tried: Tried) -> dict[str, str]:
    expect = tried.card.expect
    return {f"指标 {key}": points for key, points in expect.items.items()} | {
        "总分": expect.total,
        "暂定": "是" if expect.provisional else "否",
        "名次": expect.place or "无",
        "等次": expect.grade or "无",
        "失去上一等次的原因": expect.cost or "无",
        "存储的总分": expect.total if tried.row.total.scored else "None",
    }


def _clerk() -> User:
    """Somebody in the office on whose account all is recorded; gone with the transaction."""
    user = User.objects.open_account(
        username=f"try-{secrets.token_hex(6)}", name="细则试算", password=secrets.token_urlsafe()
    )
    Post.objects.create(user=user, role=Role.CLERK, since=timezone.localdate())
    return user
