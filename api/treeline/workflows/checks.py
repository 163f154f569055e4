"""Whether a workflow can run, and with which inputs: everything that is wrong, said at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    for node, kind in _known(graph):
        for path, message in kind.problems(node.data) if hasattr(kind, "problems") else ():
            yield _warning(node, path, message)


def _missing(graph: engine.Graph) -> Iterable[engine.Issue]:
    """What nobody has filled in. Not a model: the workspace's default may be chosen later."""
    for node, kind in _known(graph):
        for path, message in kind.missing(node.data) if hasattr(kind, "missing") else ():
            yield _warning(node, path, message)


def _known(graph: engine.Graph) -> Iterable[tuple[engine.GraphNode, Any]]:
    return ((node, node.kind) for node in engine.walk(graph) if node.kind is not None and node.data is not None)


def _warning(node: engine.GraphNode, path: str, message: str) -> engine.Issue:
    where = f"nodes.{node.position}.data.{path}"
    return engine.Issue(node.id, where, f"{node.title}: {message}", severity="warning")


def require_publishable(workflow: Workflow) -> None:
    """Raises GraphInvalid; also for nodes that would fail as soon as a run comes to them, unless the workflow says what
    happens then.
    """
    graph = require_valid(workflow)
    issues = [*graph.issues, *_faults(graph), *_missing(graph)]
    nodes, found = {node.id: node for node in engine.walk(graph)}, engine.reached(graph)
    sure = {issue.node for issue in issues if _fails(issue, nodes)} & found
    if sure:
        raise graph_refusal(
            "can't be published", [replace(each, severity="error") if each.node in sure else each for each in issues]
        )


def _fails(issue: engine.Issue, nodes: Mapping[str, engine.GraphNode]) -> bool:
    """Whether the node of an issue fails, and the run with it."""
    node = nodes.get(issue.node or "")
    if node is None or not issue.path.startswith(f"nodes.{node.position}.data"):
        return False
    while node is not None:
        if node.strategy is not None or getattr(node.data, "on_error", "terminated") != "terminated":
            return False
        node = nodes.get(node.parent or "")
    return True


def require_valid(workflow: Workflow, node_id: str | None = None) -> engine.Graph:
    """The graph, or that of one of its nodes by itself. Raises GraphInvalid, NodeNotFound."""
    try:
        return compiled(*document_of(workflow, node_id))
    except engine.InvalidGraph as error:
        raise graph_refusal("can't run", error.issues) from error


def graph_refusal(said: str, issues: Iterable[engine.Issue]) -> GraphInvalid:
    """`said`: what can't be done, such as "can't run"."""
    issues = list(issues)
    wrong = [issue for issue in issues if issue.severity == "error"]
    more = f" And {len(wrong) - 1} more." if len(wrong) > 1 else ""
    return GraphInvalid(f"The workflow {said}. {wrong[0].message}.{more}", as_details(issues))


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
