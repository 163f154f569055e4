"""One node, run by itself."""

import asyncio
from collections.abc import Mapping
from typing import Any

from tests.node_context import NodeContext
from treeline.workflows.engine.step import Done
from treeline.workflows.nodes.node import Limits
from treeline.workflows.nodes.registry import node_of


def run(
    data: Mapping[str, Any],
    nodes: Mapping[str, Mapping[str, Any]] | None = None,
    declared: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Done:
    """What the node "me" with this data does where these nodes have run."""
    node, context = node_of(data["type"]), NodeContext(nodes)
    context.node_id, context.types, context.limits = "me", dict(declared or {}), limits or Limits()
    done = asyncio.run(node.run(context, parse(data)))
    assert isinstance(done, Done)
    assert done.handle in node.handles(parse(data))
    return done


def parse(data: Mapping[str, Any]) -> Any:
    return node_of(data["type"]).data.model_validate(data)
