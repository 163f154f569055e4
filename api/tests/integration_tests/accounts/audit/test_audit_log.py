"""The audit log: a line for each deed, in the deed's transaction; read by a workspace's admins, and nobody else."""

import io
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.conftest import Cast, Person, program
from treeline.accounts.audit.models import AuditEvent
from treeline.accounts.audit.service import record
from treeline.accounts.models import WorkspaceMember
from treeline.kernel import csv_fields, deeds
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import SYSTEM, Actor, Deed
from treeline.kernel.web import FlaskApp

LOG = "/workspaces/current/audit-log"
INSTALLATION = "/operations/audit-log"


def lines(person: Person, log: str = LOG, **query: Any) -> list[dict[str, Any]]:
    """Newest first."""
    reply = person.get(log, query_string=query)
    assert reply.status_code == 200, reply.json
    return reply.json["data"]


def new_app(person: Person, name: str = "Support") -> str:
    reply = person.post("/apps", json={"name": name, "mode": "chat"})
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def made_admin(flask_app: FlaskApp, person: Person) -> None:
    with flask_app.app_context(), unit_of_work() as session:
        mine = session.query(WorkspaceMember).filter_by(account_id=person.account_id).one()
        mine.role = "admin"


def test_a_line_says_who_did_what_to_what_and_from_where(alice: Person):
    made = alice.post("/apps", json={"name": "Support", "mode": "chat"}, headers={"X-Request-Id": "abc123"})
    (line,) = lines(alice)
    assert line["action"] == "app.create"
    assert line["actor"] == {"kind": "account", "id": str(alice.account_id), "name": alice.email}
    assert line["object"] == {"kind": "app", "id": made.json["id"], "name": "Support"}
    assert line["details"] == {"fields": ["name"], "values": {"mode": "chat"}}
    assert (line["ip"], line["request_id"]) == ("127.0.0.1", "abc123")
    assert abs(line["created_at"] - made.json["created_at"]) <= 1


def test_what_is_deleted_keeps_its_name_in_the_log(alice: Person):
    app_id = new_app(alice)
    key = alice.post(f"/apps/{app_id}/api-keys", json={"name": "CI"}).json
    assert alice.delete(f"/apps/{app_id}/api-keys/{key['id']}").status_code == 204
    line = lines(alice)[0]
    assert (line["action"], line["object"]["name"], line["object"]["id"]) == ("api_key.delete", "CI", key["id"])
    assert line["details"]["related"] == [{"kind": "app", "id": app_id, "name": "Support"}]
    assert key["token"] not in str(lines(alice))


def test_a_new_name_stands_beside_the_old_one(alice: Person):
    app_id = new_app(alice, "Old")
    alice.post(f"/apps/{app_id}/name", json={"name": "New"})
    line = lines(alice)[0]
    assert (line["object"]["name"], line["details"]) == ("New", {"fields": ["name"], "name_before": "Old"})


def test_what_was_refused_leaves_no_line(cast: Cast):
    app_id = new_app(cast.alice)
    before = lines(cast.alice)
    assert cast.bob.delete(f"/apps/{app_id}").status_code == 403
    assert cast.mallory.delete(f"/apps/{app_id}").status_code == 404
    assert cast.alice.post(f"/apps/{app_id}/name", json={"name": ""}).status_code == 400
    assert lines(cast.alice) == before
    assert lines(cast.mallory) == []


# MySQL would commit: it does at each change of a table.
@pytest.mark.usefixtures("on_postgres")
def test_a_deed_whose_line_cannot_be_written_is_not_done(flask_app: FlaskApp, alice: Person):
    new_app(alice)
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(text("ALTER TABLE audit_events RENAME TO audit_events_away"))
    assert alice.post("/apps", json={"name": "Second", "mode": "chat"}).status_code == 500
    with flask_app.app_context(), unit_of_work() as session:
        session.execute(text("ALTER TABLE audit_events_away RENAME TO audit_events"))
    assert [each["name"] for each in alice.get("/apps").json["data"]] == ["Support"]
    assert [line["object"]["name"] for line in lines(alice)] == ["Support"]


