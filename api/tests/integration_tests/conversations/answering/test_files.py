"""Files that come with a question."""

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.integration_tests.conversations.answering.conftest import Asker
from tests.model_server import ModelServer
from tests.sites import site
from treeline.kernel.settings import MIB

TAKES = {
    "enabled": True,
    "allowed_file_types": ["image", "document", "custom"],
    "allowed_file_extensions": [".log"],
    "allowed_file_upload_methods": ["local_file", "remote_url"],
    "number_limits": 2,
}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def chat(new_asker: Callable[..., Asker], provided: ModelServer) -> Asker:
    return new_asker("chat", file_upload=TAKES)


def upload(asker: Asker, name: str, data: bytes, user: str = "ann") -> str:
    form = {"file": (BytesIO(data), name), "user": user}
    reply = asker.program.post("/v1/files/upload", data=form, content_type="multipart/form-data")
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def local(upload_id: str, kind: str = "document") -> dict[str, Any]:
    return {"type": kind, "transfer_method": "local_file", "upload_file_id": upload_id, "url": ""}


def test_a_text_is_read_to_the_model(chat: Asker, provided: ModelServer):
    events = chat.ask("Who?", files=[local(upload(chat, "crew.txt", b"Anna, pilot\n"))])
    (file,) = [event for event in events if event["event"] == "message_file"]
    assert (file["type"], file["belongs_to"]) == ("document", "user")
    # Shown to anyone who has the address, as a page's <img> has no key.
    anyone = chat.program.client.application.test_client()
    assert anyone.get(file["url"]).data == b"Anna, pilot\n"
    assert provided.requests[-1].said == '<file name="crew.txt">\nAnna, pilot\n\n</file>\n\nWho?'
    conversation = file["conversation_id"]
    (message,) = chat.messages(conversation)
    (kept,) = message["message_files"]
    assert (kept["filename"], kept["url"].startswith("http://localhost/files/uploads/")) == ("crew.txt", True)
    assert anyone.get(kept["url"]).data == b"Anna, pilot\n"
    # And is still there for the next question.
    chat.ask("And who else?", conversation_id=conversation)
    assert "Anna, pilot" in provided.requests[-1].turns[0][1]


def test_a_picture_is_shown(chat: Asker, provided: ModelServer):
    chat.ask("What is it?", files=[local(upload(chat, "dot.png", PIXEL), "image")])
    parts = provided.requests[-1].body["messages"][-1]["content"]
    (picture,) = [part for part in parts if part["type"] == "image_url"]
    assert picture["image_url"]["url"] == f"data:image/png;base64,{base64.b64encode(PIXEL).decode()}"


def test_a_text_that_is_too_long_is_cut(chat: Asker, provided: ModelServer):
    path = "/workspaces/current/model-providers/openai_api_compatible/models"
    assert chat.builder.post(path, json={"model": "scripted", "context_size": 1000}).status_code in (200, 201)
    chat.ask("Who?", files=[local(upload(chat, "long.txt", b"word " * 10_000))])
    heard = provided.requests[-1].said
    assert len(heard) < 3000
    assert "[The rest was cut off.]" in heard
    assert heard.endswith("Who?")


@pytest.mark.parametrize("name", ["letter.docx", "table.xlsx", "thing.bin", "paper.pdf", "empty.txt", "page.html"])
def test_whatever_it_is_the_question_ends_with_words(chat: Asker, name: str):
    """A document that a model cannot be shown is refused by name, and is no fault of ours."""
    events = chat.ask("What is it?", files=[local(upload(chat, name, b"" if "empty" in name else b"%PDF-1.4 ..."))])
    assert events[-1]["event"] == "message_end" or events[-1]["code"] == "completion_request_error", events[-1]


def test_files_of_others(chat: Asker, new_asker: Callable[..., Asker]):
    of_ben = upload(chat, "a.txt", b"x", "ben")
    elsewhere = upload(new_asker("chat", file_upload=TAKES), "a.txt", b"x")
    for upload_id in (of_ben, elsewhere, "0190d5a0-0000-7000-8000-000000000000"):
        reply = chat.post(query="Who?", files=[local(upload_id)])
        assert (reply.status_code, reply.json["code"]) == (404, "file_not_found")
    form = {"file": (BytesIO(b"x"), "a.txt")}
    of_alice = chat.builder.post("/console/api/files/upload", data=form, content_type="multipart/form-data").json["id"]
    assert chat.post(query="Who?", files=[local(of_alice)]).status_code == 404


