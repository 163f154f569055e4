"""Attachments that are named by an address, fetched from a site on this machine over real sockets."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.settings import settings_of
from tests.sites import Site, site
from treeline.files.errors import BytesTooMany
from treeline.kernel.settings import MIB
from treeline.providers import attachments
from treeline.providers.attachments import with_bytes
from treeline.providers.errors import CompletionRequestError
from treeline.providers.port import Assistant, Attachment, Turn, User
from treeline.settings import Settings

PNG = {"Content-Type": "image/png"}
TEXT = {"Content-Type": "text/plain"}


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as running:
        yield running


def settings(**more: Any) -> Settings:
    given = {"attachment_allowed_hosts": ["127.0.0.1"], "upload_file_size_limit": 2, **more}
    return settings_of(upload_image_file_size_limit=1, **given)


def picture(url: str, media_type: str = "image/png") -> User:
    return User("What?", (Attachment(media_type, url=url),))


def fetched(*turns: Turn, **more: Any) -> list[list[bytes | None]]:
    """The bytes of each question's attachments."""
    told = asyncio.run(with_bytes(turns, settings(**more)))
    assert len(told) == len(turns)
    return [[each.data for each in turn.attachments] for turn in told if isinstance(turn, User)]


def test_they_are_fetched_by_us(web: Site):
    web.pages["/pixel"] = (302, {"Location": "/pixel.png"}, b"")
    web.pages["/pixel.png"] = (200, PNG, b"dot")
    assert fetched(picture(f"{web.url}/pixel", "image/*")) == [[b"dot"]]
    assert fetched() == []


def test_an_image_has_to_be_one(web: Site):
    with pytest.raises(CompletionRequestError, match="expected image/png, got text/plain"):
        fetched(picture(web.url))
    with pytest.raises(CompletionRequestError, match=r"at 127\.0\.0\.1 can't be downloaded: the server returned 404"):
        fetched(picture(f"{web.url}/none"))


def test_what_is_allowed_for_models_is_not_for_them(web: Site):
    local = {"attachment_allowed_hosts": [], "outbound_allowed_hosts": ["127.0.0.1", "localhost"]}
    for url in (web.url, f"http://localhost:{web.port}/"):
        with pytest.raises(CompletionRequestError, match="private network"):
            fetched(picture(url, "text/plain"), **local)
    assert web.asked == []


def test_a_redirect_leads_nowhere_else(web: Site):
    web.pages["/in"] = (302, {"Location": f"http://127.0.0.2:{web.port}/"}, b"")
    with pytest.raises(CompletionRequestError, match="private network") as refused:
        fetched(picture(f"http://localhost:{web.port}/in", "text/plain"), attachment_allowed_hosts=["localhost"])
    assert "127.0.0.2" not in str(refused.value)
    for location in ("http://127.0.0.1:99999/", "http://a..b/", "http://é\u2028.com/", "ftp://x/"):
        web.pages["/bad"] = (302, {"Location": location.encode().decode("latin-1")}, b"")
        with pytest.raises(CompletionRequestError, match=r"The attachment at 127\.0\.0\.1"):
            fetched(picture(f"{web.url}/bad"))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (
            "http://nowhere.invalid/a.png",
            "at nowhere.invalid can't be downloaded: The host name nowhere.invalid can't be res",
        ),
        ("http://é\u2028.com/a.png", "a URL must start with"),
        ("http://[::1/a.png", "a URL must start with"),
    ],
)
def test_why_it_failed(url: str, reason: str):
    with pytest.raises(CompletionRequestError, match=reason):
        fetched(picture(url))


def test_nobody_there(web: Site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CompletionRequestError, match=r"The attachment at 127\.0\.0\.1 can't be downloaded: "):
        fetched(picture(f"http://127.0.0.1:{port}/?secret"))


def test_no_more_is_read_than_an_upload_may_have(web: Site):
    web.pages["/fits"] = (200, PNG, b"x" * MIB)
    web.pages["/large"] = (200, PNG, b"x" * (MIB + 1))
    web.pages["/text"] = (200, TEXT, b"x" * 2 * MIB)
    web.pages["/long"] = (200, TEXT, b"x" * (2 * MIB + 1))
    assert [len(data or b"") for [data] in fetched(picture(f"{web.url}/fits"))] == [MIB]
    assert [len(data or b"") for [data] in fetched(picture(f"{web.url}/text", "text/plain"))] == [2 * MIB]
    with pytest.raises(BytesTooMany, match=r"127\.0\.0\.1 is larger than 1 MiB"):
        fetched(picture(f"{web.url}/large"))
    with pytest.raises(BytesTooMany, match=r"127\.0\.0\.1 is larger than 2 MiB"):
        fetched(picture(f"{web.url}/long", "text/plain"))


def test_what_never_ends_is_broken_off():
    """Without a length, for as long as somebody reads."""
    sent = 0

    def pour(listener: socket.socket) -> None:
        nonlocal sent
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
            try:
                while sent < 200 * MIB:
                    sent += connection.send(b"x" * 65536)
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=pour, args=(listener,), daemon=True)
        thread.start()
        with pytest.raises(BytesTooMany, match="1 MiB"):
            fetched(picture(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
        thread.join(10)
    assert not thread.is_alive()
    # What the sockets hold comes on top.
    assert sent < 20 * MIB


def test_what_does_not_come_is_given_up(web: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(attachments, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(CompletionRequestError, match="timed out"):
            fetched(picture(url))
        # Of earlier questions all together are given that long.
        web.pages["/dot"] = (200, PNG, b"dot")
        said = (*(picture(url), Assistant("A dot.")) * 5, picture(f"{web.url}/dot"))
        assert fetched(*said)[-1] == [b"dot"]


def test_of_earlier_questions_what_there_is_room_for(web: Site, monkeypatch: pytest.MonkeyPatch):
    """The newest first; what is gone meanwhile does not end the conversation."""
    monkeypatch.setattr(attachments, "PAST_BYTES", 25)
    web.pages["/ten"] = (200, PNG, b"x" * 10)
    ten, gone, own = picture(f"{web.url}/ten"), picture(f"{web.url}/none"), User("", (Attachment("image/png", b"own"),))
    said = [turn for question in (ten, own, ten, gone, ten) for turn in (question, Assistant("Yes."))]
    assert [len(files) for files in fetched(*said, ten)] == [0, 1, 1, 0, 1, 1]
