"""What requests do, for those who keep a log of it.

A route declares its deed, "kind.verb":

    @keys.delete("/<uuid:key_id>", can="manage", deed="api_key.delete")

Around the view, and in its transaction, the deed is given to the `recorders`. What it is done to they know from the
path, the body and the reply; a service says what these do not show: `tell(role="editor")`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from flask import g, has_request_context, request
from pydantic import BaseModel

from treeline.kernel.db import DbSession, after_commit, unit_under_way
from treeline.kernel.features import Port


@dataclass(frozen=True)
class Actor:
    """Who does something, in which workspace, and from where. `kind`: account, api_key, system or anonymous."""

    kind: str
    id: UUID | None = None
    # That of an account is looked up.
    name: str = ""
    workspace_id: UUID | None = None
    # Of an account that made the request with a personal access token: the token's name.
    token: str = ""
    ip: str = ""


SYSTEM = Actor("system")


@dataclass(frozen=True)
class Deed:
    """What was done, and to what. `details`: values of JSON, none of them secret."""

    name: str
    kind: str
    object_id: UUID | None = None
    object_name: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Doing:
    """A deed under way: what its request brings, and in the end what came of it."""

    name: str
    # What its caller has to be able to do.
    can: str | None
    path: Mapping[str, Any]
    # Of what the path names, by the path's names, as it was before.
    names: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    body: BaseModel | None = None
    result: Any = None
    # The unit of work in which its line was written, and whether one was committed.
    unit: object = None
    committed: bool = False

    @property
    def recorded(self) -> bool:
        return self.committed or (self.unit is not None and self.unit is unit_under_way())

    def record_here(self) -> None:
        """What is rolled back may be tried once more, and is recorded then."""
        self.unit = unit_under_way()
        after_commit(self._settle)

    def _settle(self) -> None:
        self.committed = True


class Recorder(Protocol):
    def begin(self, session: DbSession, doing: Doing) -> None:
        """The view has not run yet."""
        ...

    def end(self, session: DbSession, doing: Doing) -> None:
        """It has, and nothing was wrong; its transaction is still open, or another if it had several."""
        ...


@dataclass(frozen=True)
class Named:
    """The ids that paths give as `param`: what kind of thing they are of, and where its name stands."""

    param: str
    kind: str
    # Columns; their own type is a descriptor, which a type checker would read off an instance.
    id: Any
    name: Any


recorders: Port[Recorder] = Port("those who keep a log of what is done")
named: Port[Named] = Port("what the ids in paths are of")


def acts(actor: Actor) -> None:
    """Said by whoever authenticates a request."""
    g.actor = replace(actor, ip=(request.remote_addr or "")[:64])


def current_actor() -> Actor:
    """Who makes this request; outside of requests, and before anybody has said who it is, the system."""
    return g.get("actor", SYSTEM) if has_request_context() else SYSTEM


def begin(session: DbSession, name: str, can: str | None, path: Mapping[str, Any]) -> Doing:
    doing = g.doing = Doing(name, can, path)
    for recorder in recorders.given():
        recorder.begin(session, doing)
    return doing


def end(session: DbSession, doing: Doing) -> None:
    for recorder in recorders.given():
        recorder.end(session, doing)


def tell(**details: Any) -> None:
    """What the deed of this request did, beside what its request and reply show: values of JSON, none of them secret.

    `object_id` and `object_name` say what it was done to. Nothing happens where there is no deed.
    """
    if has_request_context() and (doing := g.get("doing")) is not None:
        doing.told |= details


def done(session: DbSession, **details: Any) -> None:
    """For services that open transactions themselves: the request's deed is done in this one. `details` as for `tell`.

    Otherwise it is recorded after the view, in a transaction of its own.
    """
    if has_request_context() and (doing := g.get("doing")) is not None and not doing.recorded:
        doing.told |= details
        end(session, doing)


def nothing_done() -> None:
    """This request only looks, or repeats what one before has done: it leaves no line."""
    if has_request_context() and (doing := g.get("doing")) is not None:
        doing.committed = True


def recorded(name: str) -> None:
    """Said by whoever has written a line itself: the request's deed of this name is not written once more."""
    if has_request_context() and (doing := g.get("doing")) is not None and doing.name == name:
        doing.record_here()
