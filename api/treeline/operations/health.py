"""What the API needs, checked now: that each part responds, accepts writes, and has free space."""

import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import redis
from redis.exceptions import RedisError
from sqlalchemy import Engine, delete, insert, inspect, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from treeline.kernel.connections import shortage
from treeline.kernel.dialects import MYSQL
from treeline.kernel.locks import NamedLock
from treeline.kernel.mysql import REPLACED
from treeline.kernel.schema import wrong_schema
from treeline.kernel.space import no_room
from treeline.kernel.storage import Storage
from treeline.operations.settings import OperationSettings

MB = 1_000_000
PROBE_SECONDS = 5
# The log of the database, and a temporary file of some 300 KB: neither leaves a row.
WRITE = "SELECT pg_logical_emit_message(true, 'treeline', 'health')"
# No lock has it.
PROBED = -1
SPILL = "SELECT count(*) FROM generate_series(1, 10000)"

Failure = SQLAlchemyError | RedisError | OSError


@dataclass(frozen=True)
class Check:
    ok: bool
    state: Literal["ok", "low", "full", "failing"]
    message: str


class WrongSchema(Exception):
    """The database was not migrated to what this code expects, or further."""


class LittleRoom(Exception):
    """It works, and will not for long."""


class Limited(Exception):
    """One feature doesn't work; the rest does."""


class Health:
    """Of one process. Anyone may ask at any rate, so what it writes is written every few seconds only."""

    def __init__(
        self,
        settings: OperationSettings,
        engine: Callable[[], Engine],
        client: redis.Redis,
        objects: Storage,
        vectors: Callable[[Engine], None],
    ):
        """`vectors`: raises Limited if knowledge bases can't work. It may take its time."""
        self.settings, self.engine, self.client = settings, engine, client
        self.objects = objects
        self._database_write, self._redis_write = _Probe(self._write_to_database), _Probe(self._write_to_redis)
        self._storage_write = _Probe(objects.probe)
        self._vectors = _Look(vectors)
        # As the last write to the database found it.
        self._shortage: str | None = None

    def checks(self) -> dict[str, Check]:
        return {
            "database": self.database(),
            "schema": self.schema(),
            "redis": self.redis(),
            "storage": self.storage(),
            "disk": self.disk(),
            "vectors": _check(lambda: self._vectors(self.engine())),
        }

    def database(self) -> Check:
        check = _check(self._database)
        if check.state != "ok" or self.engine().dialect.name not in MYSQL:
            return check
        return replace(check, message=f"ok; otherwise than on PostgreSQL, {REPLACED}")

    def schema(self) -> Check:
        return _check(self._schema)

    def redis(self) -> Check:
        return _check(self._redis)

    def storage(self) -> Check:
        return _check(self._storage)

    def disk(self) -> Check:
        return _check(self._disk)

    def _database(self) -> None:
        with self.engine().connect() as connection:
            connection.execute(text("SELECT 1"))
        self._database_write()
        if self._shortage is not None:
            raise LittleRoom(self._shortage)

    def _schema(self) -> None:
        if reason := wrong_schema(self.engine()):
            raise WrongSchema(reason)

    def _redis(self) -> None:
        self.client.ping()
        self._redis_write()

    def _storage(self) -> None:
        self.objects.check()
        self._storage_write()

    def _disk(self) -> None:
        least = self.settings.health_min_free_mb * MB
        for what, free in _free_bytes(self._folders()):
            if free <= least:
                raise LittleRoom(f"{free / MB:,.0f} MB are free on the disk of {what}.")

    def free_mb(self) -> tuple[int, int]:
        """What is free on the fullest disk, and from where on that is too little."""
        free = min((free for _, free in _free_bytes(self._folders())), default=None)
        least = self.settings.health_min_free_mb
        return (least + 1 if free is None else free // MB), least

    def _folders(self) -> dict[str, Path]:
        folders = {"TREELINE_DATA": self.settings.treeline_data}
        if self.settings.storage_type == "local":
            folders["the stored files"] = self.settings.storage_folder
        return folders

    def _write_to_database(self) -> None:
        with self.engine().begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL work_mem = '64kB'"))
                connection.execute(text(SPILL))
                connection.execute(text(WRITE))
            elif inspect(connection).has_table(NamedLock.__tablename__):
                # A row that is gone by the end of the transaction: two that ask at once take turns.
                connection.execute(delete(NamedLock).where(NamedLock.number == PROBED))
                connection.execute(insert(NamedLock).values(number=PROBED))
                connection.execute(delete(NamedLock).where(NamedLock.number == PROBED))
        self._shortage = shortage(self.settings, self.engine())

    def _write_to_redis(self) -> None:
        self.client.set("treeline:health", 1, ex=60)


class _Probe:
    """Does something now and then, and raises what came of it each time in between."""

    def __init__(self, act: Callable[[], None]):
        self._act, self._lock = act, threading.Lock()
        self._due = 0.0
        self._failure: Failure | None = None

    def __call__(self) -> None:
        with self._lock:
            if time.monotonic() >= self._due:
                self._failure = _failure_of(self._act)
                self._due = time.monotonic() + PROBE_SECONDS
            failure = self._failure
        if failure is not None:
            raise failure.with_traceback(None)


class _Look:
    """Looks now and then, in a thread of its own, and says what it saw last: nobody waits for a server that hangs."""

    FIRST_SECONDS = 2

    def __init__(self, act: Callable[[Engine], None]):
        self._act, self._lock, self._seen = act, threading.Lock(), threading.Event()
        self._due, self._busy = 0.0, False
        self._failure: Exception | None = Limited("Not checked yet.")

    def __call__(self, engine: Engine) -> None:
        with self._lock:
            if time.monotonic() >= self._due and not self._busy:
                self._busy = True
                threading.Thread(target=self._look, args=(engine,), daemon=True).start()
        self._seen.wait(self.FIRST_SECONDS)
        if self._failure is not None:
            raise self._failure.with_traceback(None)

    def _look(self, engine: Engine) -> None:
        try:
            self._act(engine)
            failure = None
        except Exception as error:
            failure = Limited(str(error).partition("\n")[0])
        with self._lock:
            self._failure, self._busy, self._due = failure, False, time.monotonic() + PROBE_SECONDS
        self._seen.set()


def _failure_of(act: Callable[[], None]) -> Failure | None:
    try:
        act()
    except (SQLAlchemyError, RedisError, OSError) as failure:
        return failure
    return None


def _free_bytes(folders: dict[str, Path]) -> Iterable[tuple[str, int]]:
    """Of each disk once, by the first folder on it; a folder that is not there says nothing."""
    seen: set[int] = set()
    for what, folder in folders.items():
        try:
            disk, free = folder.stat().st_dev, shutil.disk_usage(folder).free
        except OSError:
            continue
        if disk not in seen:
            seen.add(disk)
            yield what, free


def _check(run: Callable[[], None]) -> Check:
    try:
        run()
    except LittleRoom as warning:
        return Check(True, "low", str(warning))
    except Limited as trouble:
        return Check(True, "failing", str(trouble))
    except (SQLAlchemyError, RedisError, OSError, WrongSchema) as error:
        # The first line says it; what follows may hold a statement or an address.
        said = error.orig if isinstance(error, DBAPIError) and error.orig else error
        message = str(said).partition("\n")[0]
        return Check(False, "full", f"Full: {message}") if no_room(error) else Check(False, "failing", message)
    return Check(True, "ok", "ok")
