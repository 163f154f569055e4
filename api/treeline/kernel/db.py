"""The transaction boundary, with the only commit in the code base."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import current_app
from flask.cli import FlaskGroup
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from sqlalchemy import DateTime, Executable, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session

from treeline.kernel import current, dialects, mysql, returning
from treeline.kernel.settings import KernelSettings

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parents[2] / "migrations"

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=CONSTRAINT_NAMES),
        type_annotation_map={datetime: DateTime(timezone=True), UUID: Uuid()},
    )


# Rows stay readable after the commit; `unit_of_work` forgets them, so the next one never sees a stale row.
db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})

# What MySQL calls otherwise is known before the first statement is built.
_ = dialects, returning

# Services are built with either: the request's, which follows the app context, or one of their own.
DbSession = scoped_session[FlaskSession] | Session

_after_commit: ContextVar[list[Callable[[], object]] | None] = ContextVar("after_commit", default=None)


def migrations_are_wanted() -> bool:
    """By `flask db`, or whoever has loaded Flask-Migrate. A server has no use for it, and starts a tenth sooner."""
    context = click.get_current_context(silent=True)
    by_flask = context is not None and isinstance(context.find_root().command, FlaskGroup)
    return by_flask or "flask_migrate" in sys.modules


@contextmanager
def unit_of_work() -> Iterator[DbSession]:
    """One transaction: committed at the end, rolled back on any exception; enqueued tasks leave after the commit."""
    if _after_commit.get() is not None:
        raise RuntimeError("A unit of work is open already: mark the view or task transactional=False.")
    pending: list[Callable[[], object]] = []
    token = _after_commit.set(pending)
    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.close()
        _after_commit.reset(token)
    for act in pending:
        act()


def unit_under_way() -> object | None:
    """The unit of work that is open here, to be told from others."""
    return _after_commit.get()


def require_no_transaction() -> None:
    """Whoever waits for another server holds no connection to the database meanwhile."""
    if _after_commit.get() is not None:
        raise RuntimeError("A unit of work is open: speak to other servers before or after it.")


def tuples_of(session: DbSession, query: Executable, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows as the driver makes them. Of 100,000 SQLAlchemy's own would cost a tenth more, and more again to unpack."""
    # By the connection: the session would make objects of what a query with models in it returns.
    cursor: Any = session.connection().execute(query, values).cursor
    return cursor.fetchall()


def after_commit(act: Callable[[], object]) -> None:
    """Run `act` once the surrounding unit of work has committed; never if it has not.

    `act` deals with its own failures: what is committed must not be answered with an error.
    """
    pending = _after_commit.get()
    if pending is None:
        raise RuntimeError("Nothing to wait for: no unit of work is open.")
    pending.append(act)


def enqueue(name: str, *args: object, unsent: Callable[[], None] = lambda: None) -> None:
    """Send a task, by name, once the surrounding transaction has committed.

    The name is looked up now, so that a misspelt one fails here. A broker that is away is logged and not the caller's
    fault: whatever must not be lost has a row that a sweep finds. `unsent` may tell it so.
    """
    task = current_app.extensions["celery"].tasks[name]

    def send() -> None:
        # The broker's own client would wait for one that is silent, again and again.
        failure: Exception | str = "Redis does not answer" if current.redis().is_silent() else ""
        try:
            if not failure:
                task.apply_async(args)
        except (BrokerError, RedisError) as error:
            failure = error
        if failure:
            log.warning("task %s%r not sent: %s", name, args, failure)
            unsent()

    after_commit(send)


# lock_timeout: nobody waits for ever, and psycopg2 can freeze a process that waits for a lock inside COPY.
# enable_seqscan: foreign keys are checked by plans that a connection makes once and keeps. Made while a table is nearly
# empty, such a plan scans; 10,000 nodes later each of them is a scan (docs/decisions/0002). Every query has its index.
SESSION = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
    "enable_seqscan": "off",
    "jit": "off",
}


# What a crowd needed goes back to the other processes: PostgreSQL ends what has been idle for so long, and the next
# check-out notices. Those that were used last are used first, so the others do become idle.
IDLE_SECONDS = 15


def engine_options(settings: KernelSettings, idle_seconds: int | None = None) -> dict[str, object]:
    options: dict[str, object] = {
        "pool_use_lifo": True,
        "pool_size": settings.sqlalchemy_pool_size,
        "max_overflow": settings.sqlalchemy_pool_size,
        "pool_timeout": settings.sqlalchemy_pool_timeout,
        "pool_pre_ping": settings.sqlalchemy_pool_pre_ping,
        "echo": settings.sqlalchemy_echo,
    }
    closes_idle = settings.sqlalchemy_pool_pre_ping
    if mysql.is_mysql_url(settings.sqlalchemy_url):
        idle = {"wait_timeout": str(idle_seconds or mysql.IDLE_SECONDS)} if closes_idle else {}
        return {**options, "isolation_level": mysql.ISOLATION, "connect_args": mysql.connect_args(idle)}
    session = SESSION | ({"idle_session_timeout": f"{idle_seconds or IDLE_SECONDS}s"} if closes_idle else {})
    set_at_start = " ".join(f"-c {name}={value}" for name, value in session.items())
    return {**options, "connect_args": {"connect_timeout": 5, "options": set_at_start}}
