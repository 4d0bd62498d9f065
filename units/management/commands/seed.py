from typing import Any

from django.core.management.base import BaseCommand

from units.published_days import FIRST_YEAR, last_year, seed_calendar


class Command(BaseCommand):
    """What every installation starts with; may be run again after each update."""

    help = "装入国务院公布的放假安排；可以重复运行，本单位录入的日期不变"

    def handle(self, **options: Any) -> None:
        """Say how far the calendar reaches."""
        written = seed_calendar()
        self.stdout.write(f"工作日历：{FIRST_YEAR}年至{last_year()}年，本次写入 {written} 天。")
