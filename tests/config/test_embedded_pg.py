import subprocess
import sys

import psycopg
import pytest

from config.devdb import Cluster
from config.embedded_pg.base import DatabaseWrapper
from tests.config.clusters import BASE_DIR

DJANGO = """
import sys, threading
import django
from pathlib import Path
from django.conf import settings
from django.db import connection, connections
from config import devdb
pool, root, name, socket_dir = sys.argv[1:]
cluster = devdb.Cluster(Path(root), name, Path(socket_dir))
settings.configure(DATABASES={"default": {
    "ENGINE": "config.embedded_pg", "NAME": devdb.DATABASE, "USER": devdb.RUNTIME_ROLE,
    "HOST": socket_dir, "DEVDB": cluster, "OPTIONS": {"pool": {"max_size": 4}} if pool else {},
}})
django.setup()
answers = []
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        answers.append(cursor.fetchone())
    connection.close()
threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
connections["default"].close_pool()
print(answers)
"""


@pytest.mark.parametrize("pool", ["", "pool"])
def test_first_connection_starts_the_server_whichever_thread_opens_it(cluster: Cluster, pool: str) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", DJANGO, pool, cluster.root, cluster.name]
    said = subprocess.run(
        [*command, cluster.socket_dir], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )
    assert (said.stdout, said.stderr) == (f"{[('app', 'shaibiping')] * 4}\n", "")


@pytest.mark.parametrize("own_cluster", [False], indirect=True, ids=["dev"])
def test_server_that_does_not_start_is_a_database_that_is_away(own_cluster: Cluster) -> None:
    own_cluster.data.mkdir(mode=0o700, parents=True)
    (own_cluster.data / "PG_VERSION").write_text("spoilt")
    with pytest.raises(psycopg.OperationalError, match="内置 PostgreSQL 没有启动"):
        DatabaseWrapper({"DEVDB": own_cluster}).get_connection_params()
