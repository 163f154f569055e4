"""A request from elsewhere becomes a row, an answer and a run; whatever is wrong with it is said at once."""

import hashlib
import hmac
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.integration_tests.triggers.conftest import Hooked, deliveries, ending, events, fields, hook
from treeline.kernel.clock import now

JSON_HOOK = {
    "headers": fields("X-Kind", required=True),
    "params": fields("page", type="number"),
    "body": fields("tags", type="array[string]"),
}
TOLD = {"kind": ["hook", "X_Kind"], "page": ["hook", "page"], "tags": ["hook", "tags"]}


def test_a_request_starts_a_run(hooked: Hooked):
    hooked.publish(ending(hook(**JSON_HOOK), **TOLD, raw=["hook", "_webhook_raw"]))
    reply = hooked.send(f"{hooked.address()}?page=2", headers={"X-Kind": "push"}, json={"tags": ["a", "b"]})
    assert (reply.status_code, reply.json["status"]) == (200, "success")
    [run] = hooked.runs()
    assert (run["status"], run["triggered_from"], run["created_by_role"]) == ("succeeded", "webhook", "end_user")
    raw = run["outputs"].pop("raw")
    assert run["outputs"] == {"kind": "push", "page": 2, "tags": ["a", "b"]}
    assert (raw["method"], raw["query_params"], raw["body"]) == ("POST", {"page": "2"}, {"tags": ["a", "b"]})
    assert run["created_by_end_user"]["session_id"] == "trigger"


def test_all_faults_are_said_at_once_and_nothing_is_written(hooked: Hooked):
    hooked.publish(ending(hook(**JSON_HOOK)))
    path = hooked.address()
    reply = hooked.send(f"{path}?page=two", json={"tags": "a"})
    assert (reply.status_code, reply.json["error"]) == (400, "invalid_request")
    assert [each["path"] for each in reply.json["details"]] == ["headers.X-Kind", "params.page", "body.tags"]
    reply = hooked.send(path, method="PUT", data="x", content_type="text/plain")
    assert [each["path"] for each in reply.json["details"]] == ["method", "content_type"]
    assert events() == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{no", "application/json"),
        (b"[1]", "application/json"),
        (b'{"tags": NaN}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"tags": ' + b"9" * 5000 + b"}", "application/json"),
        (b'{"tags": "\xff"}', "application/json"),
        ('{"tags": "ä"}'.encode("latin-1"), "application/json; charset=no-such"),
    ],
)
def test_a_body_that_is_no_json_is_refused(hooked: Hooked, body: bytes, content_type: str):
    hooked.publish(ending(hook(body=fields("tags"))))
    reply = hooked.send(hooked.address(), data=body, content_type=content_type)
    assert (reply.status_code, reply.json["code"]) == (400, "webhook_request_invalid"), reply.json
    assert reply.json["details"][0]["path"].startswith("body")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_every_method(hooked: Hooked, method: str):
    hooked.publish(ending(hook(method=method, params=fields("q")), q=["hook", "q"]))
    path = f"{hooked.address()}?q=x"
    reply = hooked.send(path, method=method)
    assert reply.status_code == 200
    assert (reply.data == b"") == (method == "HEAD")
    other = "GET" if method != "GET" else "POST"
    assert hooked.send(path, method=other).status_code == 400
    [run] = hooked.runs()
    assert run["outputs"] == {"q": "x"}


@pytest.mark.parametrize(
    ("content_type", "sent", "expected"),
    [
        ("application/json; charset=UTF-8", b'\xef\xbb\xbf{"text": "\xc3\xa4\\u0000"}', "ä\ufffd"),
        ("application/json; charset=iso-8859-1", b'{"text": "\xe4"}', "ä"),
        ("application/x-www-form-urlencoded", b"text=%C3%A4+b&text=c", "ä b"),
        ("text/plain", "ä".encode(), "ä"),
        ("text/plain; charset=windows-1252", b"\x80", "€"),
        # Anything else is a text.
        ("application/xml", b"<a/>", "<a/>"),
    ],
)
def test_every_content_type(hooked: Hooked, content_type: str, sent: bytes, expected: str):
    declared = content_type.partition(";")[0]
    hooked.publish(ending(hook(content_type=declared, body=fields("text", required=True)), text=["hook", "text"]))
    assert hooked.send(hooked.address(), data=sent, content_type=content_type).status_code == 200
    [run] = hooked.runs()
    assert run["outputs"] == {"text": expected}


