import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from units.models import Post, User
from units.roles import Role


class Command(BaseCommand):
    """The first sign-in of an empty installation; refused as soon as somebody can sign in."""

    help = "为空库建立第一个工委工作人员账号，打印一次性密码"

    def handle(self, **options: Any) -> None:
        """Print the account; the password is never shown again."""
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            if User.objects.exists():
                raise CommandError("已有账号，不能再用此命令；请由在任工作人员在系统内开通账号。")
            user = User.objects.open_account(username="gongwei", name="工委工作人员", password=password)
            Post.objects.create(user=user, role=Role.CLERK, since=timezone.localdate())
        self.stdout.write(f"账号 {user.username}  一次性密码 {password}（首次登录须修改）")
