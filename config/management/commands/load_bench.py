import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError

from config.bench.agreement import Figure, figures
from config.bench.county import BadCounty, read_county
from config.bench.loading import load_county, total_county
from scorecards.models import Round
from scorecards.scoring import BadInput, BadRubric

Found = TypeVar("Found")
_MOST_NAMED = 10


class Command(BaseCommand):
    """Load the synthetic county into a scratch database, score and rank it, and hold it against the oracle."""

    help = "把测试县（bench/county_data.py 的输出）装入空的数据库，计分排名并与标准答案核对；有一处不符就以 1 退出"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder that the generator wrote."""
        parser.add_argument("data", type=Path, metavar="DATA")

    def handle(self, *, data: Path, **options: Any) -> None:
        """Nothing is touched where rounds are."""
        if Round.objects.exists():
            raise CommandError("这个数据库里已有期次，测试县只能装入空的数据库。")
        try:
            county = self._timed("读取", lambda: read_county(data))
            round_ = self._timed("装入", lambda: load_county(county))
        except (BadCounty, BadRubric, BadInput) as refusal:
            raise CommandError(str(refusal)) from refusal
        self._timed("计分", lambda: total_county(round_))
        found = self._timed("排名、核对", lambda: figures(round_, county))
        self._tell(found)
        if wrong := [figure for figure in found if not figure.agrees]:
            named = "\n".join(map(str, wrong[:_MOST_NAMED]))
            raise CommandError(f"与标准答案不符 {len(wrong)} 处：\n{named}")

    def _timed(self, step: str, run: Callable[[], Found]) -> Found:
        began = time.perf_counter()
        found = run()
        self.stdout.write(f"{step}：{time.perf_counter() - began:.1f} 秒")
        return found

    def _tell(self, found: Sequence[Figure]) -> None:
        for name in dict.fromkeys(figure.name for figure in found):
            of_name = [figure for figure in found if figure.name == name]
            agreeing = sum(figure.agrees for figure in of_name)
            self.stdout.write(f"{name}：{agreeing}/{len(of_name)} 一致")