def test_a_view_with_transactions_of_its_own_leaves_one_line(alice: Person):
    """Written by the view itself, in the transaction in which the password changes."""
    passwords = {"password": alice.password, "new_password": "Another-one-10", "repeat_new_password": "Another-one-10"}
    assert alice.post("/account/password", json=passwords).status_code == 200
    (line,) = lines(alice, action="account.change_password")
    assert (line["object"]["id"], line["actor"]["id"]) == (str(alice.account_id),) * 2
    assert "Another" not in str(lines(alice))


def test_keys_do_things_by_their_names(alice: Person):
    app_id = new_app(alice)
    holder = program(alice, app_id)
    key = lines(alice)[0]["object"]
    assert holder.post("/assets/folders", json={"name": "docs"}).status_code == 201
    line = lines(alice)[0]
    assert (line["action"], line["object"]["name"]) == ("file.create", "docs")
    assert line["actor"] == {"kind": "api_key", "id": key["id"], "name": key["name"]}


def test_filters_and_pages(alice: Person):
    first, second = new_app(alice, "First"), new_app(alice, "Second")
    alice.post(f"/apps/{first}/name", json={"name": "Renamed"})
    alice.post("/tags", json={"name": "urgent", "type": "app"})

    def actions(**query: Any) -> list[str]:
        return [line["action"] for line in lines(alice, **query)]

    everything = ["tag.create", "app.rename", "app.create", "app.create"]
    assert actions() == everything
    assert actions(kind="app") == everything[1:]
    assert actions(action="app.create") == ["app.create", "app.create"]
    assert actions(object_id=first) == ["app.rename", "app.create"]
    assert actions(object_id=second, action="app.rename") == []
    assert actions(actor_id=alice.account_id) == everything
    assert actions(actor_id=uuid4()) == []
    at = lines(alice)[0]["created_at"]
    assert actions(until=at - 60) == []
    assert actions(since=at - 60, until=at + 60) == everything
    page = alice.get(LOG, query_string={"limit": 3}).json
    assert (len(page["data"]), page["has_more"]) == (3, True)
    rest = alice.get(LOG, query_string={"limit": 3, "last_id": page["data"][-1]["id"]}).json
    assert ([line["action"] for line in rest["data"]], rest["has_more"]) == (["app.create"], False)
    assert alice.get(LOG, query_string={"since": "yesterday"}).status_code == 400
    assert alice.get(LOG, query_string={"since": 10**15}).status_code == 400


def test_only_admins_read_it_and_only_their_own(flask_app: FlaskApp, cast: Cast):
    new_app(cast.alice)
    for path in (LOG, f"{LOG}/export", INSTALLATION, f"{INSTALLATION}/export"):
        assert cast.bob.get(path).status_code == 403
    # Mallory owns a workspace, and is no instance admin.
    assert cast.mallory.get(INSTALLATION).status_code == 403
    assert lines(cast.mallory) == []
    made_admin(flask_app, cast.bob)
    assert [line["action"] for line in lines(cast.bob)] == ["app.create"]


def test_all_of_it_as_csv_that_runs_no_formula(alice: Person):
    new_app(alice, '=HYPERLINK("http://x.invalid")')
    exported = alice.get(f"{LOG}/export")
    assert (exported.status_code, exported.mimetype) == (200, "text/csv")
    header, *rows = csv_fields.reader(io.StringIO(exported.text, newline=""))
    found = [dict(zip(header, row, strict=True)) for row in rows]
    # Who takes the log away stands in it, too.
    assert [row["action"] for row in found] == ["audit_log.export", "app.create"]
    assert found[1]["object"] == '\'=HYPERLINK("http://x.invalid")'
    assert found[1]["actor"] == alice.email
    assert alice.get(f"{LOG}/export", query_string={"kind": "tag"}).text.count("\n") == 1


def test_an_export_is_read_in_batches(flask_app: FlaskApp, alice: Person, queries: list[str]):
    with flask_app.app_context(), unit_of_work() as session:
        actor = Actor("account", alice.account_id, workspace_id=alice.workspace_id)
        for number in range(2100):
            record(session, Deed("app.change", "app", object_name=str(number)), actor)
    queries.clear()
    exported = alice.get(f"{LOG}/export", query_string={"kind": "app"})
    header, *rows = csv_fields.reader(io.StringIO(exported.text, newline=""))
    assert sorted(int(row[header.index("object")]) for row in rows) == list(range(2100))
    assert sum("FROM audit_events" in query for query in queries) == 3


