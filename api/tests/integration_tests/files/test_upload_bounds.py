"""How large a form may be, and what the API's document says of it."""

import gc
import warnings
from io import BytesIO
from typing import Any

import pytest

from tests.conftest import Person, Program, program
from treeline.kernel.web import MIB, FlaskApp


@pytest.fixture
def key(alice: Person) -> Program:
    return program(alice, alice.post("/apps", json={"name": "An app", "mode": "chat"}).json["id"])


@pytest.fixture
def small(flask_app: FlaskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("", "image_", "audio_", "video_"):
        limit = 2 if kind == "video_" else 1
        monkeypatch.setattr(flask_app.extensions["settings"], f"upload_{kind}file_size_limit", limit)


def sent(who: Person | Program, name: str, size: int) -> Any:
    path = "/v1/files/upload" if isinstance(who, Program) else "/console/api/files/upload"
    data = {"user": "ann", "file": (BytesIO(b"x" * size), name)}
    reply = who.post(path, data=data, content_type="multipart/form-data")
    return reply.status_code, reply.json.get("code")


@pytest.mark.usefixtures("small")
def test_each_kind_has_its_limit(alice: Person, key: Program):
    for who in (alice, key):
        assert sent(who, "a.txt", MIB) == (201, None)
        assert sent(who, "a.txt", MIB + 1) == (413, "file_too_large")
        assert sent(who, "a.mp4", MIB + 1) == (201, None)
        # More than any file may have is not even taken in.
        assert sent(who, "a.mp4", 3 * MIB) == (413, "file_too_large")


class Broken(BytesIO):
    """A body whose sender goes away."""

    def read(self, size: int | None = -1, /) -> bytes:
        if piece := super().read(size):
            return piece
        raise ConnectionResetError


HEAD = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stream", [BytesIO, Broken], ids=["too much", "broken off"])
def test_a_refused_form_leaves_no_file_open(alice: Person, stream: type[BytesIO]):
    size = 3 * MIB if stream is BytesIO else MIB
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always", ResourceWarning)
        reply = alice.post(
            "/console/api/files/upload",
            input_stream=stream(HEAD + b"x" * size),
            content_type="multipart/form-data; boundary=x",
            environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        )
        gc.collect()
    assert reply.status_code in (400, 413)
    assert not [str(each.message) for each in left if "TemporaryFile" in str(each.message)]


def test_forms_that_are_none(key: Program):
    for sent_as in ({"json": {"user": "ann"}}, {"data": b"--", "content_type": "multipart/form-data"}):
        reply = key.post("/v1/files/upload", **sent_as)
        assert (reply.status_code, reply.json["code"]) == (400, "no_file_uploaded"), sent_as


def test_the_document_names_the_parts(client: Any):
    paths = client.get("/openapi.json").json["paths"]
    for path, required in (("/v1/files/upload", ["file", "user"]), ("/console/api/files/upload", ["file"])):
        form = paths[path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        assert form["required"] == required
        assert set(form["properties"]) == set(required)
