"""Which processes of a system there are, read from the kernel; only those that belong to it are ever named."""

import os
import signal
from contextlib import suppress
from pathlib import Path


def children(parent: int) -> list[int]:
    """Numbers of the living children, oldest first."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):  # gone while we looked
                state, above = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(above) == parent and state != "Z":
                    found.append(int(folder.name))
    return sorted(found)


def parent(number: int) -> int | None:
    """The number of its parent."""
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def command(number: int) -> str:
    """What it was started as, or calls itself."""
    try:
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def kill(*numbers: int) -> int:
    """With -9, all at once; how many there still were."""
    killed = 0
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            killed += 1
    return killed
