"""The service API: an app's files in the hands of a program that holds the app's key."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Cast, Person, Program, program
from tests.integration_tests.assets.conftest import Tree, digest, file, flat, folder
from treeline.assets.feature import FEATURE
from treeline.assets.models import AssetNode
from treeline.kernel.db import unit_of_work
from treeline.kernel.web import FlaskApp

NewApp = Callable[[Person], str]


@pytest.fixture
def app_id(alice: Person, new_app: NewApp) -> str:
    return new_app(alice)


@pytest.fixture
def keyed(alice: Person, app_id: str) -> Tree:
    """The app's tree, by its key."""
    return held(program(alice, app_id), app_id)


def held(holder: Program, app_id: str) -> Tree:
    tree = Tree(holder, app_id)  # pyright: ignore[reportArgumentType]  opens as a Person does
    tree.base = "/assets"
    return tree


def test_a_whole_cycle(keyed: Tree, alice: Person, app_id: str):
    skill, guide = b"---\nname: pdf\n---\nRead PDFs.", b"Guide"
    reply = keyed.batch(folder("skills", folder("pdf", file("SKILL.md", skill), file("guide.md", guide))))
    assert (reply.status_code, reply.headers["X-Tree-Revision"]) == (201, "1")
    made = {node["name"]: node for node in flat(reply.json["children"])}
    for name, data in (("SKILL.md", skill), ("guide.md", guide)):
        assert keyed.send(made[name], data).status_code == 204

    assert keyed.paths() == ["/skills", "/skills/pdf", "/skills/pdf/SKILL.md", "/skills/pdf/guide.md"]
    node = keyed.get("/path/skills/pdf/SKILL.md").json
    assert (node["status"], node["sha256"]) == ("ready", digest(skill))
    assert keyed.get(f"/files/{node['id']}").json["content"] == skill.decode()
    part = keyed.get(f"/files/{node['id']}/raw", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.data) == (206, skill[4:8])
    link = keyed.get(f"/files/{node['id']}/download-url").json["download_url"]
    assert keyed.person.client.get(link).data == skill
    with zipfile.ZipFile(io.BytesIO(keyed.get("/archive").data)) as archive:
        assert archive.read("skills/pdf/guide.md") == guide
    many = keyed.post("/contents", json={"sha256": [digest(guide)]})
    assert many.data == struct.pack(">IQ", 0, len(guide)) + guide

    changed = keyed.put(f"/files/{node['id']}", json={"content": "new"}, headers={"If-Match": f'"{digest(skill)}"'})
    assert (changed.status_code, changed.headers["X-Tree-Revision"]) == (200, "2")
    moved = keyed.post(f"/nodes/{made['guide.md']['id']}/rename", json={"name": "GUIDE.md"})
    assert moved.headers["X-Tree-Revision"] == "3"
    assert keyed.delete(f"/nodes/{made['skills']['id']}").status_code == 200
    # The console sees the same tree.
    assert alice.get(f"/apps/{app_id}/assets/tree").json == keyed.read() == {"revision": 4, "children": []}


def test_sync_by_key(keyed: Tree):
    body = {"files": [{"path": "a/b.txt", "size": 3, "sha256": digest(b"abc")}]}
    reply = keyed.post("/sync", json=body)
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_bytes_missing")
    pack = struct.pack(">IQ", 0, 3) + b"abc"
    assert keyed.person.client.put(reply.json["upload"]["pack_url"], data=pack).json["ready"] == 1
    reply = keyed.post("/sync", json=body)
    assert (reply.status_code, reply.headers["X-Tree-Revision"]) == (200, str(reply.json["revision"]))
    assert keyed.paths() == ["/a", "/a/b.txt"]


def test_a_zip_by_key(keyed: Tree):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("docs/a.txt", "a")
    reply = keyed.post("/import-archive", data=packed.getvalue(), content_type="application/zip")
    assert (reply.status_code, "X-Tree-Revision" in reply.headers) == (201, True)
    assert keyed.paths() == ["/docs", "/docs/a.txt"]


