"""What a package contributes to the application: each declares one `FEATURE`, and `create_app` collects them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, TypeVar

from flask import Blueprint, Flask, current_app
from pydantic import BaseModel

Part = TypeVar("Part")


@dataclass(frozen=True)
class Gift:
    """What one feature gives to a port."""

    port: "Port[Any]"
    parts: tuple[Any, ...]


class Port(Generic[Part]):
    """Where features to the right take part in what a feature does.

        deleting: Port[Callable[[UUID], bool]] = Port("steps of the removal of an app")

    `deleting(forget_nodes)` stands in a FEATURE's `gives`; the owner reads `deleting.given()`.
    """

    def __init__(self, name: str):
        """`name` says what is given."""
        self.name = name

    def __call__(self, *parts: Part) -> Gift:
        return Gift(self, parts)

    def given(self) -> list[Part]:
        """By all features of the current application, in the features' order."""
        return current_app.extensions["ports"].get(self, [])


@dataclass(frozen=True)
class Feature:
    """One package, as the application sees it.

    `tasks`: modules that declare tasks. `settings`: its part of `Settings`. `start`: called last, with what this
    feature keeps for the life of the process.
    """

    routes: Sequence[Blueprint] = ()
    tasks: Sequence[ModuleType] = ()
    settings: type[BaseModel] | None = None
    gives: Sequence[Gift] = ()
    start: Callable[[Any], None] | None = None


def give(flask_app: Flask, gift: Gift) -> None:
    flask_app.extensions.setdefault("ports", {}).setdefault(gift.port, []).extend(gift.parts)


def collect(flask_app: Flask, features: Sequence[Feature]) -> None:
    """Make the features, in dependency order, part of this application."""
    for feature in features:
        for gift in feature.gives:
            give(flask_app, gift)
        for routes in feature.routes:
            flask_app.register_blueprint(routes)
    for feature in features:
        if feature.start is not None:
            feature.start(flask_app)
