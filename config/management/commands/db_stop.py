from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import devdb


class Command(BaseCommand):
    """Shut down the embedded PostgreSQL, also one that nothing looks after any more."""

    help = "关闭内置 PostgreSQL。"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Says what was done."""
        cluster = settings.DATABASES["default"].get("DEVDB")
        if cluster is None:
            raise CommandError("当前用的是 DATABASE_URL 指定的数据库，不是内置 PostgreSQL。")
        self.stdout.write(
            "已关闭内置 PostgreSQL。" if devdb.stop(cluster) else "内置 PostgreSQL 没有在运行。"
        )
