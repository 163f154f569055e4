"""Whether a workflow can run, and with which inputs: everything that is wrong, said at once."""

from collections.abc import Mapping
from typing import Any

from treeline.workflows.models import Workflow


def issues_of(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    return []


def require_valid(workflow: Workflow) -> None:
    """Raises InvalidGraph."""
    issues_of(workflow.graph)


def checked_inputs(graph: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The start node's variables, read as what they are declared; others are left out. Raises InvalidInput."""
    return dict(inputs)
