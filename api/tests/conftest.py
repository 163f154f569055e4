"""Real PostgreSQL and Redis, started once a test process; each test in a transaction that is rolled back.

The cast: Alice owns a workspace, Bob is in it with the role normal, Mallory owns another one. Their accounts are there
before the first test; who of them a test asks for is logged in.
"""

import gc
import json
import os
from base64 import b64decode
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

import hypothesis
import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, event, text
from werkzeug.test import TestResponse

from tests import mysql_database
from tests.logs import secret, secrets_in
from tests.mysql_server import mariadb
from tests.s3 import S3Server
from tests.settings import settings_of, settle_environment
from treeline import create_app
from treeline.accounts.cookies import ACCESS, CSRF, REFRESH, Cookies
from treeline.accounts.models import WorkspaceMember
from treeline.accounts.service import AccountService
from treeline.accounts.sessions import Caller, SessionService
from treeline.embedded import servers as embedded
from treeline.files.removal import empty_trash
from treeline.kernel import clock
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.tasks import QUEUES
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

# The first draw builds Hypothesis' tables of all characters, which is slow on a new machine and no fault.
SLOW_START = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("full", deadline=None, suppress_health_check=SLOW_START)
hypothesis.settings.register_profile("quick", hypothesis.settings.get_profile("full"), max_examples=30)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

settle_environment()

# As in app.py: what is imported and collected lives for ever, and looking through it took a fifth of the tests' time.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test fails in whose logs there is a secret."""
    report = yield
    logged = "".join(text for name, text in report.sections if name.startswith("Captured stderr"))
    if report.passed and (found := secrets_in(logged)):
        report.outcome, report.longrepr = "failed", f"The logs of this test have secrets in them: {sorted(found)}"
    return report


TEMPLATE = "treeline_template"
PASSWORD = "Correct-horse-9"


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded.Servers]:
    with embedded.start(tmp_path_factory.mktemp("servers"), durable=False) as running:
        yield running


class Members(NamedTuple):
    alice: WorkspaceMember
    bob: WorkspaceMember
    mallory: WorkspaceMember


class Installed(NamedTuple):
    settings: Settings
    members: Members


@pytest.fixture(scope="session")
def database_url(servers: embedded.Servers) -> Iterator[str]:
    """PostgreSQL's, or with TEST_DATABASE=mysql that of a private MariaDB; TEST_DATABASE_URL: a MySQL that runs."""
    if own := os.environ.get("TEST_DATABASE_URL"):
        yield own
    elif os.environ.get("TEST_DATABASE") == "mysql":
        with mariadb() as address:
            yield address
    else:
        yield servers.database_url


