"""The server's first process, found by what its data folder says."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from config.embedded_pg.cluster import Cluster


def recorded_pid(cluster: Cluster) -> int | None:
    """The number in postmaster.pid, whoever bears it now."""
    try:
        return int((cluster.data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def pid(cluster: Cluster) -> int | None:
    """The running server's number; not that of a zombie, nor of a stranger who has it now."""
    recorded = recorded_pid(cluster)
    try:
        command = Path(f"/proc/{recorded}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return recorded if os.fsencode(cluster.data) in command.split(b"\0") else None


def end(cluster: Cluster) -> bool:
    """Shut the server down in order and wait for it; False when none ran."""
    if pid(cluster) is None:
        return False
    while running := pid(cluster):
        with suppress(ProcessLookupError):
            os.kill(running, signal.SIGINT)
        time.sleep(0.1)
    return True
