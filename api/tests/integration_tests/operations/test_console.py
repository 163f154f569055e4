"""The built console beside the API: its files, its addresses, and nothing of the API in its shadow."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from treeline import create_app
from treeline.embedded.parts import Instance, PartsServer
from treeline.embedded.servers import socket_folder
from treeline.settings import Settings

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = b"export const answer = 42;\n" * 100


class Whole(FlaskClient):
    """Reads each reply to its end, as a browser does: none leaves its file open."""

    def open(self, *args: Any, buffered: bool = False, **options: Any) -> TestResponse:
        return super().open(*args, buffered=True, **options)


def client_of(settings: Settings, **more: Any) -> FlaskClient:
    flask_app = create_app(settings.model_copy(update=more))
    flask_app.test_client_class = Whole
    return flask_app.test_client()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("built") / "console"
    tmp_path.mkdir()
    (tmp_path / "assets").mkdir()
    page = '<!doctype html><meta name="csp-nonce" nonce="TREELINE_NONCE"><title>The console</title>'
    (tmp_path / "index.html").write_text(page)
    (tmp_path / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "assets" / "main-a1b2.js").write_bytes(SCRIPT)
    (tmp_path / "assets" / "main-a1b2.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    return tmp_path


@pytest.fixture(scope="module")
def console(settings: Settings, folder: Path) -> FlaskClient:
    return client_of(settings, console_folder=folder)


@pytest.mark.parametrize("path", ["/", "/apps", "/apps/0190d5a0-0000-7000-8000-000000000000/assets", "/signin?next=/x"])
def test_every_address_of_the_console_is_its_page(console: FlaskClient, path: str):
    reply = console.get(path, headers=PAGE)
    assert (reply.status_code, reply.mimetype) == (200, "text/html")
    assert "The console" in reply.text
    assert reply.headers["Cache-Control"] == "no-cache"
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_each_page_has_a_nonce_of_its_own(console: FlaskClient):
    """Its styles are let in by it; a page that a browser has kept would have an old one."""
    nonces = set[str]()
    for reply in (console.get("/apps", headers=PAGE), console.get("/apps", headers=PAGE)):
        [nonce] = re.findall(r'nonce="([^"]{16,})"', reply.text)
        assert f"style-src 'self' 'nonce-{nonce}'" in reply.headers["Content-Security-Policy"]
        assert not {"ETag", "Last-Modified"} & set(reply.headers.keys())
        nonces.add(nonce)
    assert len(nonces) == 2


def test_the_page_of_a_mailed_link_tells_and_leaves_its_token_to_nobody(console: FlaskClient):
    for path, cached in (("/reset-password?token=x&code=1", "no-store"), ("/reset-password", "no-cache")):
        reply = console.get(path, headers=PAGE)
        assert (reply.status_code, reply.headers["Cache-Control"]) == (200, cached)
        assert reply.headers["Referrer-Policy"] == "no-referrer"


def test_built_files_are_kept_for_ever_and_the_rest_is_asked_for_again(console: FlaskClient):
    script = console.get("/assets/main-a1b2.js")
    assert (script.status_code, script.mimetype, script.data) == (200, "text/javascript", SCRIPT)
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    assert console.get("/icon.svg").headers["Cache-Control"] == "no-cache"
    again = console.get("/icon.svg", headers={"If-None-Match": console.get("/icon.svg").headers["ETag"]})
    assert again.status_code == 304


def test_who_takes_gzip_gets_it(console: FlaskClient):
    packed = console.get("/assets/main-a1b2.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.mimetype == "text/javascript"
    assert gzip.decompress(packed.data) == SCRIPT
    assert "Content-Encoding" not in console.get("/assets/main-a1b2.js").headers


@pytest.mark.parametrize(
    "path",
    [
        "/console/api/nothing",
        "/v1/nothing",
        "/files/nothing",
        "/assets/gone.js",
        "/.vite/manifest.json",
        "/mcp/nothing",
        "/v1",
        "/v1/",
        "/v1/assets/nothing/at/all",
        "/console/api",
        "/console/api/",
        "/files",
        "/files/assets",
        "/triggers/nothing",
        "/docs/nothing",
        "/health/",
        "/openapi.json/x",
        "/v1/nothing.html",
        "/v1%2Fnothing",
        "/v1/größe",
    ],
)
def test_what_is_not_the_console_stays_a_404_of_the_api(console: FlaskClient, path: str):
    reply: Any = console.get(path, headers=PAGE)
    assert (reply.status_code, reply.json["code"]) == (404, "not_found")


@pytest.mark.parametrize("path", ["/" + "a" * 5000, "/assets/" + "é" * 200, "/a\0b", "/" + "a/" * 3000, "/%ED%A0%80"])
def test_names_that_no_file_can_have(console: FlaskClient, path: str):
    assert console.get(path).status_code == 404
    assert console.get(path, headers=PAGE).status_code == (404 if path.startswith("/assets/") else 200)


def test_programs_and_other_methods_get_no_page(console: FlaskClient):
    for reply, status in (
        (console.get("/apps"), 404),
        (console.get("/apps", headers={"Accept": "application/json"}), 404),
        (console.post("/apps", headers=PAGE), 404),
        (console.get("/console/api/login", headers=PAGE), 405),
    ):
        assert (reply.status_code, reply.mimetype) == (status, "application/json")


@pytest.mark.parametrize(
    "path", ["/../secret", "/assets/../../secret", "/%2e%2e/secret", "/assets/%2e%2e/%2e%2e/secret"]
)
def test_nothing_outside_the_folder_is_served(console: FlaskClient, folder: Path, path: str):
    (folder.parent / "secret").write_text("secret")
    assert "secret" not in console.get(path).text.replace("/secret", "")


def test_uploads_may_go_to_where_the_files_are(settings: Settings, folder: Path):
    given = client_of(settings, console_folder=folder, files_url="https://files.example.com/")
    reply = given.get("/", headers=PAGE)
    assert "connect-src 'self' https://files.example.com;" in reply.headers["Content-Security-Policy"]


def test_without_a_build_the_api_is_alone(client: FlaskClient):
    assert "The API is running" in client.get("/", headers=PAGE).text
    assert client.get("/apps", headers=PAGE).status_code == 404


@pytest.mark.parametrize(("state", "said"), [("building", "is being built"), ("failed", "could not be built")])
def test_until_it_is_built_its_addresses_say_so(
    settings: Settings, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, state: Any, said: str
):
    """The supervisor tells what has become of it; the page asks again, and then the console is there."""
    data = tmp_path_factory.mktemp("data")
    early = client_of(settings, console_folder=tmp_path / "not-yet", treeline_data=data)
    with socket_folder(data) as sockets:
        told = PartsServer(sockets, lambda: Instance([], state))
        try:
            for path in ("/", "/signin", "/apps/1"):
                reply = early.get(path, headers=PAGE)
                assert (reply.status_code, reply.mimetype, reply.headers["Retry-After"]) == (503, "text/html", "2")
                assert said in reply.text
                assert "<script" not in reply.text
                assert 'http-equiv="refresh"' in reply.text
            assert early.get("/signin").status_code == 404
            assert early.get("/v1/nothing", headers=PAGE).mimetype == "application/json"
            (tmp_path / "not-yet").mkdir()
            (tmp_path / "not-yet" / "index.html").write_text("<!doctype html><title>The console</title>")
            assert early.get("/signin", headers=PAGE).status_code == 200
        finally:
            told.close()
