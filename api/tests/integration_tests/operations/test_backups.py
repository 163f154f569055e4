"""Backups of a real database and a real storage, restored into others."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis import Redis
from sqlalchemy import JSON, insert, select, text, update

from tests.conftest import TEMPLATE
from tests.integration_tests.walls.digest import Digest as TablesDigest
from tests.processes import database
from tests.s3 import S3Server, on_s3
from tests.table_rows import fill, without_checks
from treeline import create_app
from treeline.accounts.service import secret_check
from treeline.conversations.models import Message
from treeline.files.models import Blob, StorageTrash
from treeline.files.reading import is_kept, kept_objects
from treeline.files.removal import empty_trash
from treeline.kernel.clock import now
from treeline.kernel.db import Model, db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.operations.backups import errors
from treeline.operations.backups.making import Made
from treeline.operations.backups.service import Restored, make_backup, restore_backup, verify_backup
from treeline.operations.heartbeat import Heartbeat
from treeline.settings import Settings

ROWS = 30
PASSPHRASE = b"a passphrase of tests"


def quiet(*_: object) -> None:
    """Nobody looks."""


@dataclass
class System:
    app: FlaskApp
    settings: Settings

    def back_up(self, target: str, **options: Any) -> Made:
        with self.app.app_context():
            return make_backup(target, self.settings, quiet, **options)

    def restore(self, source: str, **options: Any) -> Restored:
        with self.app.app_context():
            return restore_backup(source, self.settings, quiet, **options)

    def digest(self) -> dict[str, tuple[int, str]]:
        with self.app.app_context(), db.engine.connect() as connection:
            return TablesDigest(connection).taken()

    def change(self, *statements: Any) -> None:
        with self.app.app_context(), unit_of_work() as session:
            for each in statements:
                session.execute(each)


@pytest.fixture
def system(settings: Settings, tmp_path: Path) -> Iterator[Callable[..., System]]:
    """Makes a system of its own: an empty database and an empty storage."""
    # Redis is shared: workers of earlier tests may seem to be there still.
    Redis.from_url(settings.redis_address).flushdb()
    with ExitStack() as stack:

        def make(**changed: Any) -> System:
            own = stack.enter_context(database(settings, TEMPLATE))
            own = own.model_copy(update={"treeline_data": tmp_path / uuid4().hex, **changed})
            app = create_app(own)
            with app.app_context(), db.engine.begin() as connection:
                without_checks(connection)
            stack.callback(_dispose, app)
            return System(app, own)

        yield make


def _dispose(app: FlaskApp) -> None:
    with app.app_context():
        db.engine.dispose()
    app.extensions["relay"].close()


@pytest.fixture
def source(system: Callable[..., System]) -> System:
    """Rows in all tables; some of the objects that they name are there."""
    made = system()
    with made.app.app_context():
        with db.engine.begin() as connection:
            fill(connection, ROWS)
            connection.execute(
                text("UPDATE installation SET secret_check = :check"),
                {"check": secret_check(made.settings.secret_key or "")},
            )
        _store(made, 12)
    return made


def _store(made: System, count: int) -> dict[UUID, bytes]:
    """Objects for blobs: empty ones, small ones, twins, and one of several parts."""
    draw, stored = random.Random(2), dict[UUID, bytes]()
    with unit_of_work() as session:
        keys = list(session.scalars(select(Blob.storage_key).order_by(Blob.storage_key).limit(count)))
    for number, key in enumerate(keys):
        data = draw.randbytes(9_000_000 if number == 1 else number * 100)
        stored[key] = stored[keys[2]] if number == 3 else data
        made.app.extensions["storage"].put(key, [stored[key]])
    return stored


def objects(system: System) -> dict[UUID, bytes]:
    storage = system.app.extensions["storage"]
    found = dict(storage.list(now().replace(year=2999)))
    return {key: b"".join(storage.read(key, 0, size)) for key, size in found.items()}


def test_a_restored_system_is_the_same(source: System, system: Callable[..., System], tmp_path: Path):
    target = system()
    made = source.back_up(f"{tmp_path}/all.tar")
    assert len(made.manifest.tables) == len(Model.metadata.tables)
    assert all(table.rows for table in made.manifest.tables)
    before = source.digest()
    done = target.restore(f"{tmp_path}/all.tar")
    assert changed_but_indexes(before, target.digest()) == []
    assert objects(target) == objects(source)
    assert "were missing" in done.notes[-1]
    assert nulls(target) == nulls(source)
    assert all(nulls(source))


def nulls(system: System) -> tuple[int, int]:
    """Of columns of JSON: no value, and JSON's null. A driver says None for both."""
    columns = [
        (table.name, each.name)
        for table in Model.metadata.tables.values()
        for each in table.columns
        if isinstance(each.type, JSON)
    ]
    query = " UNION ALL ".join(f'SELECT "{name}"::text AS it FROM "{table}"' for table, name in columns)
    counted = f"SELECT count(*) FILTER (WHERE it IS NULL), count(*) FILTER (WHERE it = 'null') FROM ({query}) AS every"
    with system.app.app_context(), db.engine.connect() as connection:
        absent, null = connection.execute(text(counted)).one()
    return absent, null


