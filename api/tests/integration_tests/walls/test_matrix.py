"""The isolation matrix: every operation of the API's document, with every id in path, query and body, at any depth.

Whoever may not is refused, is shown nothing of what they may not see, and the database stays as it was. So that a
refusal says something, the same request is also sent with ids of one's own, and is not refused. A new operation is
walked by itself; where it takes ids of a new kind, `kinds.py` and `things.py` get a row each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.conftest import Program, Sender
from tests.integration_tests.walls.doors import Asked, Door, Place
from tests.integration_tests.walls.people import KEYED, Side, World, keyed_by
from tests.integration_tests.walls.rules import INVALID, TAKEN, UNREACHED, stands_in
from tests.integration_tests.walls.sending import (
    REFUSALS,
    Attempt,
    Nobody,
    Wall,
    hidden_of,
    ids_but_at,
    ids_of,
    named,
    send,
    undone,
)
from treeline.accounts.cookies import ACCESS
from treeline.accounts.roles import ABILITIES, ROLES
from treeline.kernel.scopes import ANY
from treeline.kernel.web import FlaskApp

# What those get who have nothing; the address of a webhook is all that it takes.
TAKEN_AS = (200, 201)
WITHOUT_A_LINK = {"signed link": 403, "webhook": 404, "form link": 404}


@pytest.fixture
def wall(connection: Connection, world: World) -> Iterator[Wall]:
    made = Wall(connection)
    yield made
    assert not made.wrong, "\n".join(made.wrong)
    assert made.attempts > 0


def of_access(doors: list[Door], *accesses: str) -> list[Door]:
    return [door for door in doors if door.access in accesses]


def usual(door: Door, side: Side) -> dict[str, Any]:
    return door.asked[0].filled(ids_of(side))


def test_every_id_is_of_a_known_kind(every_door: list[Door], world: World):
    """Where this fails: what the id is of is a row of `kinds.py`, and what makes one is a line of `things.py`."""
    kinds = {(f"{door} {place}", kind) for door in every_door for place, kind in door.kinds}
    assert sorted(place for place, kind in kinds if kind not in world.own.things) == []


def test_every_operation_has_a_door(every_door: list[Door], flask_app: FlaskApp):
    assert sorted(door.endpoint for door in every_door) == sorted(flask_app.operations)


def test_ones_own_is_reached(every_door: list[Door], world: World, connection: Connection):
    """Otherwise it would say nothing that somebody else's is not. Lists have nothing of another workspace in them."""
    side, wrong = world.own, list[str]()
    for door in of_access(every_door, "console", *KEYED):
        for asked in door.asked if door.operation.can != "operate" else ():
            filled = asked.filled(ids_of(side))
            with undone(connection):
                reply = send(side.caller(door), door, filled)
            others = [world.other, world.beside] if door.access == "app key" else [world.other]
            hidden = {text for other in others for text in hidden_of(other, filled)} - set(side.things.values())
            shown = [text for text in hidden if text in reply.text]
            wrong += [f"{named(door, asked)} was shown {text}" for text in shown]
            reached = reply.status not in (*REFUSALS, 405, 500)
            if reached == stands_in(UNREACHED, named(door, asked)):
                wrong.append(f"{named(door, asked)}: {reply}")
    assert not wrong, "\n".join(wrong)


def foreign(door: Door, asked: Asked, places: tuple[Place, ...], side: Side, other: Side) -> Attempt:
    filled = asked.filled(ids_but_at(places, side, other))
    name = f"{other.mark} at {', '.join(map(dotted, places))}"
    return Attempt(name, side.caller(door), filled, expected(door, places), hidden_of(other, filled))


def expected(door: Door, places: Iterable[Place]) -> tuple[int, ...]:
    """What is somebody else's is not there. What is the installation's, only its admins use, and others are told so."""
    named = [f"{door} {dotted(place)}" for place in places]
    refused = 403 if door.operation.can == "operate" else 404
    if all(stands_in(TAKEN, each) for each in named):
        return (*TAKEN_AS, refused)
    return (400, refused) if any(stands_in(INVALID, each) for each in named) else (refused,)


