import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import devdb
from config.devdb import Cluster
from tests.config.clusters import gone, wait_until


@pytest.fixture(scope="package")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A development cluster in a project folder whose name is no fit part of an address."""
    yield from _until_gone(devdb.location(_project(tmp_path_factory), testing=False))


@pytest.fixture
def own_cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """One to spoil; the parameter says whether it is for tests."""
    yield from _until_gone(devdb.location(_project(tmp_path_factory), testing=request.param))


def _project(parent: pytest.TempPathFactory) -> Path:
    folder = parent.mktemp("project") / "a b%20&c"
    folder.mkdir()
    return folder


def _until_gone(cluster: Cluster) -> Iterator[Cluster]:
    yield cluster
    wait_until(lambda: gone(cluster))
    shutil.rmtree(cluster.root)
