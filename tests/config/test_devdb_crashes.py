import fcntl
import os
import signal

import pytest

from config.devdb import Cluster
from config.embedded_pg import postmaster
from config.embedded_pg.keeper import lock_file
from tests.config.clusters import (
    User,
    answers,
    become_reaper_of_orphans,
    count,
    fill,
    gone,
    is_held,
    keeper_of,
    refused,
    server_of,
    using,
    wait_until,
)

ROWS = 200


def test_killed_user_does_not_keep_the_server(cluster: Cluster) -> None:
    user = User(cluster)
    assert user.asked("ensure") == "done"
    user.process.kill()
    user.leave()
    wait_until(lambda: gone(cluster))


def test_killed_server_is_started_again_with_every_row(cluster: Cluster) -> None:
    with using(cluster):
        fill(cluster, ROWS)
        killed = server_of(cluster)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: answers(cluster))
        assert server_of(cluster) != killed
        assert count(cluster) == ROWS


def test_server_of_a_killed_keeper_ends_and_the_next_call_starts_another(cluster: Cluster) -> None:
    with using(cluster) as user:
        fill(cluster, ROWS)
        os.kill(keeper_of(cluster), signal.SIGKILL)
        wait_until(lambda: gone(cluster))
        assert user.asked("ensure") == "done"
        assert count(cluster) == ROWS


def test_call_right_after_the_keeper_was_killed_gets_a_lasting_server(cluster: Cluster) -> None:
    with using(cluster) as user:
        fill(cluster, ROWS)
        lost = server_of(cluster)
        os.kill(keeper_of(cluster), signal.SIGKILL)
        wait_until(lambda: not is_held(cluster, "keeper"))
        assert user.asked("ensure") == "done"
        assert server_of(cluster) != lost
        assert count(cluster) == ROWS


def test_all_killed_at_once_lose_no_row(cluster: Cluster) -> None:
    user = User(cluster)
    assert user.asked("ensure") == "done"
    fill(cluster, ROWS)
    for number in (user.process.pid, keeper_of(cluster), server_of(cluster)):
        os.kill(number, signal.SIGKILL)
    user.leave()
    with using(cluster):
        assert count(cluster) == ROWS


def test_call_while_the_keeper_is_leaving_gets_the_next_server(cluster: Cluster) -> None:
    with using(cluster):
        pass
    wait_until(lambda: gone(cluster))
    user = User(cluster)
    with lock_file(cluster, "keeper") as leaving:
        fcntl.flock(leaving, fcntl.LOCK_EX)
        user.ask("ensure")
        wait_until(lambda: is_held(cluster, "start"))
    assert user.answer() == "done"
    assert user.leave() == ""


def test_dead_server_that_nobody_reaps_is_no_obstacle(cluster: Cluster) -> None:
    wait_until(lambda: gone(cluster))
    with become_reaper_of_orphans(), using(cluster):
        fill(cluster, ROWS)
        zombie, keeper = server_of(cluster), keeper_of(cluster)
        os.kill(keeper, signal.SIGSTOP)
        os.kill(zombie, signal.SIGKILL)
        os.kill(keeper, signal.SIGKILL)
        with using(cluster):
            assert count(cluster) == ROWS
        assert os.waitpid(zombie, 0) == (zombie, signal.SIGKILL)


def test_number_of_a_dead_server_that_a_stranger_bears_is_no_obstacle(cluster: Cluster) -> None:
    with using(cluster):
        fill(cluster, ROWS)
    wait_until(lambda: gone(cluster))
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n")
    (cluster.socket_dir / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    assert postmaster.pid(cluster) is None
    with using(cluster):
        assert count(cluster) == ROWS


@pytest.mark.parametrize("own_cluster", [False], indirect=True, ids=["dev"])
def test_initdb_that_was_cut_short_is_repeated(own_cluster: Cluster) -> None:
    unfinished = own_cluster.root / f"{own_cluster.name}.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("17\n")
    with using(own_cluster):
        assert answers(own_cluster)


@pytest.mark.parametrize("own_cluster", [False], indirect=True, ids=["dev"])
def test_spoilt_development_cluster_is_kept_and_the_log_is_named(own_cluster: Cluster) -> None:
    _spoil(own_cluster)
    assert f"内置 PostgreSQL 没有启动，原因见 {own_cluster.log}" in refused(own_cluster)
    assert (own_cluster.data / "PG_VERSION").read_text() == "spoilt"


@pytest.mark.parametrize("own_cluster", [True], indirect=True, ids=["test"])
def test_spoilt_test_cluster_is_made_anew(own_cluster: Cluster) -> None:
    _spoil(own_cluster)
    with using(own_cluster):
        assert answers(own_cluster)


def _spoil(cluster: Cluster) -> None:
    cluster.data.mkdir(mode=0o700, parents=True)
    (cluster.data / "PG_VERSION").write_text("spoilt")
