"""Health and queues, as the console, `treeline queues` and `treeline doctor` show them."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import redis
from alembic.config import Config
from alembic.script import ScriptDirectory
from redis.exceptions import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from treeline.kernel.storage import Storage
from treeline.kernel.tasks import QUEUES
from treeline.operations.heartbeat import Heartbeat


@dataclass(frozen=True)
class Queue:
    """`depth`: messages that wait. `oldest_age`: seconds that the oldest of them has waited; None if none waits."""

    name: str
    depth: int
    consumers: int
    oldest_age: float | None


@dataclass(frozen=True)
class Check:
    ok: bool
    message: str


def queues(client: redis.Redis) -> list[Queue]:
    """All 18, in their order."""
    with client.pipeline(transaction=False) as pipe:
        for name in QUEUES:
            pipe.llen(name)
            # kombu pushes left and pops right: the oldest stands last.
            pipe.lindex(name, -1)
        found = pipe.execute()
    consumers = Heartbeat(client).consumer_counts()
    return [Queue(name, found[2 * i], consumers[name], _age(found[2 * i + 1])) for i, name in enumerate(QUEUES)]


def _age(message: bytes | None) -> float | None:
    if message is None:
        return None
    enqueued_at = json.loads(message)["headers"].get("enqueued_at")
    return None if enqueued_at is None else round(max(0.0, time.time() - enqueued_at), 1)


class Health:
    """What the API cannot work without, checked now."""

    def __init__(self, engine: Engine, client: redis.Redis, objects: Storage, migrations: str):
        self.engine, self.client, self.objects, self.migrations = engine, client, objects, migrations

    def checks(self) -> dict[str, Check]:
        return {
            "database": _check(self._database),
            "schema": _check(self._schema),
            "redis": _check(self._redis),
            "storage": _check(self.objects.check),
        }

    def _database(self) -> None:
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def _schema(self) -> None:
        with self.engine.connect() as connection:
            current = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        wanted = migration_heads(self.migrations)
        if set(current) != set(wanted):
            raise WrongSchema(f"The schema is at {current or 'nothing'}, the code at {wanted}: run `flask db upgrade`.")

    def _redis(self) -> None:
        self.client.ping()


class WrongSchema(Exception):
    """The database was not migrated to what this code expects, or further."""


@lru_cache
def migration_heads(folder: str) -> tuple[str, ...]:
    config = Config()
    config.set_main_option("script_location", folder)
    return tuple(ScriptDirectory.from_config(config).get_heads())


def _check(run: Callable[[], None]) -> Check:
    try:
        run()
    except (SQLAlchemyError, RedisError, OSError, WrongSchema) as error:
        # The first line says it; what follows may hold a statement or an address.
        return Check(False, str(error).partition("\n")[0])
    return Check(True, "ok")