def dotted(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))


def some_places(asked: Asked) -> list[tuple[Place, ...]]:
    """Each alone, and all at once."""
    alone = [(place,) for place in asked.tried]
    return [*alone, asked.tried] if len(alone) > 1 else alone


def all_places(asked: Asked) -> list[tuple[Place, ...]]:
    return [some for count in range(1, len(asked.tried) + 1) for some in combinations(asked.tried, count)]


def test_another_workspace_finds_nothing(every_door: list[Door], world: World, wall: Wall):
    for door in of_access(every_door, "console", *KEYED):
        wall.stands(
            door,
            [
                foreign(door, asked, places, world.own, world.other)
                for asked in door.asked
                for places in some_places(asked)
            ],
        )


@pytest.mark.faults
def test_another_workspace_finds_nothing_in_any_combination(every_door: list[Door], world: World, wall: Wall):
    """The database is looked at after each of them."""
    for door in of_access(every_door, "console", *KEYED):
        for asked in door.asked:
            for places in all_places(asked):
                wall.stands(door, [foreign(door, asked, places, world.own, world.other)])


def places_but(asked: Asked, kind: str) -> tuple[Place, ...]:
    return tuple(place for place in asked.tried if asked.kinds[place] != kind)


@pytest.mark.faults
@pytest.mark.parametrize("role", [role for role in ROLES if role != "owner"])
def test_no_role_reaches_into_another_workspace(every_door: list[Door], world: World, wall: Wall, role: str):
    for door in of_access(every_door, "console"):
        for asked in door.asked:
            # Numbers of versions are given by app: theirs are the first of those here.
            for places in all_places(replace(asked, tried=places_but(asked, "version"))):
                attempt = foreign(door, asked, places, world.other, world.own)
                # Whose role is too low is told so, perhaps before anything is looked for.
                statuses = attempt.statuses if may(role, door) else (403, *attempt.statuses)
                named = f"{role}, {attempt.name}"
                wall.stands(door, [replace(attempt, name=named, sender=world.members[role], statuses=statuses)])


def may(role: str, door: Door) -> bool:
    """Of tags, the kind in the body says who may set them."""
    return "/tag-bindings/" not in str(door) and role in ABILITIES.get(door.operation.can or "", ())


def test_another_app_of_the_workspace_finds_nothing(every_door: list[Door], world: World, wall: Wall):
    """With its key; and no member finds what is in another app, or in another knowledge base, than the path says."""
    for door in of_access(every_door, "console", "app key", "dataset key"):
        for asked in door.asked:
            if door.access == "app key":
                tried = [(place,) for place in asked.tried]
            else:
                tried = [(place,) for place in asked.tried[1:] if place[0] == "path"]
            wall.stands(door, [foreign(door, asked, places, world.own, world.beside) for places in tried])


def test_another_end_user_finds_nothing(every_door: list[Door], world: World, wall: Wall):
    for door in of_access(every_door, "app key"):
        for asked in door.asked:
            places = [place for place, kind in asked.kinds.items() if kind.startswith("user_")]
            filled = as_user("somebody-else", asked.filled(ids_of(world.own)))
            if places and filled is not None:
                sender, hidden = world.own.caller(door), hidden_of(world.own, filled)
                attempt = Attempt("another end user", sender, filled, expected(door, places), hidden)
                wall.stands(door, [attempt])


def as_user(name: str, filled: dict[str, Any]) -> dict[str, Any] | None:
    """The same request in the name of another end user; None where it names none."""
    there = [part for part in ("query", "body") if "user" in filled[part]]
    return filled | {part: filled[part] | {"user": name} for part in there} if there else None