@pytest.fixture(scope="session")
def installed(servers: embedded.Servers, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A migrated database with the cast in it; `treeline_template` is an empty copy of it, for tests that commit."""
    made = settings_of(
        database_url=database_url,
        redis_url=servers.redis_url,
        treeline_data=tmp_path_factory.mktemp("data"),
        # Whether somebody has built the console here must make no difference.
        console_folder=tmp_path_factory.mktemp("no-console"),
    )
    on_mysql = made.sqlalchemy_url.startswith("mysql")
    if on_mysql:
        mysql_database.make(made.sqlalchemy_url)
    flask_app = create_app(made)
    with flask_app.app_context():
        upgrade()
        db.engine.dispose()
    if not on_mysql:
        _make_template(made.sqlalchemy_url)
    members = make_members(flask_app)
    with flask_app.app_context():
        db.engine.dispose()
    return Installed(made, members)


def _make_template(url: str) -> None:
    admin = create_engine(url.replace("/treeline?", "/postgres?"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {TEMPLATE} TEMPLATE treeline"))
    admin.dispose()


@pytest.fixture(scope="session")
def settings(installed: Installed) -> Settings:
    return installed.settings


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with S3Server() as running:
        yield running


@pytest.fixture(scope="session")
def flask_app(settings: Settings) -> Iterator[FlaskApp]:
    made = create_app(settings)
    # All use one connection here; whatever reads rows beside a test would be in its transaction.
    made.extensions["relay"].ends = None
    yield made
    made.extensions["relay"].close()


@contextmanager
def one_transaction(flask_app: FlaskApp) -> Iterator[Connection]:
    """Everything happens in this connection's transaction: commits become savepoints, and nothing stays."""
    flask_app.extensions["redis"].flushdb()
    with flask_app.app_context():
        engine, engines = db.engine, cast(dict[str | None, Any], db.engines)
        db.session.configure(join_transaction_mode="create_savepoint")
    with engine.connect() as connection:
        transaction = connection.begin()
        engines[None] = connection
        try:
            yield connection
        finally:
            engines[None] = engine
            transaction.rollback()


@pytest.fixture
def rolled_back(flask_app: FlaskApp) -> Iterator[None]:
    """Nothing of a test stays."""
    with one_transaction(flask_app):
        yield
        clock.travel(timedelta())


@pytest.fixture
def client(flask_app: FlaskApp, rolled_back: None) -> FlaskClient:
    """Nobody: no cookies yet."""
    return flask_app.test_client()


@pytest.fixture
def context(flask_app: FlaskApp, rolled_back: None) -> Iterator[FlaskApp]:
    """An app context, for tests of services and tasks."""
    with flask_app.app_context():
        yield flask_app


@pytest.fixture
def clock_travel() -> Callable[[float], None]:
    """Move this process's clock ahead by so many seconds, counted from the real time."""
    return lambda seconds: clock.travel(timedelta(seconds=seconds))


class Sender:
    """Somebody who sends requests, each in the way of `open`."""

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        raise NotImplementedError

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.open("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.open("POST", path, **options)

    def put(self, path: str, **options: Any) -> TestResponse:
        return self.open("PUT", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.open("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.open("DELETE", path, **options)


class Person(Sender):
    """Somebody who is logged in. Paths are those of the console API unless they name another."""

    def __init__(self, client: FlaskClient, email: str, account_id: UUID, workspace_id: UUID, role: str):
        self.client, self.email, self.password = client, email, secret(PASSWORD)
        self.account_id, self.workspace_id, self.role = account_id, workspace_id, role

    def log_in(self) -> TestResponse:
        return self.client.post("/console/api/login", json={"email": self.email, "password": self.password})

    @property
    def csrf(self) -> str:
        cookie = self.client.get_cookie("csrf_token")
        return cookie.value if cookie else ""

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        own = ("http", "/console/", "/files/", "/health", "/openapi", "/docs", "/v1/", "/mcp")
        url = path if path.startswith(own) else f"/console/api{path}"
        headers = {"X-CSRF-Token": self.csrf, **options.pop("headers", {})}
        return self.client.open(url, method=method, headers=headers, **options)


class Program(Sender):
    """Whoever holds a key of an app. Paths are those of the service API unless they name another."""

    def __init__(self, client: FlaskClient, token: str):
        self.client, self.token = client, secret(token)

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        url = path if path.startswith(("http", "/console/", "/files/", "/v1/", "/mcp")) else f"/v1{path}"
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(url, method=method, headers=headers, **options)


def program(person: Person, app_id: str) -> Program:
    """One with a new key of a person's app, and without the person's cookies."""
    reply = person.post(f"/apps/{app_id}/api-keys")
    assert reply.status_code == 201, reply.json
    return Program(person.client.application.test_client(), reply.json["token"])


class Cast(NamedTuple):
    alice: Person
    bob: Person
    mallory: Person


def make_members(flask_app: FlaskApp) -> Members:
    with flask_app.app_context():
        accounts = AccountService(db.session, flask_app.extensions["settings"])
        with unit_of_work():
            alice = accounts.set_up("alice@example.com", "Alice", PASSWORD)
        with unit_of_work():
            bob = accounts.create_member(alice.workspace_id, "bob@example.com", "Bob", PASSWORD, "normal")
        with unit_of_work():
            mallory = accounts.create_owner("mallory@example.com", "Mallory", PASSWORD)
    return Members(alice, bob, mallory)


def logged_in(flask_app: FlaskApp, name: str, member: WorkspaceMember) -> Person:
    """With a session of one's own. Tests of the login log in themselves, which is slow on purpose."""
    person = Person(flask_app.test_client(), f"{name}@example.com", member.account_id, member.workspace_id, member.role)
    settings = flask_app.extensions["settings"]
    with flask_app.app_context(), unit_of_work() as session:
        tokens = SessionService(session, settings).open(member, Caller("127.0.0.1", "a browser"), remember=False)
    for cookie, value in ((ACCESS, tokens.access), (REFRESH, tokens.refresh), (CSRF, tokens.csrf)):
        person.client.set_cookie(Cookies(settings).name(cookie), secret(value), samesite="Lax")
    return person


def make_cast(flask_app: FlaskApp) -> Cast:
    return Cast(*(logged_in(flask_app, *each) for each in make_members(flask_app)._asdict().items()))


@pytest.fixture
def alice(flask_app: FlaskApp, installed: Installed, rolled_back: None) -> Person:
    return logged_in(flask_app, "alice", installed.members.alice)


@pytest.fixture
def bob(flask_app: FlaskApp, installed: Installed, rolled_back: None) -> Person:
    return logged_in(flask_app, "bob", installed.members.bob)


@pytest.fixture
def mallory(flask_app: FlaskApp, installed: Installed, rolled_back: None) -> Person:
    return logged_in(flask_app, "mallory", installed.members.mallory)


@pytest.fixture(name="cast")
def cast_of_three(alice: Person, bob: Person, mallory: Person) -> Cast:
    return Cast(alice, bob, mallory)


@pytest.fixture
def run_tasks(flask_app: FlaskApp) -> Callable[[], list[str]]:
    """Take what was sent to the broker and run it here, in the test's transaction, until nothing is left."""

    def run() -> list[str]:
        names: list[str] = []
        redis, celery = flask_app.extensions["redis"], flask_app.extensions["celery"]
        while message := next((raw for queue in QUEUES if (raw := redis.rpop(queue))), None):
            envelope = json.loads(message)
            name = envelope["headers"]["task"]
            args = json.loads(b64decode(envelope["body"]))[0]
            celery.tasks[name](*args)
            names.append(name)
        return names

    return run


@pytest.fixture
def stored(flask_app: FlaskApp) -> Callable[[], set[str]]:
    """The keys of the objects that lie in the storage."""
    return lambda: {str(key) for key, _ in flask_app.extensions["storage"].list(datetime.max.replace(tzinfo=UTC))}


@pytest.fixture
def kept(flask_app: FlaskApp, rolled_back: None, stored: Callable[[], set[str]]) -> Callable[[], set[str]]:
    """The same when everybody who reads has finished: what was replaced in the storage is gone."""

    def keys() -> set[str]:
        clock.travel(timedelta(hours=25))
        with flask_app.app_context():
            empty_trash(flask_app.extensions["storage"])
        clock.travel(timedelta())
        return stored()

    return keys


@pytest.fixture
def queries(flask_app: FlaskApp, rolled_back: None) -> Iterator[list[str]]:
    """Every statement that goes to the database, in order; clear it before what is to be counted."""
    statements: list[str] = []
    with flask_app.app_context():
        connection = db.engines[None]

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)
