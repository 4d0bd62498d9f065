"""The folders of a cluster, each with the owner and the rights that keep others out."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

from config.embedded_pg import programs
from config.embedded_pg.cluster import Cluster
from config.embedded_pg.programs import NoServer


def lay_out(cluster: Cluster) -> None:
    """The folder of the locks, which all may enter, and the private one of the socket."""
    for folder in (cluster.root, cluster.root / "run"):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    _make_private(cluster.socket_dir)


def make_cluster(cluster: Cluster, *, superuser: str) -> None:
    """Run initdb; the data folder appears whole or not at all."""
    unfinished = cluster.data.with_name(f"{cluster.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private(unfinished)
    options = ["-U", superuser, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    if cluster.disposable:
        options.append("--no-sync")
    with cluster.log.open("ab") as log:
        made = subprocess.run(
            [programs.folder(cluster.root) / "initdb", "-D", unfinished, *options],
            check=False,
            cwd="/",
            env=programs.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            **programs.identity(),
        )
    if made.returncode:
        raise NoServer(f"内置 PostgreSQL 的数据文件夹没有建成，原因见 {cluster.log}。")
    unfinished.rename(cluster.data)


def _make_private(folder: Path) -> None:
    """Only the server's account may enter; a folder that somebody else put there first is refused."""
    folder.mkdir(mode=0o700, exist_ok=True)
    account = programs.identity()
    owner = account.get("user", os.geteuid())
    if account and folder.lstat().st_uid == 0:
        os.chown(folder, owner, account["group"], follow_symlinks=False)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise NoServer(f"文件夹 {folder} 不属于数据库所用的账户，或者别人也能进入。请删除它后再试。")