def test_who_has_nothing_gets_nowhere(every_door: list[Door], world: World, wall: Wall, flask_app: FlaskApp):
    """Nobody; somebody who is no member any more; keys and tokens that were revoked, or have expired."""
    nobody = Nobody(flask_app.test_client())
    for door in of_access(every_door, "console", *KEYED, *WITHOUT_A_LINK):
        filled = usual(door, world.other)
        attempts = [Attempt("nobody", nobody, filled, (WITHOUT_A_LINK.get(door.access, 401),))]
        senders: list[tuple[str, Sender, str]] = []
        if door.access == "console":
            attempts.append(Attempt("removed member", world.removed, filled, (401,)))
            senders = [
                ("token of a removed member", world.tokens.removed, "personal_token_invalid"),
                ("revoked token", world.tokens.revoked, "personal_token_invalid"),
                ("expired token", world.tokens.expired, "personal_token_expired"),
            ]
        if door.access in KEYED:
            kind = keyed_by(door)
            senders = [
                ("revoked key", world.revoked[kind], "api_key_invalid"),
                ("expired key", world.expired[kind], "api_key_expired"),
            ]
        wall.stands(
            door, [*attempts, *(Attempt(name, each, filled, (401,), code=code) for name, each, code in senders)]
        )


def test_a_scope_too_narrow_is_forbidden(every_door: list[Door], world: World, wall: Wall):
    """Keys and tokens that have all scopes but the one; where no token is taken, one that has them all."""
    for door in of_access(every_door, "console", *KEYED):
        needs = door.operation.needs
        if needs == ANY:
            continue
        if door.access in KEYED:
            assert needs is not None, f"{door} needs no scope"
            sender = world.narrow[needs][keyed_by(door)]
        else:
            sender = world.tokens.whole if needs is None else world.tokens.narrow[needs]
        too_narrow = Attempt("too narrow", sender, usual(door, world.other), (403,), code="insufficient_scope")
        wall.stands(door, [too_narrow])


def test_a_token_finds_nothing_in_another_workspace(every_door: list[Door], world: World, wall: Wall):
    for door in with_tokens(every_door):
        for asked in door.asked:
            if asked.tried:
                attempt = foreign(door, asked, asked.tried, world.own, world.other)
                wall.stands(door, [replace(attempt, name=f"token, {attempt.name}", sender=world.own_token)])


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("owner", "admin")])
def test_a_token_loses_what_its_owner_loses(every_door: list[Door], world: World, wall: Wall, role: str):
    for door in with_tokens(every_door):
        if role not in ABILITIES.get(door.operation.can or "", ()):
            lowered = world.tokens.lowered[role]
            wall.stands(
                door, [Attempt(f"token, now {role}", lowered, usual(door, world.other), (403,), code="forbidden")]
            )


def with_tokens(doors: list[Door]) -> list[Door]:
    return [door for door in of_access(doors, "console") if door.operation.needs is not None]


def test_a_login_is_no_key_and_a_key_is_no_login(every_door: list[Door], world: World, wall: Wall, flask_app: FlaskApp):
    keys, cookie = world.other.keys, world.other.owner.client.get_cookie(ACCESS)
    assert cookie is not None
    bearer = Program(flask_app.test_client(), cookie.value)
    for door in of_access(every_door, "console", *KEYED):
        strangers: dict[str, Sender] = {
            "another kind of key": keys["app" if door.access == "dataset key" else "dataset"]
        }
        if door.access in KEYED:
            strangers |= {"login": world.other.owner, "token of a login": bearer}
        filled = usual(door, world.other)
        wall.stands(door, [Attempt(name, sender, filled, (401,)) for name, sender in strangers.items()])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "owner"])
def test_a_role_too_low_is_forbidden(every_door: list[Door], world: World, wall: Wall, role: str):
    for door in of_access(every_door, "console"):
        if role not in ABILITIES.get(door.operation.can or "", ()):
            wall.stands(door, [Attempt(role, world.members[role], usual(door, world.other), (403,))])
