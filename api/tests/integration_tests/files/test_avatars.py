"""Pictures of accounts."""

from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.conftest import Person
from treeline.files.avatars.service import MOST_BYTES
from treeline.kernel.web import FlaskApp
from treeline.retention.ages import Ages
from treeline.retention.unsent import UnsentUploads
from treeline.settings import Settings

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def upload(person: Person, content: bytes = PNG, name: str = "me.png") -> str:
    form = {"file": (BytesIO(content), name)}
    reply = person.post("/console/api/files/upload", data=form, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def choose(person: Person, avatar: Any) -> TestResponse:
    return person.post("/account/avatar", json={"avatar": avatar})


def code(reply: TestResponse) -> tuple[int, str]:
    return reply.status_code, reply.json.get("code", "")


def show(person: Person, whose: Person) -> TestResponse:
    return person.get(f"/accounts/{whose.account_id}/avatar")


def test_a_picture_of_ones_own(alice: Person, bob: Person, mallory: Person):
    assert code(show(alice, alice)) == (404, "avatar_not_found")
    picture = upload(alice)
    profile = choose(alice, picture).json
    assert profile["avatar"] == picture
    assert profile["avatar_url"] == f"/console/api/accounts/{alice.account_id}/avatar?v={picture}"
    assert alice.get("/account/profile").json == profile
    members = bob.get("/workspaces/current/members").json["accounts"]
    assert [member["avatar_url"] for member in members] == [profile["avatar_url"], None]
    for person in (alice, bob):
        reply = person.open("GET", profile["avatar_url"])
        assert (reply.status_code, reply.data, reply.mimetype) == (200, PNG, "image/png")
        assert "sandbox" in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert code(show(mallory, alice)) == (404, "avatar_not_found")
    assert choose(alice, None).json["avatar_url"] is None
    assert code(show(bob, alice)) == (404, "avatar_not_found")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "me.svg"),
        (b"<html>", "me.png"),
        (PNG, "me.html"),
        (PNG, "me"),
        (b"", "me.png"),
        (PNG + b"\0" * MOST_BYTES, "me.png"),
    ],
)
def test_what_is_no_picture(alice: Person, content: bytes, name: str):
    assert code(choose(alice, upload(alice, content, name))) == (400, "not_a_picture")
    assert alice.get("/account/profile").json["avatar"] is None


def test_the_upload_of_somebody_else(alice: Person, bob: Person):
    assert code(choose(bob, upload(alice))) == (404, "file_not_found")


@pytest.mark.parametrize("avatar", ["x", 7, ""])
def test_bad_bodies(alice: Person, avatar: object):
    assert code(choose(alice, avatar)) == (400, "invalid_param")


def test_it_stays_and_the_one_before_does_not(alice: Person, flask_app: FlaskApp, clock_travel: Any):
    before, after = upload(alice), upload(alice, PNG + b"new")
    for picture in (before, after):
        assert choose(alice, picture).status_code == 200
    settings: Settings = flask_app.extensions["settings"]
    clock_travel(40 * 86400)
    with flask_app.app_context():
        assert UnsentUploads(Ages.of(settings)).run() == 1
    clock_travel(0)
    assert show(alice, alice).data == PNG + b"new"
