"""Stores to test with: SQLite in a file, and PostgreSQL for real."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from partwork.inbox.schema import METADATA, open_database
from partwork.inbox.store import Store
from tests.conftest import cannot_run
from tests.inbox import postgresql
from tests.inbox.running import Running, Sources, running


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the tests of this process."""
    if not postgresql.programs():
        cannot_run("PostgreSQL is not installed (Debian's package: postgresql)")
    folder = tmp_path_factory.mktemp("postgresql")
    for parent in [folder, *folder.parents][:4]:  # its user must be able to get there
        if parent.owner() == "root":
            parent.chmod(0o755)
    with postgresql.server(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, in each kind there is."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/inbox.sqlite3"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    engine = open_database(url)
    with engine.begin() as connection:
        METADATA.drop_all(connection)
    engine.dispose()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty store."""
    engine = open_database(database)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def sources() -> Iterator[Sources]:
    """A server of pages that link here."""
    server = Sources()
    yield server
    server.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a file."""
    engine = open_database(f"sqlite:///{tmp_path}/inbox.sqlite3")
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def inbox(sqlite: Store, sources: Sources, tmp_path: Path) -> Iterator[Running]:
    """A running inbox that may ask the server of sources, and takes pingbacks."""
    with running(sqlite, tmp_path, trusted=frozenset({sources.host}), pingbacks=True) as one:
        yield one