def changed_but_indexes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Documents are marked to be indexed again; which store has an index is the new system's choice. One table has JSON
    as text, of which the order of keys is not kept; the restore itself has compared the values."""
    marked = {"documents", "knowledge_indexes", "idempotency_keys"}
    return [name for name in before if name not in marked and before[name] != after[name]]


def test_a_second_backup_writes_what_has_changed(source: System, tmp_path: Path):
    folder = str(tmp_path / "backup")
    first = source.back_up(folder)
    again = source.back_up(folder)
    assert again.written < first.written / 10
    assert sum(len(stream) for stream in again.manifest.contents.streams) == len(first.manifest.contents.streams[0])
    key = uuid4()
    source.app.extensions["storage"].put(key, [b"new"])
    with source.app.app_context(), unit_of_work() as session:
        blob = session.scalars(select(Blob).limit(1)).one()
        blob.storage_key = key
    third = source.back_up(folder)
    assert third.written < first.written / 10
    assert verify_backup(folder, source.settings, None, quiet).contents.count == third.manifest.contents.count


def test_backup_and_restore_on_s3(source: System, system: Callable[..., System], s3: S3Server):
    bucket = s3.bucket()
    place = f"s3://{bucket['S3_BUCKET_NAME']}/backups/one"
    source.settings = on_s3({**bucket, "STORAGE_TYPE": "local"}, source.settings)
    source.back_up(place, passphrase=PASSPHRASE)
    target = system(**{name.lower(): value for name, value in s3.bucket().items()})
    target.restore(place, passphrase=PASSPHRASE)
    assert changed_but_indexes(source.digest(), target.digest()) == []
    assert objects(target) == objects(source)


def test_only_an_empty_system_is_restored_into(source: System, system: Callable[..., System], tmp_path: Path):
    source.back_up(str(tmp_path / "backup"))
    before = source.digest()
    with pytest.raises(errors.TargetNotEmpty, match="rows in accounts"):
        source.restore(str(tmp_path / "backup"))
    assert source.digest() == before
    other = system(secret_key="another")
    with pytest.raises(errors.OtherSecretKey, match="doesn't have its key"):
        other.restore(str(tmp_path / "backup"))
    Heartbeat(other.app.extensions["redis"]).worker("one", ["mail"])
    try:
        with pytest.raises(errors.TargetInUse):
            other.restore(str(tmp_path / "backup"))
    finally:
        Heartbeat(other.app.extensions["redis"]).worker_gone("one")
    assert not any(rows for rows, _ in other.digest().values())


def test_an_encrypted_backup_shows_nothing(source: System, tmp_path: Path):
    folder = tmp_path / "backup"
    source.back_up(str(folder), passphrase=PASSPHRASE, with_secret_key=True)
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert (source.settings.secret_key or "-").encode() not in everything
    with pytest.raises(errors.PassphraseRequired):
        verify_backup(str(folder), source.settings, None, quiet)
    with pytest.raises(errors.WrongPassphrase):
        verify_backup(str(folder), source.settings, b"wrong", quiet)
    assert verify_backup(str(folder), source.settings, PASSPHRASE, quiet).secret_key == source.settings.secret_key


def test_nothing_is_removed_while_a_backup_reads(source: System):
    key = uuid4()
    storage = source.app.extensions["storage"]
    storage.put(key, [b"read by a backup"])
    source.change(insert(StorageTrash).values(storage_key=key, not_before=now()))
    with source.app.app_context():
        with kept_objects():
            empty_trash(storage)
            assert b"".join(storage.read(key, 0, 100)) == b"read by a backup"
        assert not is_kept()
        empty_trash(storage)
    assert key not in objects(source)


def test_a_backup_is_of_one_moment(source: System, tmp_path: Path):
    """Rows that are changed while it reads are not in it."""
    first = source.back_up(str(tmp_path / "before"))
    told = list[str]()

    def write(what: str, done: int, _of: int) -> None:
        if what == "Rows" and not told:
            told.append(what)
            source.change(update(Message).values(query="changed meanwhile"))

    with source.app.app_context():
        made = make_backup(str(tmp_path / "meanwhile"), source.settings, write)
    assert told
    assert [t.digest for t in made.manifest.tables] == [t.digest for t in first.manifest.tables]


def test_other_places_are_left_alone(source: System, tmp_path: Path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "precious").write_text("mine")
    (tmp_path / "old.tar").write_text("mine")
    for place in ("folder", "old.tar", "folder/precious"):
        with pytest.raises(errors.PlaceTaken):
            source.back_up(str(tmp_path / place))
    assert (tmp_path / "folder" / "precious").read_text() == (tmp_path / "old.tar").read_text() == "mine"


class Stop(Exception):
    """Where a process would have been killed."""


@contextmanager
def stopped_after(steps: int) -> Iterator[Callable[..., None]]:
    left = steps

    def tell(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stop

    yield tell


@pytest.mark.parametrize("steps", [130, 260])
def test_a_restore_goes_on(source: System, system: Callable[..., System], tmp_path: Path, steps: int):
    source.back_up(str(tmp_path / "backup"))
    target = system()
    with target.app.app_context(), stopped_after(steps) as tell, pytest.raises(Stop):
        restore_backup(str(tmp_path / "backup"), target.settings, tell)
    target.restore(str(tmp_path / "backup"))
    assert changed_but_indexes(source.digest(), target.digest()) == []
    assert objects(target) == objects(source)
