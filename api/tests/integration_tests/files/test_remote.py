"""Files by URL: looked at, and kept as one's own uploads."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.conftest import Cast, Person
from tests.sites import Site, site
from treeline.kernel.web import FlaskApp

TEXT = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "11"}


@pytest.fixture
def web(flask_app: FlaskApp) -> Iterator[Site]:
    """A site that members may name."""
    settings = flask_app.extensions["settings"]
    changed = {"node_allowed_hosts": ["127.0.0.1"], "upload_file_size_limit": 1}
    flask_app.extensions["settings"] = settings.model_copy(update=changed)
    with site() as running:
        yield running
    flask_app.extensions["settings"] = settings


def upload(person: Person, url: str) -> Any:
    return person.post("/remote-files/upload", json={"url": url})


def look(person: Person, url: str) -> Any:
    return person.get(f"/remote-files/{quote(url, safe='')}")


def test_one_is_looked_at_and_kept(alice: Person, bob: Person, web: Site):
    web.pages["/docs/rivers.txt"] = (200, TEXT, b"Nine rivers")
    web.pages["/moved?to=it"] = (302, {"Location": "/docs/rivers.txt"}, b"")
    for path in ("/docs/rivers.txt", "/moved?to=it"):
        assert look(alice, web.url + path).json == {"file_type": "text/plain", "file_length": 11}
    assert set(web.methods) == {"HEAD"}
    made = upload(alice, f"{web.url}/docs/rivers.txt")
    assert made.status_code == 201, made.json
    said = {name: made.json[name] for name in ("name", "size", "extension", "mime_type")}
    assert said == {"name": "rivers.txt", "size": 11, "extension": "txt", "mime_type": "text/plain"}
    assert made.json["url"] == made.json["source_url"]
    assert alice.get(made.json["url"]).json == {"content": "Nine rivers"}
    assert bob.get(made.json["url"]).status_code == 404


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/x", {"Content-Disposition": "attachment; filename*=UTF-8''%E6%B2%B3.md"}, "河.md"),
        ("/x", {"Content-Disposition": 'attachment; filename="../../rivers.md"'}, "rivers.md"),
        ("/a%20b.md?size=1", {}, "a b.md"),
        ("/report", {"Content-Type": "application/pdf"}, "report.pdf"),
        ("/", {"Content-Type": "text/html"}, "127.0.0.1"),
    ],
)
def test_its_name_is_the_server_s_or_the_url_s(alice: Person, web: Site, path: str, headers: dict[str, str], name: str):
    web.pages[path] = (200, headers, b"x")
    assert upload(alice, web.url + path).json["name"] == name


def test_a_server_that_answers_no_head_is_asked_otherwise(alice: Person, web: Site):
    web.pages["/x"] = (405, {}, b"")
    assert look(alice, f"{web.url}/x").status_code == 404
    assert web.methods == ["HEAD", "GET"]


@pytest.mark.parametrize("url", ["x", "file:///etc/passwd", "ftp://127.0.0.1/x", "http://127.0.0.1:1/x", "http://"])
def test_what_is_not_there_is_said(alice: Person, web: Site, url: str):
    replies = [look(alice, url), upload(alice, url)]
    assert {(reply.status_code, reply.json["code"]) for reply in replies} == {(404, "remote_file_not_found")}


def test_a_refusal_of_the_server_is_said(alice: Person, web: Site, stored: Callable[[], set[str]]):
    web.pages["/away"] = (503, {}, b"")
    web.pages["/inside"] = (302, {"Location": "http://127.0.0.2:1/"}, b"")
    before = stored()
    for path, words in (("/away", "503"), ("/inside", "NODE_ALLOWED_HOSTS"), ("/missing", "404")):
        assert words in upload(alice, web.url + path).json["message"]
    assert stored() == before


@pytest.mark.parametrize("is_said", [True, False])
def test_the_limit_of_uploads_holds(alice: Person, web: Site, stored: Callable[[], set[str]], is_said: bool):
    body = b"x" * (1024 * 1024 + 1)
    web.pages["/large"] = (200, {"Content-Length": str(len(body))} if is_said else {}, body)
    before = stored()
    reply = upload(alice, f"{web.url}/large")
    assert (reply.status_code, reply.json["code"]) == (413, "file_too_large")
    assert stored() == before


def test_private_addresses_are_not_for_members(cast: Cast):
    for url in ("http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/"):
        assert "NODE_ALLOWED_HOSTS" in upload(cast.alice, url).json["message"]
