"""A name that does not show what it is is rejected wherever names are taken, and read wherever it stands already."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.conftest import Cast, Person, program
from tests.zips import Part, zip_of
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

BAD = ["invoice\u202etxt.exe", "\u200b\u200d"]
DIGEST = "0" * 64


@pytest.fixture
def app_id(alice: Person) -> str:
    return alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]


def requests(app_id: str, name: str) -> list[tuple[str, str, Any]]:
    app, assets = f"/apps/{app_id}", f"/apps/{app_id}/assets"
    file = {"name": name, "node_type": "file", "size": 1}
    return [
        ("POST", "/apps", {"name": name, "mode": "chat"}),
        ("PUT", app, {"name": name}),
        ("POST", f"{app}/name", {"name": name}),
        ("POST", f"{app}/site", {"title": name}),
        ("POST", "/account/name", {"name": f"{name}{name}"}),
        ("POST", "/workspaces/info", {"name": name}),
        ("POST", "/workspaces/current/tool-provider/mcp", {"name": name, "server_url": "https://example.com/mcp"}),
        ("POST", f"{assets}/folders", {"name": name}),
        ("POST", f"{assets}/files/upload", {"name": name, "size": 1}),
        ("POST", f"{assets}/batch-upload", {"children": [file]}),
        ("POST", f"{assets}/sync", {"files": [{"path": f"a/{name}", "size": 1, "sha256": DIGEST}]}),
    ]


@pytest.mark.parametrize("name", BAD, ids=ascii)
def test_it_is_rejected_with_its_reason(alice: Person, app_id: str, name: str):
    for method, path, body in requests(app_id, name):
        reply = alice.open(method, path, json=body)
        assert reply.status_code == 400, (path, reply.json)
        assert "a name " in reply.text, (path, reply.json)
    made = alice.post(f"/apps/{app_id}/assets/folders", json={"name": "fine"}).json["id"]
    reply = alice.post(f"/apps/{app_id}/assets/nodes/{made}/rename", json={"name": name})
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_name")
    archive = zip_of(Part(name, b"x"))
    reply = alice.post(f"/apps/{app_id}/assets/import-archive", data=archive, content_type="application/zip")
    assert (reply.status_code, reply.json["code"]) == (400, "app_asset_invalid_archive")
    form = {"file": (BytesIO(b"x"), f"{name}"), "user": "ann"}
    reply = program(alice, app_id).post("/v1/files/upload", data=form, content_type="multipart/form-data")
    assert (reply.status_code, "a name " in reply.text) == (400, True)


def test_what_has_such_a_name_already_is_read(cast: Cast, app_id: str, context: FlaskApp):
    alice, assets = cast.alice, f"/apps/{app_id}/assets"
    made = alice.post(f"{assets}/folders", json={"name": "fine"}).json["id"]
    with unit_of_work() as session:
        for table, key in (("asset_nodes", made), ("apps", app_id)):
            session.execute(text(f"UPDATE {table} SET name = :name WHERE id = :id"), {"name": BAD[0], "id": UUID(key)})
        session.execute(text("UPDATE asset_nodes SET name_key = :name WHERE id = :id"), {"name": BAD[0], "id": made})
    assert alice.get(f"/apps/{app_id}").json["name"] == BAD[0]
    assert alice.get(f"{assets}/path/{BAD[0]}").json["id"] == made
    assert alice.post(f"{assets}/versions", json={}).status_code == 201
    assert alice.get(f"{assets}/versions/1/path/{BAD[0]}").json["id"] == made
    assert alice.post(f"{assets}/versions/1/restore").status_code == 200
    assert alice.post(f"{assets}/nodes/{made}/rename", json={"name": "better"}).status_code == 200
