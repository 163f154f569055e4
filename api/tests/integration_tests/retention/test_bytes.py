"""Bytes: what is forgotten, trashed and removed, and what never is."""

import errno
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import Table

from tests.integration_tests.assets.conftest import Tree, digest, file
from tests.integration_tests.retention.conftest import HOUR, Rows
from treeline.files.models import Blob
from treeline.files.ports import blob_names
from treeline.kernel.db import db
from treeline.kernel.storage import Storage, new_key
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.objects import KEYS, UnknownObjects

Run = Callable[[], dict[str, int]]
Travel = Callable[[float], None]
Stored = Callable[[], set[str]]


def test_bytes_go_two_days_after_the_last_file(tree: Tree, run: Run, rows: Rows, clock_travel: Travel, stored: Stored):
    first = tree.ready_file("a", b"equal")
    second = tree.made(file("b", b"equal", sha256=digest(b"equal")))["b"]["id"]
    kept = tree.ready_file("c", b"other")
    assert tree.delete(f"/nodes/{first}").status_code == 200
    clock_travel(25 * HOUR)
    assert run() == {}
    clock_travel(0)
    assert tree.delete(f"/nodes/{second}").status_code == 200
    clock_travel(24 * HOUR - 5)
    assert run() == {}
    clock_travel(24 * HOUR + 5)
    assert run() == {"unnamed_blobs": 1}
    assert rows("SELECT sha256 FROM blobs") == [(digest(b"other"),)]
    assert len(stored()) == 2
    clock_travel(48 * HOUR)
    assert run() == {}
    clock_travel(48 * HOUR + 10)
    assert run() == {"trashed_objects": 1}
    assert (len(stored()), rows("SELECT * FROM storage_trash")) == (1, [])
    clock_travel(0)
    assert tree.get(f"/files/{kept}").json["content"] == "other"


def test_the_same_bytes_sent_again_are_another_object(tree: Tree, run: Run, clock_travel: Travel, stored: Stored):
    tree.delete(f"/nodes/{tree.ready_file('a', b'bytes')}")
    (old,) = stored()
    clock_travel(24 * HOUR + 5)
    assert run() == {"unnamed_blobs": 1}
    clock_travel(0)
    again = tree.made(file("a", b"bytes", sha256=digest(b"bytes")))["a"]
    assert tree.send(again, b"bytes").status_code == 204
    (new,) = stored() - {old}
    clock_travel(49 * HOUR)
    assert run() == {"trashed_objects": 1}
    assert stored() == {new}
    clock_travel(0)
    assert tree.get(f"/files/{again['id']}").json["content"] == "bytes"


def test_an_object_goes_with_the_last_of_its_blobs(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    first, second = tree.ready_file("a", b"first"), tree.ready_file("b", b"second")
    (key,) = rows("SELECT storage_key FROM blobs WHERE sha256 = :sha256", sha256=digest(b"second"))[0]
    rows("UPDATE blobs SET storage_key = :key", key=key)
    tree.delete(f"/nodes/{first}")
    clock_travel(25 * HOUR)
    # The object that the first one had stands nowhere now.
    assert run() == {"unnamed_blobs": 1}
    assert rows("SELECT * FROM storage_trash") == []
    clock_travel(0)
    tree.delete(f"/nodes/{second}")
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 1}
    assert [trashed for (trashed,) in rows("SELECT storage_key FROM storage_trash")] == [key]


def test_trash_that_a_row_names_is_never_removed(tree: Tree, run: Run, rows: Rows, clock_travel: Travel):
    node = tree.ready_file("a", b"bytes")
    rows("INSERT INTO storage_trash SELECT storage_key, created_at FROM blobs")
    clock_travel(49 * HOUR)
    assert run() == {}
    clock_travel(0)
    assert tree.get(f"/files/{node}").json["content"] == "bytes"
    # When it is forgotten, its day begins anew.
    tree.delete(f"/nodes/{node}")
    clock_travel(49 * HOUR)
    assert run() == {"unnamed_blobs": 1}
    clock_travel(74 * HOUR)
    assert run() == {"trashed_objects": 1}


def test_objects_that_no_row_names_go_after_two_days(
    tree: Tree, run: Run, rows: Rows, clock_travel: Travel, stored: Stored, objects: Storage
):
    node = tree.ready_file("named", b"named")
    (named_key,) = stored()
    lost, trashed = new_key(), new_key()
    for key in (lost, trashed):
        objects.put(key, iter([b"bytes"]))
    rows("INSERT INTO storage_trash VALUES (:key, now() + interval '9 days')", key=trashed)
    clock_travel(48 * HOUR - 5)
    assert run() == {}
    clock_travel(48 * HOUR + 5)
    assert run() == {"unknown_objects": 1}
    assert stored() == {named_key, str(trashed)}
    clock_travel(0)
    assert tree.get(f"/files/{node}").json["content"] == "named"


