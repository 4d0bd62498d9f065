"""Child processes: none outlives its parent, and a set of them can be kept running."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_MOST_QUICK_DEATHS = 5
_QUICK = 5  # seconds
_GRACE = 20  # seconds to finish what is under way


class GaveUp(RuntimeError):
    """A program has never got beyond its start; the sentence names it."""


@dataclass(frozen=True)
class Program:
    """What to keep running, and what to call it."""

    name: str
    command: Sequence[str | Path]
    folder: Path


def end_with_parent(farewell: signal.Signals) -> None:
    """For a child before it becomes its program: the kernel sends it `farewell` when its parent dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, farewell)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def supervise(programs: Iterable[Program]) -> None:
    """Keep all running until TERM or Ctrl-C, then end them in order."""
    asked: list[int] = []

    def ask(number: int, *_: object) -> None:
        asked.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)
    children = [_Child(program) for program in programs]
    try:
        while not asked:
            for child in children:
                child.keep_running()
            time.sleep(0.1)
    finally:
        for child in children:
            child.process.terminate()  # it ends its own children, or lets them finish
        for child in children:
            child.wait_or_kill()


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] = field(init=False)
    born: float = field(init=False)
    quick_deaths: int = 0
    has_run: bool = False

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.born = time.monotonic()
        self.process = subprocess.Popen(
            self.program.command,
            cwd=self.program.folder,
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C is for the parent, which then ends its children in order
            preexec_fn=partial(end_with_parent, signal.SIGTERM),  # noqa: PLW1509 - a supervisor has one thread
        )

    def keep_running(self) -> None:
        """Start the program again if it died; its own children, which may hold its port, have to go first.

        One that has run is never given up: what kills it now, a paper or a database, does not stop the others.
        """
        if self.process.poll() is None:
            return
        self.has_run = self.has_run or time.monotonic() - self.born >= _QUICK
        self.quick_deaths += 1
        if self.quick_deaths == _MOST_QUICK_DEATHS and not self.has_run:
            raise GaveUp(f"“{self.program.name}”连续 {_MOST_QUICK_DEATHS} 次刚启动就退出，请看上面的报错。")
        self.signal_group(signal.SIGTERM)
        self._start()

    def signal_group(self, number: signal.Signals) -> None:
        """To the program and all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def wait_or_kill(self) -> None:
        """However long it likes, up to a limit; nothing of it is left behind."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_GRACE)
        self.signal_group(signal.SIGKILL)
        self.process.wait()
