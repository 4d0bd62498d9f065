"""A private whole system: a copy of the project with its own database, its own files and its own port."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from config import devdb
from config.embedded_pg import keeper, postmaster
from config.processes import end_with_parent
from tests.drill.killing import processes

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 300  # a busy machine loads the demo slowly; this only ends what hangs
WEB_WORKERS = 2
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "tests")
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DB_ROLE", "TESTING", "DJANGO_SETTINGS_MODULE", "PYTHONPATH")


class NotServing(Exception):
    """The system did not start, or did not come back by itself."""


@contextmanager
def running(folder: Path) -> Iterator["Instance"]:
    """One in this empty folder; nothing of it is left afterwards."""
    instance = Instance(folder)
    try:
        instance.start()
        yield instance
    finally:
        instance.clear_away()


@dataclass
class Instance:
    """The demo, started from a copy of the project as `dev.py demo` does."""

    folder: Path
    port: int = field(init=False)
    cluster: devdb.Cluster = field(init=False)
    demo: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        shutil.copytree(ROOT, self.home, ignore=LEFT_OUT)
        self.cluster = devdb.location(self.home, testing=False)
        fonts = Path(os.environ.get("VAR_DIR", ROOT / ".var")) / "fonts"
        (self.folder / "var").mkdir()
        (self.folder / "var" / "fonts").symlink_to(fonts)
        self.port = _free_port()

    @property
    def home(self) -> Path:
        """The copy."""
        return self.folder / "project"

    @property
    def log(self) -> Path:
        """What all its programs say."""
        return self.folder / "demo.log"

    @property
    def address(self) -> str:
        """Where its site is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Until the first page is served; call it from the main thread, whose end would end the system."""
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        with self.log.open("ab") as log:
            self.demo = subprocess.Popen(
                [sys.executable, self.home / "manage.py", "demo", "--port", str(self.port)],
                cwd=self.home,
                env=kept | {"APP_ENV": "development", "VAR_DIR": str(self.folder / "var")},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=partial(end_with_parent, signal.SIGTERM),  # noqa: PLW1509 - no other thread yet
            )  # fmt: skip
        self.wait_until_serving()

    def wait_until_serving(self) -> float:
        """How many seconds it took until a page came that needs the database."""
        began = time.monotonic()
        while not self._serves():
            if self.demo is None or self.demo.poll() is not None or time.monotonic() - began > PATIENCE:
                raise NotServing(f"the system does not serve; its log ends with:\n{self.last_words()}")
            time.sleep(0.1)
        return time.monotonic() - began

    def wait_until_whole(self) -> None:
        """Every part runs again."""
        deadline = time.monotonic() + PATIENCE
        while not self._is_whole():
            if time.monotonic() > deadline:
                raise NotServing(f"a part did not come back; the log ends with:\n{self.last_words()}")
            time.sleep(0.1)
        self.wait_until_serving()

    def _is_whole(self) -> bool:
        parts = (self.web_master(), self.worker(), self.database(), self.keeper())
        return all(map(len, parts)) and len(self.web_workers()) == WEB_WORKERS

    def _serves(self) -> bool:
        """Whether a visitor is answered whose session has to be looked up in the database."""
        site = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            site.request("GET", "/", headers={"Cookie": "sessionid=nobodys"})
            return site.getresponse().status == 302
        except (OSError, http.client.HTTPException):
            return False
        finally:
            site.close()

    def last_words(self) -> str:
        """The end of the log."""
        return self.log.read_text("utf-8", "replace")[-3000:]

    # Its processes

    def web_master(self) -> list[int]:
        """gunicorn."""
        return self._programs("gunicorn")

    def web_workers(self) -> list[int]:
        """Those that answer requests."""
        return [child for master in self.web_master() for child in processes.children(master)]

    def worker(self) -> list[int]:
        """The one for background work."""
        return self._programs("procrastinate worker")

    def renderers(self) -> list[int]:
        """Its children that lay out papers."""
        found = [child for worker in self.worker() for child in processes.children(worker)]
        return [child for child in found if "reports.render" in processes.command(child)]

    def database(self) -> list[int]:
        """The server's first process."""
        return [number] if (number := postmaster.pid(self.cluster)) else []

    def backends(self) -> list[int]:
        """The server's processes that serve our programs."""
        found = [child for server in self.database() for child in processes.children(server)]
        return [child for child in found if processes.command(child).startswith("postgres: app ")]

    def keeper(self) -> list[int]:
        """The parent of the server."""
        return [above for server in self.database() if (above := processes.parent(server)) and above > 1]

    def _programs(self, name: str) -> list[int]:
        above = processes.children(self.demo.pid) if self.demo else []
        return [number for number in above if name in processes.command(number)]

    def clear_away(self) -> None:
        """End it in order and delete what it wrote."""
        if self.demo:
            self.demo.terminate()
            self.demo.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while (self.database() or keeper.on_duty(self.cluster)) and time.monotonic() < deadline:
            time.sleep(0.1)
        shutil.rmtree(self.cluster.root, ignore_errors=True)
        shutil.rmtree(self.cluster.socket_dir, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
