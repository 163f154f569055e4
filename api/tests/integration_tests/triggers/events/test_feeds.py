"""A feed is looked at again and again: each new entry starts the workflows that listen, once."""

from typing import Any

import pytest

from tests.conftest import Person
from tests.integration_tests.triggers.events.conftest import PATH, Events, listener
from tests.integration_tests.workflows.conftest import Builder
from tests.integration_tests.workflows.test_calls import ended
from tests.sites import Site
from treeline.kernel.claims import MOST_ATTEMPTS
from treeline.kernel.db import unit_of_work
from treeline.triggers.events import claims, refreshing
from treeline.triggers.events.kinds.kind import MOST_EVENTS
from treeline.workflows.nodes.event_outputs import OUTPUTS

XML = {"Content-Type": "application/rss+xml"}


def rss(*titles: str) -> bytes:
    """The newest first."""
    items = "".join(
        f"<item><title>{each}</title><guid>{each}</guid><link>https://x.example</link></item>" for each in titles
    )
    return f"<rss><channel><title>News</title>{items}</channel></rss>".encode()


def show(web: Site, *titles: str, **headers: str) -> str:
    web.pages["/feed"] = (
        200,
        {**XML, **{name.replace("_", "-"): value for name, value in headers.items()}},
        rss(*titles),
    )
    return f"{web.url}/feed"


def test_new_entries_start_workflows_once(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    assert (feed["state"], feed["error"], feed["every"], feed["used_by"]) == ("active", None, 300, [])
    builder = events.workflow(feed, "title", "feed", "event")
    assert events.get(feed)["used_by"][0]["app_id"] == builder.app_id
    events.look(feed)
    assert events.runs(builder) == []
    show(web, "three", "two", "one")
    events.look(feed)
    events.look(feed)
    runs = events.runs(builder)
    assert [run["outputs"]["title"] for run in runs] == ["three", "two"]
    assert runs[0]["outputs"] == {"title": "three", "feed": "News", "event": "entry"}
    told = events.told(feed)
    assert [each["content"]["title"] for each in told] == ["three", "two"]
    assert told[0]["content"].keys() == OUTPUTS["feed"].keys()
    assert [run["run_id"] for run in told[0]["runs"]] == [runs[0]["id"]]
    assert events.get(feed)["last_event_at"]


def test_a_server_is_asked_for_what_has_changed(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one", ETag='"1"', Last_Modified="yesterday"))
    web.pages["/feed"] = (304, {}, b"")
    events.look(feed)
    asked = web.asked[-1][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "yesterday")
    show(web, "two", "one")
    events.look(feed)
    assert [each["content"]["title"] for each in events.told(feed)] == ["two"]


def test_many_new_entries_come_in_several_looks(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    titles = [f"n{at:03}" for at in range(MOST_EVENTS + 3)]
    show(web, *reversed(titles), "one", ETag='"2"')
    events.look(feed)
    assert len(events.told(feed)) == 20
    assert (events.person.get(f"{PATH}/{feed['id']}/events").json["total"], events.row(feed).failures) == (
        MOST_EVENTS,
        0,
    )
    events.look(feed)
    assert events.person.get(f"{PATH}/{feed['id']}/events").json["total"] == len(titles)
    assert events.told(feed)[0]["content"]["title"] == titles[-1]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((500, {}, b""), "returned 500"),
        ((200, {}, b"<html></html>"), "neither an RSS nor an Atom feed"),
        ((200, {}, b'<!DOCTYPE rss [<!ENTITY x "y">]><rss/>'), "entities"),
        ((200, {}, b"<rss>" + b" " * (5 * 1024 * 1024) + b"</rss>"), "larger than 5 MiB"),
        ((302, {"Location": "http://127.0.0.2:1/"}, b""), "NODE_ALLOWED_HOSTS"),
        ((200, {"Content-Encoding": "gzip"}, b"x"), "compressed"),
    ],
    ids=["error", "page", "entities", "large", "private", "compressed"],
)
def test_why_a_feed_fails_is_said_before_and_after(events: Events, web: Site, page: Any, said: str):
    url = show(web, "one")
    feed = events.add("feed", url=url)
    web.pages["/feed"] = page
    reply = events.person.post(PATH, json={"name": "Another", "source": {"kind": "feed", "url": url}})
    assert (reply.status_code, reply.json["code"]) == (400, "trigger_source_failed")
    assert said in reply.json["message"]
    assert events.person.get(PATH).json["total"] == 1
    for _ in range(2):
        events.look(feed)
    now = events.get(feed)
    assert (now["state"], said in now["error"], events.row(feed).failures) == ("error", True, 2)
    test = events.person.post(f"{PATH}/{feed['id']}/test").json
    assert (test["ok"], said in test["error"]) == (False, True)
    # What came meanwhile is told once it works again.
    show(web, "two", "one")
    events.look(feed)
    assert (events.get(feed)["state"], len(events.told(feed))) == ("active", 1)


def test_a_source_that_fails_is_asked_less_often(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"), every=60)
    del web.pages["/feed"]
    waits = list[float]()
    for _ in range(3):
        events.look(feed)
        row = events.row(feed)
        assert row.due_at
        assert row.looked_at
        waits.append((row.due_at - row.looked_at).total_seconds())
    assert waits[0] > 60
    assert waits == sorted(waits)
    web.pages["/feed"] = (429, {"Retry-After": "7200"}, b"")
    events.look(feed)
    row = events.row(feed)
    assert row.due_at
    assert row.looked_at
    assert (row.due_at - row.looked_at).total_seconds() > 7000


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://[::1]/", "http://localhost/", "http://169.254.169.254/"]
)
def test_no_feed_is_read_from_the_internal_network(events: Events, url: str):
    reply = events.person.post(PATH, json={"name": "x", "source": {"kind": "feed", "url": url}})
    assert (reply.status_code, "NODE_ALLOWED_HOSTS" in reply.json["message"]) == (400, True)


def test_a_test_shows_a_sample_and_starts_nothing(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "two", "one"))
    builder = events.workflow(feed, "title")
    reply = events.person.post(f"{PATH}/{feed['id']}/test").json
    assert (reply["ok"], reply["error"], reply["sample"]["title"]) == (True, None, "two")
    events.run_tasks()
    assert events.runs(builder) == []


