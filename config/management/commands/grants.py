from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from config.databases import runtime_role
from config.grants import grant_to


class Command(BaseCommand):
    """Give the runtime role its rights; runs as the owner after every `migrate`, any number of times."""

    help = "授予运行账号权限（每次 migrate 之后执行，可重复）"

    def handle(self, **options: Any) -> None:
        """One transaction: the role never stands without rights."""
        role = runtime_role()
        with transaction.atomic():
            grant_to(role)
        self.stdout.write(f"已授予运行账号 {role} 权限。")
