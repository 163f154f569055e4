"""Who operates the installation: not whoever owns a workspace."""

from typing import Any

import pytest
from click.testing import CliRunner
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from tests.conftest import PASSWORD, TEMPLATE, Cast, Person, make_members
from tests.processes import database
from treeline import create_app
from treeline.accounts.models import Account, LoginSession
from treeline.cli import main
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

HOSTS = "/operations/allowed-hosts"
CALLS: list[tuple[str, str, Any]] = [
    ("GET", "/operations/queues", None),
    ("GET", HOSTS, None),
    ("POST", HOSTS, {"host": "localhost", "port": 11434}),
    ("DELETE", f"{HOSTS}?host=localhost&port=11434", None),
]


def statuses(person: Person) -> list[int]:
    return [person.open(method, path, json=body).status_code for method, path, body in CALLS]


def test_operations_are_an_instance_admins_alone(cast: Cast):
    assert statuses(cast.alice) == [200, 200, 201, 204]
    # Mallory owns her workspace, Bob is a member of Alice's.
    for other in (cast.mallory, cast.bob):
        assert other.get("/account/profile").json["is_instance_admin"] is False
        assert statuses(other) == [403] * 4
    assert "instance admin" in cast.mallory.get("/operations/queues").json["message"]


def test_each_task_is_told_with_its_queue(alice: Person, flask_app: FlaskApp):
    told = [(task, queue["name"]) for queue in alice.get("/operations/queues").json["data"] for task in queue["tasks"]]
    declared = flask_app.extensions["celery"].tasks.values()
    assert sorted(told) == sorted((task.name, task.runs_on) for task in declared if getattr(task, "runs_on", ""))
    assert ("runs.execute", "workflow_based_app_execution") in told


def test_it_is_the_account_that_counts_and_at_once(mallory: Person, alice: Person, flask_app: FlaskApp):
    with flask_app.app_context(), unit_of_work() as session:
        for account in session.scalars(select(Account)):
            account.is_instance_admin = account.id == mallory.account_id
    assert statuses(mallory) == [200, 200, 201, 204]
    assert statuses(alice) == [403] * 4


def admins(flask_app: FlaskApp) -> set[str]:
    with flask_app.app_context(), unit_of_work() as session:
        return set(session.scalars(select(Account.email).where(Account.is_instance_admin)))


@pytest.fixture
def committed(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """The cast in a database of its own, which the command line finds too."""
    with database(settings, TEMPLATE) as own:
        flask_app = create_app(own)
        make_members(flask_app)
        for name in ("database_url", "redis_url", "secret_key", "treeline_data"):
            monkeypatch.setenv(name.upper(), str(getattr(own, name)))
        yield flask_app
        with flask_app.app_context():
            db.engine.dispose()


def test_the_command_line_makes_more(committed: FlaskApp):
    assert admins(committed) == {"alice@example.com"}
    done = CliRunner().invoke(main, ["accounts", "make-admin", "Mallory@Example.com"])
    assert (done.exit_code, done.output) == (0, "Mallory <mallory@example.com> is an instance admin.\n")
    assert admins(committed) == {"alice@example.com", "mallory@example.com"}
    unknown = CliRunner().invoke(main, ["accounts", "make-admin", "nobody@example.com"])
    assert unknown.exit_code == 1
    assert "No account" in unknown.output
    assert PASSWORD not in unknown.output


def test_the_command_line_sets_a_password(committed: FlaskApp):
    sessions = select(func.count()).select_from(LoginSession)
    client = committed.test_client()
    assert client.post("/console/api/login", json={"email": "bob@example.com", "password": PASSWORD}).status_code == 200
    command = ["accounts", "reset-password", "Bob@Example.com"]
    weak = CliRunner().invoke(main, command, input="short\nshort\n")
    assert weak.exit_code == 1
    done = CliRunner().invoke(main, command, input="New-password-1\nNew-password-1\n")
    assert done.exit_code == 0, done.output
    assert "New-password-1" not in done.output
    with committed.app_context(), unit_of_work() as session:
        assert session.scalar(sessions) == 0
    for password, status in ((PASSWORD, 401), ("New-password-1", 200)):
        body = {"email": "bob@example.com", "password": password}
        assert client.post("/console/api/login", json=body).status_code == status
    assert CliRunner().invoke(main, [*command[:2], "nobody@example.com"], input="New-password-1\n" * 2).exit_code == 1


@pytest.mark.usefixtures("on_postgres")
def test_of_an_existing_installation_it_is_the_oldest_account(committed: FlaskApp):
    with committed.app_context():
        downgrade(revision="20261130_mcp_tools")
        with unit_of_work() as session:
            session.execute(text("UPDATE accounts SET created_at = now() - interval '1 day' WHERE email LIKE 'bob%'"))
        upgrade()
    assert admins(committed) == {"bob@example.com"}
