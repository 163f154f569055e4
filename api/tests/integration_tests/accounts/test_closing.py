"""The end of an account."""

from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from tests.conftest import PASSWORD, Person, program
from tests.integration_tests.accounts.mails import RunTasks, mails
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.models import Account, Workspace, WorkspaceMember
from treeline.apps.models import App
from treeline.datasets.models import Dataset
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def ask(person: Person) -> TestResponse:
    return person.get("/account/delete/verify")


def proof(person: Person, flask_app: FlaskApp, run_tasks: RunTasks) -> dict[str, str]:
    asked = ask(person)
    assert asked.status_code == 200, asked.json
    run_tasks()
    mail = mails(flask_app)[-1]
    assert (mail.kind, mail.recipient, mail.page) == ("delete_account", person.email, "")
    return {"token": asked.json["data"], "code": mail.code}


def delete(person: Person, body: dict[str, str]) -> TestResponse:
    return person.post("/account/delete", json=body)


def counted(flask_app: FlaskApp, model: Any, *conditions: Any) -> int:
    with flask_app.app_context(), unit_of_work() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def make_owner(flask_app: FlaskApp, person: Person) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        mine = (WorkspaceMember.account_id == person.account_id, WorkspaceMember.workspace_id == person.workspace_id)
        session.execute(update(WorkspaceMember).where(*mine).values(role="owner"))


def test_a_member_goes_and_the_workspace_stays(
    alice: Person, bob: Person, client: FlaskClient, flask_app: FlaskApp, run_tasks: RunTasks
):
    assert bob.get("/account/delete").json == {"ends": [], "blocks": []}
    assert delete(bob, proof(bob, flask_app, run_tasks)).json == {"result": "success"}
    assert bob.get("/account/profile").status_code == 401
    login = {"email": bob.email, "password": PASSWORD}
    assert client.post("/console/api/login", json=login).status_code == 401
    members = alice.get("/workspaces/current/members").json["accounts"]
    assert [member["email"] for member in members] == [alice.email]
    with flask_app.app_context(), unit_of_work() as session:
        line = session.scalars(select(AuditEvent).where(AuditEvent.deed == "account.delete")).one()
    assert (line.workspace_id, line.actor_id, line.object_name) == (alice.workspace_id, bob.account_id, "Bob")


def test_the_only_owner_transfers_first(alice: Person, bob: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(update(Account).where(Account.id == bob.account_id).values(is_instance_admin=True))
    assert alice.get("/account/delete").json["blocks"] == [{"id": str(alice.workspace_id), "name": "Alice's Workspace"}]
    reply = ask(alice)
    assert code(reply) == (409, "sole_owner")
    assert "Alice's Workspace" in reply.json["message"]
    assert run_tasks() == []
    make_owner(flask_app, bob)
    body = proof(alice, flask_app, run_tasks)
    # It is looked at again when it happens.
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(
            update(WorkspaceMember).where(WorkspaceMember.account_id == bob.account_id).values(role="admin")
        )
    assert code(delete(alice, body)) == (409, "sole_owner")
    make_owner(flask_app, bob)
    assert delete(alice, body).status_code == 200
    assert bob.get("/workspaces/current/members").json["accounts"][0]["email"] == bob.email


def test_the_only_instance_admin_makes_another_one_first(alice: Person, bob: Person, flask_app: FlaskApp):
    make_owner(flask_app, bob)
    assert code(ask(alice)) == (409, "sole_instance_admin")


def test_a_workspace_of_ones_own_ends_with_all_it_has(mallory: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    app_id = mallory.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    assert mallory.post("/datasets", json={"name": "Hers"}).status_code == 201
    key = program(mallory, app_id)
    here = mallory.workspace_id
    assert mallory.get("/account/delete").json["ends"] == [{"id": str(here), "name": "Mallory's Workspace"}]
    assert key.get("/info").status_code == 200
    assert delete(mallory, proof(mallory, flask_app, run_tasks)).status_code == 200
    assert key.get("/info").status_code == 401
    assert counted(flask_app, App, App.id == UUID(app_id), App.deleted_at.is_(None)) == 0
    assert counted(flask_app, Dataset, Dataset.workspace_id == here, Dataset.deleted_at.is_(None)) == 0
    remove = flask_app.extensions["celery"].tasks["accounts.remove_workspaces"]
    # Its apps are still being removed.
    remove()
    assert counted(flask_app, Workspace, Workspace.id == here) == 1
    run_tasks()
    remove()
    assert counted(flask_app, Workspace, Workspace.id == here) == 0
    # Alice's stays.
    assert counted(flask_app, Workspace) == 1


def test_the_code_is_that_of_the_account(bob: Person, mallory: Person, flask_app: FlaskApp, run_tasks: RunTasks):
    body = proof(bob, flask_app, run_tasks)
    assert code(delete(mallory, body)) == (404, "verification_not_found")
    wrong = body | {"code": f"{(int(body['code']) + 1) % 10**6:06}"}
    assert code(delete(bob, wrong)) == (400, "wrong_code")
    assert code(bob.post("/account/delete", json={"token": body["token"]})) == (400, "invalid_param")
    assert delete(bob, body).status_code == 200
