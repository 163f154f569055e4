"""Requests as they are sent, what comes back, and the wall that they run against."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from sqlalchemy import Connection

from tests.conftest import Sender
from tests.integration_tests.walls.digest import Digest, changed
from tests.integration_tests.walls.doors import Asked, Door, Place
from tests.integration_tests.walls.kinds import Id
from tests.integration_tests.walls.people import Side

REFUSALS = (401, 403, 404)
# What browsers are told with every refusal.
HEADERS = frozenset(
    {"Cache-Control", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Request-Id"}
)
Choose = Callable[[Place, Id], str]


class Nobody(Sender):
    def __init__(self, client: FlaskClient):
        self.client = client

    def open(self, method: str, path: str, **options: Any) -> Any:
        return self.client.open(path, method=method, **options)


@dataclass(frozen=True)
class Reply:
    """A status, and what was told with it; nobody waits for a stream. `lacking`: headers that it should have."""

    status: int
    text: str
    lacking: frozenset[str]

    def __str__(self) -> str:
        return f"{self.status} {self.text[:200]}"


def send(sender: Sender, door: Door, filled: dict[str, Any]) -> Reply:
    path = door.path
    for name, value in filled["path"].items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe="/:"))
    content = door.described.get("requestBody", {}).get("content", {})
    options: dict[str, Any] = {}
    if "application/json" in content:
        options = {"json": filled["body"]}
    elif "multipart/form-data" in content:
        form = {"file": (BytesIO(b"x"), "x.txt"), **filled["body"]}
        options = {"data": form, "content_type": "multipart/form-data"}
    elif content:
        options = {"data": b"x", "content_type": "application/octet-stream"}
    sent = sender.open(door.operation.method, path, query_string=filled["query"], buffered=False, **options)
    streams = sent.mimetype == "text/event-stream"
    text = "" if streams else sent.get_data().decode(errors="replace")
    reply = Reply(sent.status_code, text, HEADERS - set(sent.headers.keys()))
    sent.close()
    return reply


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever happens in it has not happened."""
    savepoint = connection.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()


def ids_of(side: Side) -> Choose:
    return lambda _, thing: side.thing(thing.kind)


def ids_but_at(places: Iterable[Place], side: Side, other: Side) -> Choose:
    """One's own, but at these places somebody else's."""
    theirs = frozenset(places)
    return lambda place, thing: (other if place in theirs else side).thing(thing.kind)


@dataclass(frozen=True)
class Attempt:
    """What `sender` sends, and what must come of it. `hidden`: texts that the reply must not have."""

    name: str
    sender: Sender
    filled: dict[str, Any]
    statuses: tuple[int, ...] = REFUSALS
    hidden: tuple[str, ...] = ()
    # Of the error, where it says more than the status.
    code: str = ""


def hidden_of(side: Side, filled: dict[str, Any]) -> tuple[str, ...]:
    """What tells something of a side: its mark and its ids, but for those that were sent."""
    sent = str(filled)
    return tuple(text for text in (side.mark, *side.things.values()) if len(text) > 10 and text not in sent)


class Wall:
    """Attempts that must be refused, and must not change anything."""

    def __init__(self, connection: Connection):
        self.connection, self.digest = connection, Digest(connection)
        self.before = self.digest.taken()
        self.attempts = 0
        self.wrong: list[str] = []

    def stands(self, door: Door, attempts: Iterable[Attempt]) -> None:
        """The database is looked at once for all of them; once for each where it has changed."""
        found = list(attempts)
        self.attempts += len(found)
        with undone(self.connection):
            writes = self.digest.writes()
            for attempt in found:
                self._refused(door, attempt)
            has_changed = self.digest.writes() != writes and bool(changed(self.before, self.digest.taken()))
        for attempt in found if has_changed else ():
            if 200 in attempt.statuses:
                continue
            with undone(self.connection):
                send(attempt.sender, door, attempt.filled)
                if tables := changed(self.before, self.digest.taken()):
                    self.wrong.append(f"{door} [{attempt.name}] changed {', '.join(tables)}")

    def _refused(self, door: Door, attempt: Attempt) -> None:
        reply = send(attempt.sender, door, attempt.filled)
        if reply.status not in attempt.statuses or attempt.code not in reply.text:
            self.wrong.append(f"{door} [{attempt.name}] got {reply}")
        if reply.status in REFUSALS and json.loads(reply.text)["status"] != reply.status:
            self.wrong.append(f"{door} [{attempt.name}] says another status than it has")
        if reply.status in REFUSALS and reply.lacking:
            self.wrong.append(f"{door} [{attempt.name}] lacks {', '.join(reply.lacking)}")
        self.wrong += [f"{door} [{attempt.name}] was shown {text}" for text in attempt.hidden if text in reply.text]


def named(door: Door, asked: Asked) -> str:
    return f"{door} {asked.name}".strip()
