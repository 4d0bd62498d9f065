"""Where an embedded PostgreSQL cluster lives and how its server is set; nothing here touches the disk."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from config.embedded_pg import programs

# For speed a test may lose all when the machine goes down; a development cluster may not.
TEST_OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
)
_LONGEST_SOCKET_DIR = 90  # bytes: the kernel allows 107 for the whole name of a socket
_SEPARATORS = ',"'  # PostgreSQL reads more than one folder out of a name with these


@dataclass(frozen=True)
class Cluster:
    """One data folder with its server; every path follows from the fields."""

    root: Path
    name: str
    socket_dir: Path
    options: tuple[str, ...] = ()

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder: where it is, initdb has finished."""
        return self.root / self.name

    @property
    def log(self) -> Path:
        """What the server and its keeper say."""
        return self.root / f"{self.name}-server.log"

    @property
    def disposable(self) -> bool:
        """A test cluster is made anew when a crash of the machine has spoilt it."""
        return self.options == TEST_OPTIONS


def location(base_dir: Path, *, testing: bool) -> Cluster:
    """The project's cluster for development or for tests, named after the server's major version."""
    base = base_dir.resolve()
    # Root may work in a home folder that the server's account cannot enter.
    root = Path("/var/lib", f"devpg-{_digest(base)}") if os.geteuid() == 0 else base / ".pg"
    name = f"{'test' if testing else 'dev'}{programs.version().partition('.')[0]}"
    return Cluster(root, name, _socket_dir(root / "run" / name), TEST_OPTIONS if testing else ())


def _socket_dir(wanted: Path) -> Path:
    if len(os.fsencode(wanted)) <= _LONGEST_SOCKET_DIR and not set(_SEPARATORS) & set(str(wanted)):
        return wanted
    return Path("/tmp", f"devpg-{os.geteuid()}-{_digest(wanted)}")  # noqa: S108 - refused unless it is ours alone


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
