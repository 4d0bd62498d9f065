import os
import shutil
import signal
import socket
import subprocess
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config import demo, devdb
from config.processes import GaveUp, Program, end_with_parent, supervise

MANAGE = (sys.executable, settings.BASE_DIR / "manage.py")
HOST = "127.0.0.1"


class Command(BaseCommand):
    """The whole system on this machine with invented data, until Ctrl-C."""

    help = "在本机运行整套系统，带演示数据。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As dev.py describes them."""
        parser.add_argument("--fresh", action="store_true", help="清空内置数据库，重新装入演示数据")
        parser.add_argument("--port", type=int, default=8000, help="网站端口，默认 8000")

    def handle(self, *args: Any, fresh: bool, port: int, **options: Any) -> None:
        """Prepare, say how to sign in, run."""
        if settings.PRODUCTION:
            raise CommandError("演示数据的密码是公开的，正式环境不能运行演示。")
        _refuse_taken(port)
        _prepare(fresh=fresh)
        self._announce(demo.load(), port)
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]  # its threads would take our signals
        try:
            supervise([_web(port), _worker()])
        except GaveUp as failure:
            raise CommandError(str(failure)) from failure

    def _announce(self, accounts: list[demo.Account], port: int) -> None:
        for account in accounts:
            self.stdout.write(f"{account.post}  账号 {account.username}  密码 {account.password}")
        self.stdout.write(f"\n打开 http://{HOST}:{port}/ ，按 Ctrl-C 结束。")
        self.stdout.flush()


def _refuse_taken(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"端口 {port} 不能用（{error}），请换一个：--port 8001") from error


def _prepare(*, fresh: bool) -> None:
    cluster = settings.DATABASES["default"].get("DEVDB")
    if cluster:
        devdb.ensure(cluster)  # one server for all steps
    if fresh:
        _clear(cluster)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
    _run_as_owner("migrate", "--verbosity=0")
    _run_as_owner("grants")


def _clear(cluster: devdb.Cluster | None) -> None:
    if cluster is None:
        raise CommandError("--fresh 只清空内置数据库；DATABASE_URL 指定的数据库请自行处理。")
    try:
        devdb.empty(cluster)
    except devdb.InUse as refusal:
        raise CommandError(str(refusal)) from refusal
    shutil.rmtree(default_storage.path(""), ignore_errors=True)


def _run_as_owner(*command: str) -> None:
    status = subprocess.call(
        [*MANAGE, *command],
        env=os.environ | {"DB_ROLE": "owner"},
        stdout=subprocess.DEVNULL,
        preexec_fn=partial(end_with_parent, signal.SIGTERM),
    )
    if status:
        raise CommandError(f"manage.py {command[0]} 没有成功，请看上面的报错。")


def _web(port: int) -> Program:
    options = ["--bind", f"{HOST}:{port}", "--worker-class=gthread", "--workers=2", "--threads=4"]
    quiet = ["--no-control-socket", "--log-level=warning", "--graceful-timeout=10"]
    return Program(
        "网站", [sys.executable, "-m", "gunicorn", *options, *quiet, "config.wsgi"], settings.BASE_DIR
    )


def _worker() -> Program:
    options = ["--concurrency=2", "--shutdown-graceful-timeout=10"]
    return Program("后台任务", [*MANAGE, "procrastinate", "worker", *options], settings.BASE_DIR)