def test_sign_ins_stand_in_it_and_failed_ones_too(flask_app: FlaskApp, client: FlaskClient, alice: Person):
    assert alice.log_in().status_code == 200
    wrong = {"email": alice.email.upper(), "password": "Not-it-1234"}
    assert client.post("/console/api/login", json=wrong).status_code == 401
    failed, signed_in = lines(alice)
    assert (signed_in["action"], signed_in["details"]) == ("account.sign_in", {"method": "password"})
    assert signed_in["actor"]["name"] == signed_in["object"]["name"] == alice.email
    assert (failed["action"], failed["actor"]["kind"]) == ("account.sign_in_failed", "anonymous")
    assert (failed["object"]["name"], failed["ip"]) == (alice.email, "127.0.0.1")
    assert "Not-it" not in str(lines(alice))


def test_a_failed_sign_in_to_nothing_is_the_installations_and_takes_the_same_work(
    client: FlaskClient, alice: Person, queries: list[str]
):
    took = []
    for email in ("nobody@example.com", alice.email):
        queries.clear()
        wrong = {"email": email, "password": "Not-it-1234"}
        assert client.post("/console/api/login", json=wrong).status_code == 401
        took.append([query for query in queries if "SAVEPOINT" not in query])
    assert took[0] == took[1]
    (line,) = lines(alice, INSTALLATION)
    assert (line["action"], line["object"]) == (
        "account.sign_in_failed",
        {"kind": "account", "id": None, "name": ""},
    )
    assert len(lines(alice)) == 1


def test_what_is_done_to_the_installation_is_for_its_admins(alice: Person):
    allowed = alice.post("/operations/allowed-hosts", json={"host": "localhost", "port": 11434})
    assert allowed.status_code in (200, 201), allowed.json
    assert lines(alice) == []
    (line,) = lines(alice, INSTALLATION)
    assert (line["action"], line["actor"]["name"]) == ("allowed_host.create", alice.email)


def test_a_task_writes_a_line_as_the_system(context: FlaskApp, alice: Person):
    with unit_of_work() as session:
        record(session, Deed("app.delete", "app", object_name="x" * 1000), SYSTEM)
    event = db.session.query(AuditEvent).one()
    assert (event.actor_kind, event.actor_id, len(event.object_name)) == ("system", None, 255)


@pytest.mark.parametrize("log", [LOG, INSTALLATION])
def test_a_page_takes_one_statement_more_than_the_caller(alice: Person, queries: list[str], log: str):
    for _ in range(3):
        new_app(alice)
    queries.clear()
    lines(alice, log)
    assert sum("FROM audit_events" in query for query in queries) == 1


def test_what_is_rolled_back_and_tried_again_leaves_one_line(flask_app: FlaskApp, alice: Person):
    """As where documents are edited while their index is switched: the line belongs to the transaction that stands."""

    def attempt(name: str, *, fails: bool) -> None:
        with unit_of_work() as session:
            deeds.done(session, object_name=name)
            deeds.done(session, object_name="never")
            assert doing.recorded
            if fails:
                raise RuntimeError

    with flask_app.test_request_context():
        deeds.acts(Actor("account", alice.account_id, workspace_id=alice.workspace_id))
        with unit_of_work() as session:
            doing = deeds.begin(session, "tag.create", "edit", {"tag_id": uuid4()})
        with pytest.raises(RuntimeError):
            attempt("first", fails=True)
        assert not doing.recorded
        attempt("second", fails=False)
        assert doing.recorded
    assert [line["object"]["name"] for line in lines(alice)] == ["second"]


def test_what_is_replayed_or_only_planned_leaves_no_line(alice: Person):
    assets = f"/apps/{new_app(alice)}/assets"
    batch = {"children": [{"name": "docs", "node_type": "folder"}]}
    for _ in range(2):
        sent = alice.post(f"{assets}/batch-upload", json=batch, headers={"Idempotency-Key": "once"})
        assert sent.status_code == 201, sent.json
    assert len(lines(alice, action="file.upload")) == 1
    empty = {"files": [], "delete_extraneous": True}
    assert alice.post(f"{assets}/sync", json={**empty, "dry_run": True}).status_code == 200
    assert lines(alice, action="file.sync") == []
    # The second time there is nothing left to do.
    for _ in range(2):
        assert alice.post(f"{assets}/sync", json=empty).status_code == 200
    assert len(lines(alice, action="file.sync")) == 1