def test_a_new_database_removes_nothing_of_an_old_storage(run: Run, rows: Rows, objects: Storage, tmp_path: Path):
    """Whoever lost the database starts an empty one first, and restores the dump then."""
    key = new_key()
    objects.put(key, iter([b"bytes"]))
    long_ago = 1_000_000_000
    for path in tmp_path.rglob(str(key)):
        os.utime(path, (long_ago, long_ago))
    rows("DELETE FROM installation")
    assert run() == {}
    rows("INSERT INTO installation VALUES (1, now() - interval '47 hours', '')")
    assert run() == {}
    rows("UPDATE installation SET setup_at = now() - interval '49 hours'")
    assert run() == {"unknown_objects": 1}


class Listening:
    """A storage that notes what is asked of it."""

    def __init__(self):
        self.asked: list[tuple[str, datetime]] = []

    def remove_unfinished(self, older_than: datetime) -> None:
        self.asked.append(("remove_unfinished", older_than))

    def list(self, older_than: datetime) -> Iterator[tuple[UUID, int]]:
        self.asked.append(("list", older_than))
        return iter(())


def test_uploads_are_broken_off_a_day_before_their_objects_could_go(
    tree: Tree, context: FlaskApp, clock_travel: Travel
):
    """S3 dates an object by the beginning of its upload: one of two days would be unknown and old when it is done."""
    clock_travel(49 * HOUR)
    storage = Listening()
    assert UnknownObjects(cast(Storage, storage), Ages()).run() == 0
    (first, unfinished), (second, listed) = storage.asked
    assert (first, second) == ("remove_unfinished", "list")
    assert unfinished - listed == pytest.approx(timedelta(days=1), abs=timedelta(minutes=1))


class Failing:
    """A storage that fails at the third removal."""

    def __init__(self, objects: Storage):
        self._objects, self._left = objects, 2

    def __getattr__(self, name: str):
        return getattr(self._objects, name)

    def delete(self, key: UUID) -> None:
        if self._left == 0:
            raise OSError(errno.EIO, "the storage is away")
        self._left -= 1
        self._objects.delete(key)


def test_it_goes_on_where_it_broke_off(
    tree: Tree, run: Run, rows: Rows, clock_travel: Travel, stored: Stored, context: FlaskApp
):
    for index in range(5):
        tree.delete(f"/nodes/{tree.ready_file(f'f{index}', os.urandom(9))}")
    clock_travel(25 * HOUR)
    assert run() == {"unnamed_blobs": 5}
    clock_travel(50 * HOUR)
    empty_trash = context.extensions["celery"].tasks["files.empty_trash"]
    whole = context.extensions["storage"]
    context.extensions["storage"] = Failing(whole)
    with pytest.raises(OSError, match="away"):
        empty_trash()
    context.extensions["storage"] = whole
    assert len(stored()) == 3
    assert run() == {"trashed_objects": 3}
    assert (stored(), rows("SELECT * FROM storage_trash")) == (set(), [])


class Stubborn(Failing):
    """Keeps some objects, and tells how often it was asked."""

    def __init__(self, objects: Storage, *keeps: UUID):
        super().__init__(objects)
        self.keeps, self.asked = keeps, 0

    def delete(self, key: UUID) -> None:
        self.asked += 1
        if key in self.keeps:
            raise OSError(errno.EACCES, "it is locked")
        self._objects.delete(key)


def test_an_object_that_stays_keeps_no_other(
    tree: Tree, run: Run, clock_travel: Travel, stored: Stored, context: FlaskApp
):
    for index in range(12):
        tree.delete(f"/nodes/{tree.ready_file(f'f{index}', os.urandom(9))}")
    clock_travel(25 * HOUR)
    run()
    clock_travel(50 * HOUR)
    empty_trash = context.extensions["celery"].tasks["files.empty_trash"]
    whole, keys = context.extensions["storage"], sorted(UUID(key) for key in stored())
    context.extensions["storage"] = away = Stubborn(whole, *keys)
    with pytest.raises(OSError, match="locked"):
        empty_trash()
    # Nobody waits for each of many in vain.
    assert away.asked < len(keys)
    context.extensions["storage"] = Stubborn(whole, keys[0], keys[7])
    with pytest.raises(OSError, match="locked"):
        empty_trash()
    assert stored() == {str(keys[0]), str(keys[7])}
    context.extensions["storage"] = whole
    assert run() == {"trashed_objects": 2}


def tables_with(column: str) -> set[Table]:
    return {table for table in db.metadata.tables.values() if column in table.columns}


def test_every_table_that_names_bytes_is_asked(tree: Tree, context: FlaskApp):
    """Retention would remove the bytes of one that is not."""
    asked = {table for names in blob_names.given() for table in names(UUID(tree.app_id)).get_final_froms()}
    assert asked >= tables_with("sha256") - {Blob.__table__}
    columns = (column for table in db.metadata.tables.values() for column in table.columns)
    named = {str(column) for column in columns if column.name.endswith("storage_key")}
    assert {f"{key.class_.__tablename__}.{key.key}" for key in KEYS} == named
