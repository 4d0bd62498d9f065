import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.clusters import BASE_DIR, wait_until

SUPERVISOR = """
import sys
from pathlib import Path
from config.processes import Program, supervise
supervise([Program("站点", ["/bin/sh", "-c", script], Path(sys.argv[1])) for script in sys.argv[2:]])
"""
QUICK = f"import config.processes; config.processes._QUICK = 0.3\n{SUPERVISOR}"
LIVE = "echo $$ >> lives; exec sleep 600"


class Supervised:
    """A supervisor of shell scripts, and the numbers of the processes that wrote theirs down."""

    def __init__(self, folder: Path, *scripts: str, supervisor: str = SUPERVISOR) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", supervisor, folder, *scripts],
            cwd=BASE_DIR,
            stderr=subprocess.PIPE,
            text=True,
        )

    def numbers(self, file: str = "lives") -> list[int]:
        """Of all processes so far, the dead ones too."""
        path = self.folder / file
        return [int(line) for line in path.read_text().split()] if path.exists() else []

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Exit status and complaints."""
        self.process.send_signal(number)
        complaints = self.process.communicate()[1]
        return self.process.returncode, complaints


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Supervised]:
    """Two programs that run until they are ended."""
    supervised = Supervised(tmp_path, LIVE, LIVE)
    wait_until(lambda: len(supervised.numbers()) == 2)
    yield supervised
    if supervised.process.poll() is None:
        supervised.end(signal.SIGKILL)


def is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_request_to_end_ends_all(pair: Supervised, number: signal.Signals) -> None:
    assert pair.end(number) == (0, "")
    assert not any(map(is_alive, pair.numbers()))


def test_killed_program_is_started_again(pair: Supervised) -> None:
    os.kill(pair.numbers()[0], signal.SIGKILL)
    wait_until(lambda: len(pair.numbers()) == 3)
    assert list(map(is_alive, pair.numbers())) == [False, True, True]


def test_killed_supervisor_leaves_nothing(pair: Supervised) -> None:
    pair.end(signal.SIGKILL)
    wait_until(lambda: not any(map(is_alive, pair.numbers())))


def test_children_of_a_killed_program_go_before_it_starts_again(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, f"sleep 600 & echo $! >> children; {LIVE}")
    wait_until(lambda: len(supervised.numbers()) == 1)
    os.kill(supervised.numbers()[0], signal.SIGKILL)
    wait_until(lambda: len(supervised.numbers()) == 2)
    wait_until(lambda: not is_alive(supervised.numbers("children")[0]))
    assert supervised.end(signal.SIGTERM) == (0, "")
    assert not any(map(is_alive, supervised.numbers("children")))


def test_program_that_dies_at_every_start_is_given_up_with_its_name(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, LIVE, "exit 3")
    complaints = supervised.process.communicate()[1]
    assert supervised.process.returncode == 1
    assert "“站点”连续 5 次刚启动就退出，请看上面的报错。" in complaints
    assert not any(map(is_alive, supervised.numbers()))


def test_program_that_has_run_is_started_again_however_often_it_dies(tmp_path: Path) -> None:
    dying = "echo $$ >> lives; test $(wc -l < lives) -gt 1 || sleep 1; exit 3"
    supervised = Supervised(tmp_path, dying, supervisor=QUICK)
    wait_until(lambda: len(supervised.numbers()) >= 8)
    assert supervised.end(signal.SIGTERM) == (0, "")
