"""Uploads and downloads while S3 is away: 503, nothing half-kept, and all is well when it is back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from tests.conftest import TEMPLATE
from tests.integration_tests.assets.conftest import Tree, file
from tests.processes import Api, Caller, database
from tests.s3 import S3Server, Wire, on_s3, wire_to
from treeline import create_app
from treeline.kernel.storage import StorageUnavailable
from treeline.kernel.storage.s3 import connect
from treeline.kernel.web import FlaskApp
from treeline.settings import Settings

BYTES = bytes(range(256)) * 40_000


@pytest.fixture(scope="module")
def wire(s3: S3Server) -> Iterator[Wire]:
    with wire_to(s3) as wire:
        yield wire


@pytest.fixture(scope="module")
def flask_app(s3: S3Server, wire: Wire, settings: Settings) -> FlaskApp:
    """An app whose S3 is at the end of the wire; one attempt, for the sake of speed."""
    own = on_s3({**s3.bucket(), "S3_ENDPOINT": wire.url}, settings)
    flask_app = create_app(own)
    flask_app.extensions["storage"] = connect(own, attempts=1, read_seconds=2)
    return flask_app


@pytest.fixture(autouse=True)
def healed(wire: Wire) -> Iterator[None]:
    yield
    wire.heal()


def is_unavailable(reply: Any) -> bool:
    assert (reply.status_code, reply.json["code"]) == (503, "storage_unavailable")
    assert reply.json["message"] == "The storage is not responding. Try again."
    return bool(reply.headers["Retry-After"])


@pytest.mark.parametrize("carried", [0, 100, len(BYTES) // 2])
def test_an_upload_fails_as_a_whole_and_can_be_sent_again(
    tree: Tree, wire: Wire, stored: Callable[[], set[str]], carried: int
):
    node = tree.made(file("a", BYTES))["a"]
    before = stored()
    wire.left = carried
    assert is_unavailable(tree.send(node, BYTES))
    assert tree.get(f"/nodes/{node['id']}").json["status"] == "pending"
    wire.heal()
    assert stored() == before
    assert tree.send(node, BYTES).status_code == 204
    assert tree.get(f"/files/{node['id']}/raw").data == BYTES


def test_an_upload_that_s3_refuses(tree: Tree, wire: Wire, stored: Callable[[], set[str]]):
    node = tree.made(file("a", b"abc"))["a"]
    before = stored()
    wire.refused = "PUT"
    for wire.status in (500, 503, 403):
        assert is_unavailable(tree.send(node, b"abc"))
    assert stored() == before


def test_an_upload_with_an_option_that_s3_does_not_know(tree: Tree, wire: Wire, stored: Callable[[], set[str]]):
    node = tree.made(file("a", b"abc"))["a"]
    before = stored()
    wire.refused, wire.status = "PUT", 501
    reply = tree.send(node, b"abc")
    assert (reply.status_code, reply.json["code"]) == (500, "storage_rejected")
    assert "Retry-After" not in reply.headers
    wire.heal()
    assert stored() == before


def test_new_content_that_cannot_be_stored_leaves_the_old(tree: Tree, wire: Wire):
    node = tree.ready_file("a", b"old")
    revision = tree.read()["revision"]
    wire.left = 0
    assert is_unavailable(tree.put(f"/files/{node}", json={"content": "new"}))
    wire.heal()
    assert tree.get(f"/files/{node}").json["content"] == "old"
    assert tree.read()["revision"] == revision


def test_what_cannot_be_read(tree: Tree, wire: Wire):
    node = tree.ready_file("a", BYTES)
    link = tree.get(f"/files/{node}/download-url").json["download_url"]
    wire.left = 0
    assert is_unavailable(tree.get(f"/files/{node}/raw"))
    assert is_unavailable(tree.get(f"/files/{node}/raw", headers={"Range": "bytes=0-9"}))
    assert is_unavailable(tree.person.client.get(link))
    text = tree.put(f"/files/{tree.made(file('b', 1))['b']['id']}", json={"content": "x"})
    assert is_unavailable(text)
    # The tree needs no bytes.
    assert tree.get("/tree").status_code == 200


def test_a_text_that_breaks_off_is_no_text(tree: Tree, wire: Wire):
    node = tree.ready_file("a", b"x" * 1_000_000)
    wire.left = 500_000
    assert is_unavailable(tree.get(f"/files/{node}"))


def test_a_download_that_breaks_off_never_ends_well(tree: Tree, wire: Wire):
    node = tree.ready_file("a", BYTES)
    wire.left = len(BYTES) // 2
    with pytest.raises(StorageUnavailable):
        _ = tree.get(f"/files/{node}/raw").data


def test_no_answer_changes_because_what_is_not_wanted_stays(tree: Tree, wire: Wire):
    made = tree.made(file("a", b"abc"), file("b", b"abc"))
    wire.refused = "DELETE"
    twice = tree.send_slowly(made["a"], b"abc", lambda: tree.send(made["a"], b"abc"))
    assert twice.status_code == 204
    other = tree.send_slowly(made["b"], b"abc", lambda: tree.put(f"/files/{made['b']['id']}", json={"content": "new"}))
    assert (other.status_code, other.json["code"]) == (409, "app_asset_upload_not_awaited")
    empty = tree.put(f"/files/{made['b']['id']}", json={"content": ""})
    assert (empty.status_code, empty.json["size"]) == (200, 0)


def test_an_app_is_deleted_when_s3_is_back(
    tree: Tree, wire: Wire, run_tasks: Callable[[], list[str]], stored: Callable[[], set[str]], flask_app: FlaskApp
):
    before = stored()
    tree.ready_file("a", b"abc")
    assert tree.person.delete(f"/apps/{tree.app_id}").status_code == 204
    wire.refused = "DELETE"
    with pytest.raises(StorageUnavailable):
        run_tasks()
    wire.heal()
    flask_app.extensions["celery"].tasks["apps.remove"](tree.app_id)
    assert stored() == before


def test_a_real_api_goes_on(settings: Settings, s3: S3Server, wire: Wire):
    with database(settings, TEMPLATE) as own:
        api = Api(own, **{**s3.bucket(), "S3_ENDPOINT": wire.url})
        try:
            caller = Caller(api.base).set_up()
            assets = f"/apps/{caller.new_app()}/assets"
            body = {"children": [file("a", BYTES)]}
            (node,) = caller.call("POST", f"{assets}/batch-upload", json=body).json()["children"]
            assert requests.put(node["upload_url"], data=BYTES, timeout=30).status_code == 204
            raw = f"{assets}/files/{node['id']}/raw"
            assert caller.call("GET", raw).content == BYTES
            wire.left = len(BYTES) // 2
            with pytest.raises(requests.RequestException):
                _ = caller.call("GET", raw).content
            reply = requests.get(f"{api.base}/health", timeout=30)
            check = reply.json()["checks"]["storage"]
            assert (reply.status_code, check["ok"]) == (503, False)
            # Whoever asks for the health of an API need not learn where its S3 is.
            assert check["message"].startswith("S3 is not responding: ")
            assert "127.0.0.1" not in check["message"]
            wire.heal()
            assert caller.call("GET", raw).content == BYTES
        finally:
            api.stop()
