"""What the driver's errors become: a lost connection is 503 and worth a retry, whatever class libpq gives it."""

import psycopg2
import pytest
from flask import Flask
from sqlalchemy.exc import DatabaseError

from treeline.kernel.errors import register_errors

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
