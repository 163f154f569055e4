"""Files that come with messages: up, looked at, and gone with their app or when nobody sends them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from tests.conftest import Cast, Person, Program, program
from treeline.conversations.models import Conversation, Message, MessageFile
from treeline.files.links import DOWNLOAD, SHOW, Links
from treeline.files.models import StorageTrash
from treeline.files.uploads.models import UploadFile
from treeline.kernel import current
from treeline.kernel.db import unit_of_work
from treeline.kernel.storage import ObjectMissing
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.unsent import UnsentUploads

TEXT = b"Nine lives."


def upload(who: Person | Program, name: str = "cat.txt", data: bytes = TEXT, **form: Any) -> Any:
    path = "/v1/files/upload" if isinstance(who, Program) else "/console/api/files/upload"
    return who.post(path, data={"file": (BytesIO(data), name), **form}, content_type="multipart/form-data")


@pytest.fixture
def app_id(alice: Person) -> str:
    return alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"]


@pytest.fixture
def key(alice: Person, app_id: str) -> Program:
    return program(alice, app_id)


def test_it_works(key: Program):
    reply = upload(key, user="ann")
    assert reply.status_code == 201, reply.json
    made = reply.json
    assert (made["name"], made["size"], made["extension"], made["mime_type"]) == ("cat.txt", 11, "txt", "text/plain")
    shown = key.get(f"/v1/files/{made['id']}/preview?user=ann")
    assert (shown.status_code, shown.data) == (200, TEXT)
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Content-Disposition"].startswith("inline")
    saved = key.get(f"/v1/files/{made['id']}/preview?as_attachment=true")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_a_signed_address_shows_it_to_anyone(key: Program, app_id: str, flask_app: FlaskApp):
    made = upload(key, user="ann").json
    assert made["preview_url"] == made["source_url"]
    origin, _, path = made["preview_url"].partition("/files/uploads/")
    assert origin == "http://localhost"
    anyone = flask_app.test_client()
    shown = anyone.get(f"/files/uploads/{path}")
    assert (shown.status_code, shown.data) == (200, TEXT)
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert anyone.get(f"/files/uploads/{path[:-2]}xx").status_code == 403
    signed = Links(flask_app.extensions["settings"], "")
    # Links of another kind, and of another app, open nothing here.
    for wrong in (
        signed.token(DOWNLOAD, UUID(app_id), UUID(made["id"])),
        signed.token(SHOW, UUID(app_id), UUID(int=1)),
    ):
        assert anyone.get(f"/files/uploads/{wrong}").status_code in (403, 404)


def test_a_member_uploads_one(alice: Person, bob: Person):
    made = upload(alice).json
    assert alice.get(f"/console/api/files/{made['id']}/preview").json == {"content": TEXT.decode()}
    assert bob.get(f"/console/api/files/{made['id']}/preview").status_code == 404
    picture = upload(alice, "a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").json
    assert alice.get(f"/console/api/files/{picture['id']}/preview").status_code == 415
    rules = alice.get("/console/api/files/upload").json
    assert (rules["file_size_limit"], rules["batch_count_limit"]) == (15, 5)
    assert "md" in alice.get("/console/api/files/support-type").json["allowed_extensions"]


def test_an_empty_file_has_no_object(key: Program):
    made = upload(key, data=b"", user="ann").json
    assert made["size"] == 0
    assert key.get(f"/v1/files/{made['id']}/preview").data == b""


@pytest.mark.parametrize("name", ["../../etc/cat.txt", "/pets/cat.txt"])
def test_paths_are_left_out_of_names(key: Program, name: str):
    assert upload(key, name, user="ann").json["name"] == "cat.txt"


def test_refusals(key: Program, flask_app: FlaskApp):
    nobodies: list[dict[str, Any]] = [{}, {"user": ""}, {"user": "a" * 256}, {"user": "a\0"}]
    for nobody in nobodies:
        unnamed = upload(key, "cat.txt", TEXT, **nobody)
        assert (unnamed.status_code, unnamed.json["details"][0]["path"]) == (400, "user")
    none = key.post("/v1/files/upload", data={"user": "ann"}, content_type="multipart/form-data")
    assert (none.status_code, none.json["code"]) == (400, "no_file_uploaded")
    two = {"file": [(BytesIO(b"a"), "a.txt"), (BytesIO(b"b"), "b.txt")], "user": "ann"}
    reply = key.post("/v1/files/upload", data=two, content_type="multipart/form-data")
    assert reply.json["code"] == "too_many_files"
    assert upload(key, "..", user="ann").json["code"] == "filename_not_exists"
    assert upload(key, "a" * 300, user="ann").json["code"] == "invalid_param"
    large = upload(key, "a.png", b"x" * (10 * 2**20 + 1), user="ann")
    assert (large.status_code, large.json["code"]) == (413, "file_too_large")
    with flask_app.app_context(), unit_of_work() as session:
        assert session.scalars(select(UploadFile)).all() == []


def test_the_blacklist(key: Program, flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(flask_app.extensions["settings"], "upload_file_extension_blacklist", ["exe"])
    reply = upload(key, "virus.EXE", user="ann")
    assert (reply.status_code, reply.json["code"]) == (415, "unsupported_file_type")


def test_walls(cast: Cast, key: Program):
    made = upload(key, user="ann").json["id"]
    other = program(cast.alice, cast.alice.post("/apps", json={"name": "Another", "mode": "chat"}).json["id"])
    hers = program(cast.mallory, cast.mallory.post("/apps", json={"name": "Hers", "mode": "chat"}).json["id"])
    upload(key, user="ben")
    for who, query in ((key, "?user=ben"), (key, "?user=nobody"), (other, ""), (other, "?user=ann"), (hers, "")):
        assert who.get(f"/v1/files/{made}/preview{query}").status_code == 404
    assert cast.alice.get(f"/console/api/files/{made}/preview").status_code == 404
    own = upload(cast.alice).json["id"]
    assert key.get(f"/v1/files/{own}/preview").status_code == 404
    assert cast.mallory.get(f"/console/api/files/{own}/preview").status_code == 404


def objects_of(flask_app: FlaskApp, *ids: str) -> list[UUID]:
    with flask_app.app_context(), unit_of_work() as session:
        keys = session.scalars(select(UploadFile.storage_key).where(UploadFile.id.in_(map(UUID, ids))))
        return [each for each in keys if each]


def test_they_go_with_their_app(
    alice: Person, app_id: str, key: Program, flask_app: FlaskApp, run_tasks: Callable[[], list[str]]
):
    made = upload(key, user="ann").json["id"]
    (stored,) = objects_of(flask_app, made)
    alice.delete(f"/apps/{app_id}")
    run_tasks()
    assert objects_of(flask_app, made) == []
    with flask_app.app_context(), pytest.raises(ObjectMissing):
        list(current.storage().read(stored, 0, 1))


def test_what_nobody_sends_goes_after_a_day(key: Program, app_id: str, flask_app: FlaskApp):
    sent, unsent = (upload(key, user="ann").json["id"] for _ in range(2))
    (stored,) = objects_of(flask_app, unsent)
    with flask_app.app_context():
        with unit_of_work() as session:
            conversation = Conversation(app_id=UUID(app_id), mode="chat")
            session.add(conversation)
            session.flush()
            message = Message(app_id=UUID(app_id), conversation_id=conversation.id)
            session.add(message)
            session.flush()
            named = {"type": "document", "transfer_method": "local_file", "upload_file_id": UUID(sent)}
            session.add(MessageFile(message_id=message.id, **named))
        assert UnsentUploads(Ages()).run() == 0
        rule = UnsentUploads(Ages(unfinished=timedelta()))
        assert [finding.what for finding in rule.found()] == ["cat.txt"]
        assert rule.run() == 1
        assert list(rule.found()) == []
        with unit_of_work() as session:
            assert session.get(StorageTrash, stored) is not None
    assert objects_of(flask_app, sent)
    assert objects_of(flask_app, unsent) == []
