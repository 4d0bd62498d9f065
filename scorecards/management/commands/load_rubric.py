from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scorecards.rubrics.exchange import load
from scorecards.scoring import BadRubric
from scorecards.transitions import import_rubric
from units.models import User


class Command(BaseCommand):
    """Store a rubric from an exchange file; the same file again changes nothing."""

    help = "从交换文件（见 scorecards/rubrics/exchange.md）导入评分细则"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and on whose account the import is recorded."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="经办人账号")

    def handle(self, *, file: Path, by: str, **options: Any) -> None:
        """Refusals name the place in the file."""
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"没有账号“{by}”。")
        try:
            version = import_rubric(load(file.read_bytes()), by=user)
        except OSError as error:
            raise CommandError(f"文件 {file} 读不了：{error.strerror}。") from error
        except BadRubric as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{version}，满分 {version.total_points.normalize():f} 分。")