@pytest.mark.parametrize(
    "file",
    [
        {"type": "audio", "transfer_method": "remote_url", "url": "https://example.com/a.mp3"},
        {"type": "image", "transfer_method": "remote_url"},
        {"type": "image", "transfer_method": "remote_url", "url": "file:///etc/passwd"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://é\u2028.com/x.png"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://a.com/x.png\r\nX: y"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://a:99999/x.png"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://a b/x.png"},
        {"type": "image", "transfer_method": "remote_url", "url": "http://a..b/x.png"},
        {"type": "document", "transfer_method": "local_file"},
        {"type": "document", "transfer_method": "local_file", "upload_file_id": "x"},
    ],
)
def test_files_that_are_not_taken(chat: Asker, file: dict[str, Any]):
    reply = chat.post(query="Who?", files=[file])
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_param")


def test_what_a_file_is_and_how_many(chat: Asker):
    text, log = upload(chat, "a.txt", b"x"), upload(chat, "a.log", b"x")
    for files in ([local(text, "image")], [local(text, "custom")], [local(text)] * 3):
        reply = chat.post(query="Who?", files=files)
        assert (reply.status_code, reply.json["code"]) == (400, "invalid_param"), files
    assert chat.ask("Who?", files=[local(log, "custom"), local(text)])[-1]["event"] == "message_end"


def test_an_address_inside_our_own_network_is_not_fetched(chat: Asker, provided: ModelServer):
    picture = {"type": "image", "transfer_method": "remote_url", "url": "http://169.254.169.254/a.png"}
    events = chat.ask("What is it?", files=[picture])
    assert events[-1]["event"] == "error"
    assert not provided.requests


def test_what_is_allowed_for_models_is_not_for_the_files_of_end_users(chat: Asker, provided: ModelServer):
    """The scripted model's own address, which admins may name and end users may not."""
    document = {"type": "document", "transfer_method": "remote_url", "url": f"{provided.url}/secret.txt"}
    end = chat.ask("What is it?", files=[document])[-1]
    assert (end["event"], end["code"]) == ("error", "completion_request_error")
    assert end["message"].startswith("The attachment at 127.0.0.1 can't be downloaded: its URL is in a private")
    assert "OpenAI" not in end["message"]
    assert provided.base_url not in end["message"]
    assert not provided.requests


def test_a_remote_file_is_shown_and_is_no_larger_than_an_upload(
    chat: Asker, provided: ModelServer, monkeypatch: pytest.MonkeyPatch
):
    extensions = chat.program.client.application.extensions
    more = {"attachment_allowed_hosts": ["127.0.0.1"], "upload_image_file_size_limit": 1}
    monkeypatch.setitem(extensions, "settings", extensions["settings"].model_copy(update=more))
    with site() as web:
        web.pages["/dot.png"] = (200, {"Content-Type": "image/png"}, PIXEL)
        web.pages["/large.png"] = (200, {"Content-Type": "image/png"}, b"x" * (MIB + 1))
        remote = {"type": "image", "transfer_method": "remote_url"}
        chat.ask("What is it?", files=[{**remote, "url": f"{web.url}/dot.png"}])
        heard = str(provided.requests[-1].body)
        assert base64.b64encode(PIXEL).decode() in heard
        assert web.url not in heard
        end = chat.ask("What is it?", files=[{**remote, "url": f"{web.url}/large.png"}])[-1]
        assert (end["event"], end["code"], end["status"]) == ("error", "file_too_large", 413)
        assert "1 MiB" in end["message"]
        # What is sent as a picture is one, whatever it is called.
        web.pages["/notes.txt"] = web.pages["/"]
        end = chat.ask("What is it?", files=[{**remote, "url": f"{web.url}/notes.txt"}])[-1]
        assert "got text/plain" in end["message"]
