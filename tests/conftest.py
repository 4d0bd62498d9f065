"""One client per post, and a clean queue for every test."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests import flushing, migrated
from tests.factories import make_branch, make_unit, make_user
from units.models import Unit, User
from units.roles import OF_A_BRANCH, OF_A_UNIT, Role


def pytest_collection_finish() -> None:
    """What the imports left is never garbage; looking through it again and again took a tenth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, django_db_blocker) -> None:
    """Each worker's database is a copy; migrating takes ten seconds of every run."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A browser that was cut off in the middle may leave a session behind; the database is dropped all the same."""
    with django_db_blocker.unblock():
        flushing.install()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def unit(db) -> Unit:
    """The unit that the fixtures' people of a unit belong to."""
    return make_unit()


@pytest.fixture
def person(unit: Unit) -> Callable[[Role], User]:
    """Somebody in the post; people of a unit or branch are all of the one unit."""

    def make(role: Role) -> User:
        return make_user(
            role,
            unit=unit if role in OF_A_UNIT else None,
            branch=make_branch(unit) if role in OF_A_BRANCH else None,
        )

    return make


@pytest.fixture
def clerk(person) -> User:
    return person(Role.CLERK)


@pytest.fixture
def head(person) -> User:
    return person(Role.HEAD)


@pytest.fixture
def officer(person) -> User:
    return person(Role.OFFICER)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client that is signed in as this person."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="units.backends.PostBackend")
        return client

    return make


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Where stored files lie in this test alone."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = settings.STORAGES | {"default": storage}
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """procrastinate's tables are unmanaged, so the flush after a test with real transactions leaves their rows."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
            )
