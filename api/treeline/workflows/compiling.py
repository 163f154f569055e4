"""Graphs are compiled once a version and kept, by their hash."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

from treeline.workflows.drafts.single import only
from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.engine.graph import Graph
from treeline.workflows.engine.kinds import ENGINE_KINDS
from treeline.workflows.models import Workflow
from treeline.workflows.nodes import registry

# Node types as the engine sees them: containers are its own.
KINDS: Mapping[str, Any] = {**registry.KINDS, **ENGINE_KINDS}
KEPT = 128
_graphs: dict[str, Graph] = {}
_lock = Lock()


def document_of(workflow: Workflow, node_id: str | None = None) -> tuple[str, Mapping[str, Any]]:
    """Key and graph of a workflow, or of one of its nodes by itself: what `compiled` takes. Raises NodeNotFound."""
    if node_id is None:
        return workflow.hash, workflow.graph
    return f"{workflow.hash}/{node_id}", only(workflow.graph, node_id)


def compiled(key: str, document: Mapping[str, Any]) -> Graph:
    """`key`: the hash of the workflow. Raises engine.graph.InvalidGraph."""
    with _lock:
        graph = _graphs.pop(key, None)
        if graph is None:
            graph = compile_graph(document, KINDS)
        # The one that was used last stays longest.
        _graphs[key] = graph
        while len(_graphs) > KEPT:
            del _graphs[next(iter(_graphs))]
    return graph
