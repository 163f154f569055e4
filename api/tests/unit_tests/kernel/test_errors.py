"""What the drivers' errors become: a lost connection is 503 and worth a retry, whatever class libpq gives it; a full
disk, database or Redis is 507."""

import errno
import os

import psycopg2
import pymysql
import pytest
from flask import Flask
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import OutOfMemoryError, ResponseError
from sqlalchemy.exc import DatabaseError, OperationalError

from treeline.kernel.errors import is_busy, register_errors

LOST = "server closed the connection unexpectedly"


def status_of(error: Exception) -> tuple[int, str]:
    flask_app = Flask(__name__)
    register_errors(flask_app)

    @flask_app.get("/")
    def fail() -> str:
        raise error

    reply = flask_app.test_client().get("/")
    return reply.status_code, reply.json["code"]


@pytest.mark.parametrize(
    "error",
    [
        psycopg2.OperationalError(LOST),
        psycopg2.InterfaceError("connection already closed"),
        # Met where the server was killed while an answer was being read.
        psycopg2.DatabaseError(LOST),
        DatabaseError("SELECT 1", {}, psycopg2.DatabaseError(LOST)),
    ],
    ids=lambda error: type(error).__module__ + "." + type(error).__name__,
)
def test_a_lost_connection_is_503(error: Exception):
    assert status_of(error) == (503, "database_unavailable")


def test_a_faulty_statement_is_a_bug():
    assert status_of(psycopg2.ProgrammingError("no results to fetch")) == (500, "internal_server_error")
    assert status_of(DatabaseError("SELECT 1", {}, psycopg2.DataError("bad"))) == (500, "internal_server_error")


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (pymysql.err.OperationalError(2013, "Lost connection"), 503, "database_unavailable"),
        (pymysql.err.InterfaceError(0, ""), 503, "database_unavailable"),
        (pymysql.err.OperationalError(1040, "Too many connections"), 503, "too_many_connections"),
        (pymysql.err.OperationalError(1213, "Deadlock found when trying to get lock"), 503, "busy"),
        (pymysql.err.OperationalError(1205, "Lock wait timeout exceeded"), 503, "busy"),
        (pymysql.err.OperationalError(1114, "The table 'runs' is full"), 507, "database_full"),
        (pymysql.err.ProgrammingError(1064, "You have an error in your SQL syntax"), 500, "internal_server_error"),
        (pymysql.err.DataError(1406, "Data too long for column 'name' at row 1"), 400, "text_too_long"),
        (pymysql.err.OperationalError(1054, "Unknown column"), 500, "internal_server_error"),
    ],
)
def test_errors_of_mysql(error: Exception, status: int, code: str):
    assert status_of(DatabaseError("SELECT 1", {}, error)) == (status, code)


def of_postgres(kind: type[psycopg2.Error], code: str | None, message: str) -> psycopg2.Error:
    error = kind(message)
    error.__setstate__({"pgcode": code})
    return error


@pytest.mark.parametrize(
    ("error", "busy"),
    [
        (of_postgres(psycopg2.errors.LockNotAvailable, "55P03", "canceling statement due to lock timeout"), True),
        (of_postgres(psycopg2.errors.DeadlockDetected, "40P01", "deadlock detected"), True),
        (of_postgres(psycopg2.errors.QueryCanceled, "57014", "canceling statement due to statement timeout"), False),
        (pymysql.err.OperationalError(3572, "NOWAIT is set."), True),
        (pymysql.err.OperationalError(2013, "Lost connection"), False),
    ],
)
def test_busy_is_what_someone_else_has_locked(error: Exception, busy: bool):
    assert is_busy(OperationalError("SELECT 1", {}, error)) is is_busy(error) is busy


EXTEND = 'could not extend file "base/16384/2619": '
FULL = of_postgres(psycopg2.errors.DiskFull, "53100", EXTEND + "No space left on device")
QUOTA = of_postgres(psycopg2.errors.InternalError_, "XX000", EXTEND + "Disk quota exceeded")
AOF = "MISCONF Errors writing to the AOF file: No space left on device"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FULL, "database_full"),
        (QUOTA, "database_full"),
        (OperationalError("INSERT", {}, FULL), "database_full"),
        (OutOfMemoryError("command not allowed when used memory > 'maxmemory'."), "redis_full"),
        (ResponseError(AOF), "redis_full"),
        (ResponseError("MISCONF Valkey is configured to save RDB snapshots, but it's unable to"), "redis_full"),
        (ResponseError(f"Command # 1 (SET a b) of pipeline caused error: {AOF}"), "redis_full"),
        (
            ResponseError("OOM command not allowed when used memory > 'maxmemory'. script: 0a, on @user_script:1."),
            "redis_full",
        ),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "storage_full"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "storage_full"),
    ],
)
def test_full_is_507_and_says_what_is_full(error: Exception, code: str):
    assert status_of(error) == (507, code)


def test_a_redis_that_is_away_or_asked_wrongly_is_not_full():
    assert status_of(RedisAway("Connection refused")) == (503, "redis_unavailable")
    assert (
        status_of(ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value"))[1] != "redis_full"
    )