def test_files_of_a_form_are_stored(hooked: Hooked, stored: Callable[[], set[str]]):
    declared = [*fields("note"), *fields("file", type="file", required=True), *fields("more", type="array[file]")]
    told = {name: ["hook", name] for name in ("note", "file", "more")}
    hooked.publish(ending(hook(content_type="multipart/form-data", body=declared), **told))
    path, before = hooked.address(), stored()

    def form(*named: str) -> dict[str, Any]:
        files = [(BytesIO(b"hello"), f"{name}.txt") for name in named]
        return {"note": "n", "file": files[0], "more": files[1:], "other": (BytesIO(b"secret"), "other.bin")}

    assert hooked.send(path, data={"note": "n"}, content_type="multipart/form-data").status_code == 400
    assert hooked.send(path, data=form("a", "b", "c"), content_type="multipart/form-data").status_code == 200
    [run] = hooked.runs()
    assert run["status"] == "succeeded", run["error"]
    assert (run["outputs"]["note"], run["outputs"]["file"]["filename"]) == ("n", "a.txt")
    assert [each["filename"] for each in run["outputs"]["more"]] == ["b.txt", "c.txt"]
    # What nobody asked for isn't.
    assert len(stored() - before) == 3
    assert events()[0].content["body"]["other"] == {
        "filename": "other.bin",
        "content_type": "application/octet-stream",
        "size": 6,
    }


def test_bytes_are_a_file_and_nobody_passes_for_one(hooked: Hooked):
    binary = hook(content_type="application/octet-stream", body=fields("data", type="file", required=True))
    hooked.publish(ending(binary, data=["hook", "data"]))
    path = hooked.address()
    assert hooked.send(path, content_type="application/octet-stream").status_code == 400
    assert hooked.send(path, data=b"\x00\x01", content_type="application/octet-stream").status_code == 200
    [run] = hooked.runs()
    upload = run["outputs"]["data"]["related_id"]
    hooked.publish(ending(hook(body=[*fields("data", type="file"), *fields("o", type="object")])))
    stolen = {"type": "document", "transfer_method": "local_file", "upload_file_id": upload}
    for name in ("data", "o"):
        assert hooked.send(path, json={name: stolen}).status_code == 400
    assert hooked.send(path, json={"data": {**stolen, "transfer_method": "remote_url", "url": "x"}}).status_code == 400
    remote = {"type": "image", "transfer_method": "remote_url", "url": "https://example.com/a.png"}
    assert hooked.send(path, json={"data": remote}).status_code == 200
    assert hooked.runs()[0]["status"] == "succeeded"


def test_too_large_is_refused_and_nothing_is_stored(hooked: Hooked, stored: Callable[[], set[str]], monkeypatch: Any):
    hooked.publish(ending(hook()))
    path, settings = hooked.address(), hooked.person.client.application.extensions["settings"]
    before = stored()
    monkeypatch.setattr(settings, "webhook_request_body_max_size", 2048)
    body = json.dumps({"x": "y" * 3000}).encode()
    assert hooked.send(path, data=body, content_type="application/json").status_code == 413
    chunked = {"input_stream": BytesIO(body), "environ_overrides": {"wsgi.input_terminated": True}}
    assert hooked.send(path, content_type="application/json", **chunked).status_code == 413
    assert (events(), stored()) == ([], before)


def test_a_large_event_is_an_object_and_its_values_are_whole(hooked: Hooked, stored: Callable[[], set[str]]):
    hooked.publish(ending(hook(body=fields("text", required=True)), text=["hook", "text"]))
    path, text, before = hooked.address(), "ä" * 60_000, stored()
    headers = {"X-GitHub-Delivery": "1"}
    for _ in range(2):
        assert hooked.send(path, json={"text": text}, headers=headers).status_code == 200
    [event] = events()
    assert event.content is None
    # Of the second one, which was the first once more, nothing stays.
    assert stored() - before == {str(event.storage_key)}
    [run] = hooked.runs()
    assert (run["status"], deliveries()[0].started) == ("succeeded", True)
    assert run["inputs"]["text"] == text


def test_what_is_delivered_twice_within_a_day_is_one_event(hooked: Hooked, clock_travel: Callable[[float], None]):
    hooked.publish(ending(hook()))
    path = hooked.address()
    for name in ("X-GitHub-Delivery", "Webhook-Id", "Idempotency-Key", "X-Gitlab-Event-UUID"):
        for _ in range(2):
            assert hooked.send(path, json={}, headers={name: f"{name}-1"}).status_code == 200
    assert len(hooked.runs()) == 4
    assert hooked.send(path, json={}, headers={"Webhook-Id": "x" * 5000}).status_code == 200
    clock_travel(25 * 3600)
    assert hooked.send(path, json={}, headers={"X-GitHub-Delivery": "X-GitHub-Delivery-1"}).status_code == 200
    assert len(events()) == 6
    # Other webhooks have their own.
    clock_travel(0)
    other = Hooked(hooked.person, hooked.run_tasks)
    other.publish(ending(hook()))
    other.send(other.address(), json={}, headers={"Webhook-Id": "Webhook-Id-1"})
    assert len(events()) == 7


def signed(form: str, secret: str, body: bytes, stamp: int) -> dict[str, str]:
    def made(prefix: bytes) -> str:
        return hmac.new(secret.encode(), prefix + body, hashlib.sha256).hexdigest()

    if form == "github":
        return {"X-Hub-Signature-256": f"sha256={made(b'')}"}
    if form == "stripe":
        return {"Stripe-Signature": f"t={stamp},v0=00,v1=00,v1={made(f'{stamp}.'.encode())}"}
    return {
        "X-Slack-Signature": f"v0={made(f'v0:{stamp}:'.encode())}",
        "X-Slack-Request-Timestamp": str(stamp),
    }