def test_only_the_event_that_is_named_starts_a_run(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    every, named, other = (events.workflow(feed, "title", event=name) for name in ("", "entry", "something"))
    off = events.workflow(feed, "title")
    (trigger,) = events.person.get(f"{off.path}/triggers").json["data"]
    events.person.post(f"{off.path}/trigger-enable", json={"trigger_id": trigger["id"], "enable_trigger": False})
    show(web, "two", "one")
    events.look(feed)
    assert [len(events.runs(each)) for each in (every, named, other, off)] == [1, 1, 0, 0]


def test_a_draft_waits_for_an_event(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    builder = Builder(events.person, events.run_tasks)
    path = f"{builder.path}/workflows/draft/trigger/run"
    waiting = {"status": "waiting", "retry_in": 2000}
    builder.save(listener(feed, "title", event="something"))
    assert events.person.post(path, json={"node_id": "t"}).json == waiting
    show(web, "two", "one")
    events.look(feed)
    assert events.person.post(path, json={"node_id": "t"}).json == waiting
    other = Builder(events.person, events.run_tasks)
    other.save(listener(feed, "title"))
    path = f"{other.path}/workflows/draft/trigger/run"
    assert events.person.post(path, json={"node_id": "t"}).json == waiting
    show(web, "three", "two", "one")
    events.look(feed)
    assert ended(other.events(events.person.post(path, json={"node_id": "t"})))["outputs"] == {"title": "three"}


def test_what_happens_in_a_pause_is_not_told(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    path = f"{PATH}/{feed['id']}"
    assert events.person.patch(path, json={"enabled": False}).json["state"] == "paused"
    show(web, "two", "one")
    events.look(feed)
    assert events.told(feed) == []
    assert events.person.patch(path, json={"enabled": True}).json["state"] == "active"
    events.look(feed)
    assert events.told(feed) == []
    show(web, "three", "two", "one")
    events.look(feed)
    assert [each["content"]["title"] for each in events.told(feed)] == ["three"]


def test_another_source_is_told_of_from_then_on(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    web.pages["/other"] = (200, XML, rss("b", "a"))
    changed = events.person.patch(f"{PATH}/{feed['id']}", json={"source": {"kind": "feed", "url": f"{web.url}/other"}})
    assert changed.status_code == 200, changed.json
    events.look(feed)
    assert events.told(feed) == []
    wrong = events.person.patch(f"{PATH}/{feed['id']}", json={"source": {"kind": "github", "repository": "a/b"}})
    assert wrong.json["details"][0]["path"] == "source.kind"


def test_whoever_lost_a_claim_writes_nothing(events: Events, web: Site):
    """A look that began before the source was changed, or whose worker was held for dead."""
    feed = events.add("feed", url=show(web, "one"))
    show(web, "two", "one")
    events.make_due(feed)
    with events.flask_app.app_context():
        with unit_of_work() as session:
            claim = claims.claim_next(session, 180)
            assert claim is not None
            assert claims.claim_next(session, 180) is None
        events.person.patch(f"{PATH}/{feed['id']}", json={"name": "Renamed"})
        refreshing.refresh(claim)
        assert events.told(feed) == []
        # A claim whose time is up is another's.
        events.make_due(feed)
        with unit_of_work() as session:
            assert claims.claim_next(session, -1) is not None
            again = claims.claim_next(session, 180)
        assert again is not None
        refreshing.refresh(again)
    assert len(events.told(feed)) == 1


def test_a_source_that_kills_its_workers_waits_with_a_reason(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    with events.flask_app.app_context():
        for _ in range(MOST_ATTEMPTS):
            events.make_due(feed)
            with unit_of_work() as session:
                assert claims.claim_next(session, -1) is not None
        events.make_due(feed)
        with unit_of_work() as session:
            assert claims.claim_next(session, 180) is None
    events.look(feed)
    assert "lost several times" in events.get(feed)["error"]
    events.look(feed)
    assert events.get(feed)["state"] == "active"


def test_one_that_is_listened_to_is_not_deleted(events: Events, web: Site):
    feed = events.add("feed", url=show(web, "one"))
    builder = events.workflow(feed, "title")
    refused = events.person.delete(f"{PATH}/{feed['id']}")
    assert (refused.status_code, refused.json["code"]) == (409, "trigger_subscription_in_use")
    assert "A workflow" in refused.json["message"]
    events.person.delete(builder.path)
    assert events.person.delete(f"{PATH}/{feed['id']}").status_code == 204
    # Nor is anything published that would listen to it.
    other = Builder(events.person, events.run_tasks)
    other.save(listener(feed, "title"))
    reply = events.person.post(f"{other.path}/workflows/publish", json={})
    assert (reply.status_code, reply.json["code"]) == (400, "invalid_graph")
    assert reply.json["details"][0]["node"] == "t"


def test_a_stranger_finds_none(events: Events, web: Site, mallory: Person):
    feed = events.add("feed", url=show(web, "one"))
    other = Builder(mallory, events.run_tasks)
    other.save(listener(feed, "title"))
    assert mallory.post(f"{other.path}/workflows/publish", json={}).json["code"] == "invalid_graph"
    assert mallory.get(f"{PATH}/{feed['id']}").status_code == 404
    assert mallory.get(PATH).json["total"] == 0


def test_names_are_there_once(events: Events, web: Site):
    url = show(web, "one")
    feed = events.add("feed", url=url, name="News")
    again = events.person.post(PATH, json={"name": "News", "source": {"kind": "feed", "url": url}})
    assert (again.status_code, again.json["code"]) == (409, "trigger_subscription_exists")
    other = events.add("feed", url=url, name="Other")
    renamed = events.person.patch(f"{PATH}/{other['id']}", json={"name": "News"})
    assert (renamed.status_code, events.get(feed)["name"]) == (409, "News")