def test_what_a_key_makes_has_no_author(keyed: Tree, alice: Person, app_id: str, context: FlaskApp):
    keyed.folder("by key")
    Tree(alice, app_id).folder("by Alice")
    with unit_of_work() as session:
        made = select(AssetNode.name, AssetNode.created_by).where(AssetNode.name.startswith("by "))
        assert dict(session.execute(made).all()) == {"by key": None, "by Alice": alice.account_id}


def test_an_idempotency_key_works_for_programs(keyed: Tree):
    headers = {"Idempotency-Key": "once"}
    body = {"children": [folder("d")]}
    first, second = (keyed.post("/batch-upload", json=body, headers=headers) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json["children"][0]["id"] == second.json["children"][0]["id"]
    assert keyed.paths() == ["/d"]


def test_a_key_opens_its_own_app_only(cast: Cast, new_app: NewApp):
    """Neither another app of the same workspace nor one of another workspace."""
    one, other, foreign = new_app(cast.alice), new_app(cast.alice), new_app(cast.mallory)
    file_ids = {
        "other": Tree(cast.alice, other).ready_file("secret.txt", b"secret"),
        "foreign": Tree(cast.mallory, foreign).ready_file("secret.txt", b"secret"),
    }
    keyed = held(program(cast.alice, one), one)
    for node_id in file_ids.values():
        for path in (f"/nodes/{node_id}", f"/files/{node_id}", f"/files/{node_id}/raw", f"/archive?node_id={node_id}"):
            assert keyed.get(path).json["code"] == "app_asset_node_not_found"
        assert keyed.put(f"/files/{node_id}", json={"content": "x"}).status_code == 404
        assert keyed.delete(f"/nodes/{node_id}").status_code == 404
    # Not even whether somebody has these bytes can be found out.
    assert keyed.post("/contents", json={"sha256": [digest(b"secret")]}).status_code == 404
    made = keyed.made(file("guess.txt", b"secret", sha256=digest(b"secret")))["guess.txt"]
    assert made["upload_url"] is not None
    assert keyed.read()["children"][0]["status"] == "pending"


def test_a_key_that_is_deleted_is_refused_at_once(alice: Person, app_id: str, keyed: Tree):
    assert keyed.get("/tree").status_code == 200
    (key,) = alice.get(f"/apps/{app_id}/api-keys").json["data"]
    assert alice.delete(f"/apps/{app_id}/api-keys/{key['id']}").status_code == 204
    for reply in (keyed.get("/tree"), keyed.batch(folder("d")), keyed.person.get("/info")):
        assert (reply.status_code, reply.json["code"]) == (401, "api_key_invalid")


def test_a_key_of_a_deleted_app_is_refused_at_once(alice: Person, app_id: str, keyed: Tree):
    assert alice.delete(f"/apps/{app_id}").status_code == 204
    for reply in (keyed.get("/tree"), keyed.batch(folder("d")), keyed.person.get("/info")):
        assert (reply.status_code, reply.json["code"]) == (401, "api_key_invalid")


def test_refusals_look_like_the_console_s(keyed: Tree):
    keyed.folder("d")
    reply = keyed.post("/folders", json={"name": "D"})
    assert (reply.status_code, reply.json["code"]) == (409, "app_asset_path_conflict")
    assert keyed.post("/folders", json={"name": "x", "color": "red"}).json["code"] == "invalid_param"
    stale = keyed.post("/batch-upload", json={"children": [folder("x")]}, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json["code"]) == (412, "app_asset_stale")


def test_every_route_of_the_console_s_is_there_once_more(flask_app: FlaskApp):
    """A mirror is made when all operations are declared: none is forgotten."""
    rules: dict[str, set[tuple[str, str]]] = {"console": set(), "app key": set()}
    for rule in flask_app.url_map.iter_rules():
        operation: Any = flask_app.operations[rule.endpoint]
        for access, prefix in (("console", "/console/api/apps/<uuid:app_id>/assets"), ("app key", "/v1/assets")):
            if operation.routes.access.name == access and rule.rule.startswith(prefix):
                rules[access].add((operation.method, rule.rule.removeprefix(prefix)))
    assert rules["console"] == rules["app key"]
    assert len(rules["console"]) > 25
    assert len({routes.name for routes in FEATURE.routes}) == len(FEATURE.routes)
