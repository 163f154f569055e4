"""What browsers are told with every reply, of whatever kind."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from tests.conftest import Person, program
from treeline.kernel.clock import now
from treeline.kernel.db import unit_of_work
from treeline.kernel.headers import PERMISSIONS
from treeline.kernel.web import FlaskApp
from treeline.operations.console import Console
from treeline.runs.models import Run

EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Permissions-Policy": PERMISSIONS}
UNFRAMED, SANDBOX = "frame-ancestors 'none'", "sandbox; default-src 'none'"


def upload(alice: Person) -> str:
    """The link to a file of an app's user."""
    app_id = alice.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    form = {"file": (BytesIO(b"<script>"), "page.html"), "user": "somebody"}
    sent = program(alice, app_id).post("/v1/files/upload", data=form, content_type="multipart/form-data")
    assert sent.status_code == 201, sent.json
    return urlsplit(sent.json["source_url"])._replace(scheme="", netloc="").geturl()


def ended_run(alice: Person) -> str:
    app_id = alice.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"]
    with unit_of_work() as session:
        own = {"workspace_id": alice.workspace_id, "app_id": UUID(app_id), "account_id": alice.account_id}
        run = Run(**own, kind="chat", input={}, status="succeeded", finished_at=now())
        session.add(run)
        session.flush()
        return f"/apps/{app_id}/runs/{run.id}/events"


# What is asked for: its path or who makes it, the status, its type, and what its policy has in it.
KINDS: list[tuple[str | Callable[[Person], str], int, str, str]] = [
    ("/account/profile", 200, "application/json", UNFRAMED),
    ("/openapi.json", 200, "application/json", UNFRAMED),
    ("/docs", 200, "text/html", UNFRAMED),
    ("/apps/x", 404, "application/json", UNFRAMED),
    ("/apps?page=x", 400, "application/json", UNFRAMED),
    ("/v1/info", 401, "application/json", UNFRAMED),
    ("http://localhost/assets/nothing.js", 404, "application/json", UNFRAMED),
    ("http://localhost/apps", 200, "text/html", UNFRAMED),
    ("http://localhost/assets/main-a1b2.js", 200, "text/javascript", ""),
    (upload, 200, "text/html", SANDBOX),
    (ended_run, 200, "text/event-stream", ""),
]


@pytest.fixture
def built(flask_app: FlaskApp, context: FlaskApp, tmp_path: Path) -> Iterator[None]:
    """With a console."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>The console</title>")
    (tmp_path / "assets" / "main-a1b2.js").write_text("export const answer = 42;")
    usual, settings = flask_app.extensions["console"], flask_app.extensions["settings"]
    flask_app.extensions["console"] = Console(settings.model_copy(update={"console_folder": tmp_path}))
    yield
    flask_app.extensions["console"] = usual


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_kind_of_reply_has_them(alice: Person, built: None, scheme: str):
    for asked, status, kind, policy in KINDS:
        path = asked if isinstance(asked, str) else asked(alice)
        page = {"headers": {"Accept": "text/html"}} if path.startswith("http:") else {}
        path = path.replace("http:", f"{scheme}:", 1)
        if not path.startswith(scheme):
            page = {"base_url": f"{scheme}://localhost"}
        reply = alice.get(path, buffered=False, **page)
        told, name = reply.headers, f"{scheme} {path}"
        assert (reply.status_code, reply.mimetype) == (status, kind), (name, reply.status_code, reply.mimetype)
        assert {header: told.get(header) for header in EVERYWHERE} == EVERYWHERE, name
        assert policy in told.get("Content-Security-Policy", ""), (name, told)
        # Over http it would say what nobody has proved; over https none may come back without.
        assert told.get("Strict-Transport-Security") == ("max-age=31536000" if scheme == "https" else None), name
        reply.close()
