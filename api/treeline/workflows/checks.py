"""Whether a workflow can run, and with which inputs: everything that is wrong, said at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from treeline.kernel.errors import InvalidInput
from treeline.kernel.validation import problem
from treeline.workflows.compiling import KINDS, compiled, document_of
from treeline.workflows.engine import graph as engine
from treeline.workflows.engine.compiler import compile_graph
from treeline.workflows.errors import GraphInvalid, NodeNotFound
from treeline.workflows.models import Workflow
from treeline.workflows.nodes.start import StartData


def issues_of(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What would keep a draft from running, and what is worth a look."""
    try:
        made = compile_graph(graph, KINDS)
    except engine.InvalidGraph as error:
        return as_details(error.issues)
    return as_details([*made.issues, *_faults(made)])


def _faults(graph: engine.Graph) -> Iterable[engine.Issue]:
    """What nodes would fail with once they run: code that does not parse, operators that are not there."""
    for node in engine.walk(graph):
        if node.kind is not None and node.data is not None and hasattr(node.kind, "problems"):
            kind: Any = node.kind
            for path, message in kind.problems(node.data):
                yield engine.Issue(node.id, f"nodes.{node.position}.data.{path}", message, severity="warning")


def require_valid(workflow: Workflow, node_id: str | None = None) -> engine.Graph:
    """The graph, or that of one of its nodes by itself. Raises GraphInvalid, NodeNotFound."""
    try:
        return compiled(*document_of(workflow, node_id))
    except engine.InvalidGraph as error:
        wrong = [issue for issue in error.issues if issue.severity == "error"]
        more = f" And {len(wrong) - 1} more." if len(wrong) > 1 else ""
        raise GraphInvalid(f"The workflow can't run. {wrong[0].message}.{more}", as_details(error.issues)) from error


def as_details(issues: Iterable[engine.Issue]) -> list[dict[str, Any]]:
    return [
        problem("graph", issue.message, node=issue.node or "").at(issue.path)
        | {"node": issue.node, "accepted": issue.accepted, "severity": issue.severity}
        for issue in issues
    ]


def checked_inputs(graph: engine.Graph, inputs: Mapping[str, Any], root: str | None = None) -> dict[str, Any]:
    """The variables of the node that a run begins at, read as what they are declared; others are left out.

    Raises InvalidInput, NodeNotFound.
    """
    if root is not None and root not in graph.roots:
        raise NodeNotFound(f"A run can begin at one of these nodes: {', '.join(graph.roots)}.")
    node = graph.node(root or root_of(graph))
    kind: Any = node.kind
    values, problems = kind.read(node.data, inputs)
    if problems:
        raise InvalidInput(" ".join(each["message"] for each in problems), problems)
    return values


def root_of(graph: engine.Graph) -> str:
    """Where a run begins unless it says otherwise: the start; in a workflow that has triggers only, the first."""
    roots = graph.roots
    return next((root for root in roots if graph.node(root).type == "start"), roots[0])


def start_of(graph: Mapping[str, Any]) -> StartData:
    """Raises GraphInvalid."""
    for node in graph.get("nodes") or ():
        data = node.get("data") if isinstance(node, Mapping) else None
        if isinstance(data, Mapping) and data.get("type") == "start":
            try:
                return StartData.model_validate(data)
            except ValidationError as error:
                raise GraphInvalid("The start node of this workflow is not valid.") from error
    return StartData(type="start")
