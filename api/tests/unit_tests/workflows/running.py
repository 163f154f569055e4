"""One node, run by itself."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from treeline.workflows.engine.scopes import Scope
from treeline.workflows.engine.step import Done
from treeline.workflows.engine.templates import render
from treeline.workflows.nodes.node import Limits
from treeline.workflows.nodes.registry import node_of

NOWHERE = UUID(int=0)


class Alone:
    """The context of a node that is the only one: its scope holds what the test put there."""

    workspace_id = app_id = run_id = effect_key = NOWHERE
    user_id = "ann"
    seconds_left = 60.0
    ports: Any = None

    def __init__(self, nodes: Mapping[str, Mapping[str, Any]], declared: Mapping[str, str], limits: Limits):
        self.node_id, self.limits, self.scope, self._declared = "me", limits, Scope(), declared
        for node, outputs in nodes.items():
            self.scope.set(node, outputs)

    def value(self, selector: Sequence[str]) -> Any:
        return self.scope.get(selector)

    def declared(self, selector: Sequence[str]) -> str | None:
        return self._declared.get(".".join(selector))

    def text(self, template: str) -> str:
        return render(template, self.scope)

    def say(self, output: str, text: str) -> None:
        raise AssertionError("None of these nodes speaks")

    retract = say


def run(
    data: Mapping[str, Any],
    nodes: Mapping[str, Mapping[str, Any]] | None = None,
    declared: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Done:
    """What a node with this data does where these nodes have run."""
    node = node_of(data["type"])
    done = asyncio.run(node.run(Alone(nodes or {}, declared or {}, limits or Limits()), parse(data)))
    assert isinstance(done, Done)
    assert done.handle in node.handles(parse(data))
    return done


def parse(data: Mapping[str, Any]) -> Any:
    return node_of(data["type"]).data.model_validate(data)
