"""What happens in a repository, by GitHub's events API."""

import json
from typing import Any

import pytest

from tests.integration_tests.triggers.events.conftest import PATH, Events
from tests.sites import Site, site
from treeline.providers.credentials import HIDDEN
from treeline.triggers.events.kinds.kind import MOST_EVENTS
from treeline.workflows.nodes.event_outputs import OUTPUTS

TOKEN = "ghp_0123456789abcdefghij"
REPOSITORY = "ann/harbor"


def happened(number: int, kind: str = "PushEvent", **payload: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "type": kind,
        "actor": {"login": "ann"},
        "repo": {"name": REPOSITORY},
        "payload": payload,
        "created_at": "2026-11-30T09:00:00Z",
    }


def show(web: Site, *rows: Any, page: int = 1, **headers: str) -> None:
    """The newest first."""
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    path = f"/api/repos/{REPOSITORY}/events?per_page=100&page={page}"
    web.pages[path] = (200, {"Content-Type": "application/json"} | told, json.dumps(rows).encode())


def add(events: Events, web: Site, **source: Any) -> Any:
    return events.add("github", repository=REPOSITORY, token=TOKEN, api_url=f"{web.url}/api/", **source)


def test_what_happens_is_told_by_its_name(events: Events, web: Site):
    show(web, happened(1), X_Poll_Interval="600")
    hub = add(events, web)
    pushes, issues = (events.workflow(hub, "action", "sender", event=name) for name in ("push", "issues"))
    show(web, happened(3, "IssuesEvent", action="opened"), happened(2), happened(1), X_Poll_Interval="600")
    events.look(hub)
    events.look(hub)
    assert [run["outputs"] for run in events.runs(issues)] == [{"action": "opened", "sender": "ann"}]
    assert [run["outputs"] for run in events.runs(pushes)] == [{"action": "", "sender": "ann"}]
    told = events.told(hub)
    assert [each["event"] for each in told] == ["issues", "push"]
    assert told[0]["content"].keys() == OUTPUTS["github"].keys()
    # It wants to be asked every ten minutes.
    row = events.row(hub)
    assert row.due_at
    assert row.looked_at
    assert (row.due_at - row.looked_at).total_seconds() > 590


def test_more_than_a_page_of_news(events: Events, web: Site):
    show(web, happened(1))
    hub = add(events, web)
    show(web, *(happened(number) for number in range(150, 50, -1)), ETag='"x"')
    show(web, *(happened(number) for number in range(50, 0, -1)), page=2)
    for _ in range(4):
        events.look(hub)
    assert events.person.get(f"{PATH}/{hub['id']}/events").json["total"] == 149
    assert MOST_EVENTS < 149
    events.look(hub)
    assert web.asked[-1][1]["If-None-Match"] == '"x"'


def test_the_token_is_encrypted_and_goes_to_its_server_alone(events: Events, web: Site):
    show(web, happened(1))
    hub = add(events, web)
    assert hub["source"] == {
        "kind": "github",
        "repository": REPOSITORY,
        "api_url": f"{web.url}/api",
        "token": HIDDEN,
    }
    assert web.asked[-1][1]["Authorization"] == f"Bearer {TOKEN}"
    row = events.row(hub)
    assert TOKEN not in json.dumps([row.source, row.sealed_secrets, row.cursor])
    path = f"{PATH}/{hub['id']}"
    same = {"kind": "github", "repository": REPOSITORY, "token": HIDDEN}
    kept = events.person.patch(path, json={"source": {**same, "api_url": f"{web.url}/api"}})
    assert (kept.status_code, kept.json["source"]["token"]) == (200, HIDDEN)
    thief = events.person.patch(path, json={"source": {**same, "api_url": "https://thief.example"}})
    assert (thief.status_code, thief.json["details"][0]["type"]) == (400, "secret_elsewhere")
    new = events.person.post(PATH, json={"name": "x", "source": {**same, "api_url": f"{web.url}/api"}})
    assert (new.status_code, new.json["details"][0]["path"]) == (400, "source.github.token")
    events.look(hub)
    assert web.asked[-1][1]["Authorization"] == f"Bearer {TOKEN}"


def test_the_token_does_not_follow_a_redirect_elsewhere(events: Events, web: Site, local: list[str]):
    show(web, happened(1))
    hub = add(events, web)
    with site() as other:
        local.append(f"127.0.0.1:{other.port}")
        show(other, happened(2), happened(1))
        moved = f"{other.url}/api/repos/{REPOSITORY}/events?per_page=100&page=1"
        web.pages[f"/api/repos/{REPOSITORY}/events?per_page=100&page=1"] = (301, {"Location": moved}, b"")
        events.look(hub)
        assert "Authorization" not in other.asked[-1][1]
    assert len(events.told(hub)) == 1


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (401, {}, b"{}", "rejected the token"),
        (404, {}, b"{}", "doesn't know ann/harbor"),
        (403, {"X-RateLimit-Remaining": "0"}, b"{}", "rate limit"),
        (502, {}, b"", "502"),
        (200, {}, b"<html>", "no JSON"),
        (200, {}, b"{}", "no list"),
    ],
)
def test_what_is_wrong_is_said(events: Events, web: Site, status: int, headers: dict[str, str], body: bytes, said: str):
    web.pages[f"/api/repos/{REPOSITORY}/events?per_page=100&page=1"] = (status, headers, body)
    source = {"kind": "github", "repository": REPOSITORY, "token": TOKEN, "api_url": f"{web.url}/api"}
    reply = events.person.post(PATH, json={"name": "x", "source": source})
    assert (reply.status_code, reply.json["code"]) == (400, "trigger_source_failed")
    assert said in reply.json["message"]
    assert TOKEN not in reply.text


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({"repository": "harbor"}, "source.github.repository"),
        ({"repository": "a/b/../c"}, "source.github.repository"),
        ({"repository": REPOSITORY, "api_url": "ftp://x"}, "source.github.api_url"),
        ({"repository": REPOSITORY, "token": "schlüssel"}, "source.github.token"),
        ({"repository": REPOSITORY, "more": 1}, "source.github.more"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(events: Events, source: Any, path: str):
    reply = events.person.post(PATH, json={"name": "x", "source": {"kind": "github", **source}})
    assert (reply.status_code, reply.json["details"][0]["path"]) == (400, path)
