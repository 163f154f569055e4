"""A list of URLs is a source: pages are fetched, and what they say is indexed."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration_tests.datasets.conftest import Shelf
from tests.integration_tests.datasets.sources.conftest import Pushes
from tests.sites import Site, site
from treeline.kernel.web import FlaskApp

HTML = {"Content-Type": "text/html"}


@pytest.fixture
def pages(flask_app: FlaskApp) -> Iterator[Site]:
    settings = flask_app.extensions["settings"]
    allowed = settings.model_copy(update={"node_allowed_hosts": ["127.0.0.1"], "indexing_retry_seconds": 0})
    flask_app.extensions["settings"] = allowed
    with site() as running:
        running.pages["/docs/alder"] = (200, HTML, b"<html><body><h1>Trees</h1><p>Alder.</p></body></html>")
        running.pages["/birch.md"] = (200, {"Content-Type": "text/markdown"}, b"Birch.")
        yield running
    flask_app.extensions["settings"] = settings


def test_pages_are_documents_and_only_changed_ones_are_stored_again(
    shelf: Shelf, pushes: Pushes, pages: Site, source_of: Callable[..., Any], stored: Callable[[], set[str]]
):
    urls = [f"{pages.url}/docs/alder", f"{pages.url}/birch.md", f"{pages.url}/birch.md"]
    source = source_of(kind="url_list", urls=urls, folder="web", name="Trees")
    assert (source["auto_sync"], len(source["urls"])) == (False, 2)
    shelf.run_tasks()
    assert set(pushes.tree()) == {"web/alder.html", "web/birch.md"}
    assert len(shelf.found("alder")) == 1
    objects, path = stored(), f"{shelf.path}/sources/{source['id']}"
    shelf.alice.post(f"{path}/sync", json={})
    shelf.run_tasks()
    assert shelf.alice.get(path).json["last_sync"]["unchanged"] == 2
    assert stored() == objects
    pages.pages["/birch.md"] = (200, {}, b"Beech.")
    shelf.alice.post(f"{path}/sync", json={})
    shelf.run_tasks()
    assert (shelf.found("birch"), shelf.found("beech")) == ([], ["Beech."])


def test_a_page_that_does_not_answer_stays(shelf: Shelf, pages: Site, source_of: Callable[..., Any]):
    source = source_of(kind="url_list", urls=[f"{pages.url}/birch.md", f"{pages.url}/none"])
    shelf.run_tasks()
    del pages.pages["/birch.md"]
    path = f"{shelf.path}/sources/{source['id']}"
    shelf.alice.post(f"{path}/sync", json={})
    shelf.run_tasks()
    last = shelf.alice.get(path).json["last_sync"]
    assert (last["state"], last["unchanged"], last["skipped"], last["removed"]) == ("completed", 1, 2, 0)
    assert last["problems"][0] == {
        "path": f"{pages.url}/birch.md",
        "code": "url_failed",
        "message": "the server returned 404.",
    }
    assert shelf.found("birch") == ["Birch."]


def test_a_url_that_leaves_the_list_goes(shelf: Shelf, pushes: Pushes, pages: Site, source_of: Callable[..., Any]):
    urls = [f"{pages.url}/docs/alder", f"{pages.url}/birch.md"]
    source = source_of(kind="url_list", urls=urls)
    shelf.run_tasks()
    path = f"{shelf.path}/sources/{source['id']}"
    assert shelf.alice.patch(path, json={"urls": urls[:1]}).status_code == 200
    planned = shelf.alice.post(f"{path}/sync", json={"dry_run": True}).json["plan"]
    assert planned["changes"]["removed"] == urls[1:]
    shelf.alice.post(f"{path}/sync", json={})
    shelf.run_tasks()
    assert set(pushes.tree()) == {"alder.html"}


def test_private_addresses_are_not_fetched(
    shelf: Shelf, pages: Site, flask_app: FlaskApp, source_of: Callable[..., Any]
):
    settings = flask_app.extensions["settings"]
    flask_app.extensions["settings"] = settings.model_copy(update={"node_allowed_hosts": []})
    source = source_of(kind="url_list", urls=[f"{pages.url}/birch.md"])
    shelf.run_tasks()
    last = shelf.alice.get(f"{shelf.path}/sources/{source['id']}").json["last_sync"]
    assert "private address" in last["problems"][0]["message"]
    assert pages.asked == []


@pytest.mark.parametrize("urls", [[], ["ftp://x/y"], ["no url"], ["https://x.example/"] * 201])
def test_bad_urls_are_refused(shelf: Shelf, urls: list[str]):
    reply = shelf.alice.post(f"{shelf.path}/sources", json={"kind": "url_list", "urls": urls})
    assert reply.status_code == 400
    assert shelf.alice.get(f"{shelf.path}/sources").json["data"] == []


def test_a_key_adds_a_list_of_urls(shelf: Shelf, pages: Site):
    values = {"kind": "url_list", "urls": [f"{pages.url}/birch.md"]}
    assert shelf.key.post(f"{shelf.path}/sources", json=values).status_code == 201
    shelf.run_tasks()
    assert shelf.found("birch") == ["Birch."]