@pytest.mark.parametrize("form", ["github", "stripe", "slack"])
def test_signed_requests(hooked: Hooked, form: str):
    secret = {"id": "1", "name": "HOOK", "value_type": "secret", "value": "s3cret"}
    node_data = hook(signature={"form": form, "secret": "HOOK"})
    hooked.publish(ending(node_data), environment_variables=[secret])
    path, at = hooked.address(), int(now().timestamp())
    body = json.dumps({"id": "evt_1", "event_id": "Ev1"}).encode()

    def send(headers: dict[str, str], data: bytes = body) -> tuple[int, str | None]:
        reply = hooked.send(path, data=data, headers=headers, content_type="application/json")
        return reply.status_code, reply.json.get("code")

    refused = (401, "webhook_signature_invalid")
    assert send({}) == refused
    assert send(signed(form, "other", body, at)) == refused
    assert send(signed(form, "s3cret", body, at), data=body + b" ") == refused
    if form != "github":
        assert send(signed(form, "s3cret", body, at - 400)) == refused
        assert send(signed(form, "s3cret", body, at + 400)) == refused
    assert events() == []
    for _ in range(2):
        assert send(signed(form, "s3cret", body, at)) == (200, None)
    # Stripe and Slack name their deliveries in the body.
    assert len(events()) == (2 if form == "github" else 1)
    # Nobody signs what stands in the draft: the address of what is published takes no unsigned request.
    hooked.save(ending(hook()), environment_variables=[])
    assert send({}) == refused


def test_secrets_are_masked_in_what_is_stored(hooked: Hooked):
    declared = {"headers": fields("X-My-Token", required=True)}
    hooked.publish(ending(hook(**declared), token=["hook", "X_My_Token"]))
    headers = {
        "Authorization": "Bearer hidden-1",
        "Cookie": "session=hidden-2",
        "X-Api-Key": "hidden-3",
        "X-Gitlab-Token": "hidden-4",
        "X-My-Token": "asked for",
    }
    assert hooked.send(hooked.address(), json={}, headers=headers).status_code == 200
    [run] = hooked.runs()
    assert run["outputs"] == {"token": "asked for"}
    [trigger] = hooked.triggers()
    listed = hooked.person.get(f"{hooked.path}/triggers/{trigger['id']}/events").json
    for told in (events()[0].content, run, listed):
        assert "hidden" not in json.dumps(told)


@pytest.mark.parametrize(
    ("data", "status", "body"),
    [
        ({"status_code": 202, "response_body": '{"ok": true}'}, 202, {"ok": True}),
        ({"response_body": " [1]"}, 200, [1]),
        ({"response_body": "<script>alert(1)</script>"}, 200, {"message": "<script>alert(1)</script>"}),
        ({"status_code": 204}, 204, None),
    ],
)
def test_replies_are_data(hooked: Hooked, data: dict[str, Any], status: int, body: Any):
    hooked.publish(ending(hook(**data)))
    reply = hooked.send(hooked.address(), json={})
    assert (reply.status_code, reply.json if reply.data else None) == (status, body)
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Security-Policy"].startswith("sandbox")
    assert "Set-Cookie" not in reply.headers
    assert reply.headers.get("Content-Type") == (None if body is None else "application/json")


def test_a_webhook_has_a_cap(hooked: Hooked, monkeypatch: Any):
    hooked.publish(ending(hook()))
    settings = hooked.person.client.application.extensions["settings"]
    monkeypatch.setattr(settings, "webhook_max_requests_per_minute", 2)
    path = hooked.address()
    replies = [hooked.send(path, json={}) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert 0 < int(replies[2].headers["Retry-After"]) <= 60
    assert len(events()) == 2


def test_unknown_addresses_are_not_found(hooked: Hooked):
    hooked.publish(ending(hook()))
    path = hooked.address()
    assert len(path.rpartition("/")[2]) == 24
    for unknown in ("/triggers/webhook/" + "x" * 24, path[:-1], "/triggers/webhook/%00", path.swapcase()):
        assert hooked.send(unknown, json={}).status_code == 404
    hooked.person.delete(hooked.path)
    assert hooked.send(path, json={}).status_code == 404


def test_what_answers_is_what_was_published_last(hooked: Hooked):
    hooked.publish(ending(hook(response_body="one")))
    path = hooked.address()
    assert hooked.send(path, json={}).json == {"message": "one"}
    first = events()[0].workflow_id
    hooked.save(ending(hook(response_body="draft")))
    assert hooked.send(path, json={}).json == {"message": "one"}
    second = hooked.publish(ending(hook(response_body="two")))
    assert hooked.send(path, json={}).json == {"message": "two"}
    # Each runs with the version that has taken it.
    assert [str(event.workflow_id) for event in events()] == [str(first), str(first), second]
    assert [run["workflow_id"] for run in hooked.runs()] == [second, str(first), str(first)]
