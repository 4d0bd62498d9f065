"""The keeper, parent of the server: starts it again when it dies and shuts it down once nobody uses it.

No number of a process is trusted for that. Every user holds a shared lock on the file `users`, the keeper an
exclusive one on the file `keeper`, and the kernel takes both away however a process ends. The server itself
is told by the kernel when its keeper dies, so none is left without one.
"""

import fcntl
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import IO

from config.embedded_pg import postmaster, programs
from config.embedded_pg.cluster import Cluster
from config.processes import end_with_parent

_BASE_DIR = Path(__file__).resolve().parents[2]
_MOST_QUICK_DEATHS = 5
_QUICK = 10  # seconds
_PAUSE = 0.3


def lock_file(cluster: Cluster, purpose: str) -> IO[bytes]:
    """The file behind one of the locks `start`, `keeper` and `users`."""
    return (cluster.root / f"{cluster.name}.{purpose}").open("ab")


def on_duty(cluster: Cluster) -> bool:
    """Whether a keeper lives."""
    try:
        with lock_file(cluster, "keeper") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False


def launch(cluster: Cluster) -> None:
    """Start a keeper that outlives us; its lock is taken here, so there is no moment without."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "config.embedded_pg.keeper",
        programs.folder(cluster.root),
    ]
    command += [cluster.root, cluster.name, cluster.socket_dir, *cluster.options]
    with lock_file(cluster, "keeper") as lock, cluster.log.open("ab") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keeper = subprocess.Popen(
            command,
            cwd=_BASE_DIR,
            env=programs.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],
            start_new_session=True,
        )
        keeper.returncode = 0  # not ours to wait for


def keep(cluster: Cluster, folder: Path) -> None:
    """Until the server is shut down in order, or dies too often to go on."""
    quick_deaths = 0
    postmaster.end(cluster)  # one whose keeper was killed
    with lock_file(cluster, "users") as users:
        while quick_deaths < _MOST_QUICK_DEATHS:
            born = time.monotonic()
            if _watch(_start(cluster, folder), users):
                return
            quick_deaths = quick_deaths + 1 if time.monotonic() - born < _QUICK else 1
            time.sleep(_PAUSE)


def _start(cluster: Cluster, folder: Path) -> subprocess.Popen[bytes]:
    settings = ["listen_addresses=", f"unix_socket_directories={cluster.socket_dir}", *cluster.options]
    return subprocess.Popen(
        [folder / "postgres", "-D", cluster.data, *(f"--{setting}" for setting in settings)],
        cwd="/",
        env=programs.environment() | _dead_server(cluster),
        preexec_fn=partial(end_with_parent, signal.SIGINT),  # noqa: PLW1509 - a keeper has one thread
        **programs.identity(),
    )


def _dead_server(cluster: Cluster) -> dict[str, str]:
    """PostgreSQL takes a zombie, or a stranger with a dead server's number, for alive and refuses to start.

    Told that the number is its grandparent's, it ignores it, and still looks for orphans in shared memory.
    """
    recorded = postmaster.recorded_pid(cluster)
    return {"PG_GRANDPARENT_PID": str(recorded)} if recorded else {}


def _watch(server: subprocess.Popen[bytes], users: IO[bytes]) -> bool:
    """Until the server ends; whether it was shut down in order, by us or by hand."""
    while server.poll() is None:
        signal.sigtimedwait({signal.SIGCHLD}, 1)
        if _unused(users):
            server.send_signal(signal.SIGINT)
    return server.returncode == 0


def _unused(users: IO[bytes]) -> bool:
    """Takes the lock for good: whoever comes now waits until this keeper has gone, and starts another."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    programs_folder, root, name, socket_dir, *options = sys.argv[1:]
    keep(Cluster(Path(root), name, Path(socket_dir), tuple(options)), Path(programs_folder))
