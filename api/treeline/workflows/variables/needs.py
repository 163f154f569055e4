"""What one node has to be given before it can run by itself."""

from collections.abc import Iterator

from treeline.workflows.checks import require_valid
from treeline.workflows.drafts.single import START
from treeline.workflows.engine.graph import walk
from treeline.workflows.models import Workflow

# The environment is in the draft, the rest of these the run itself knows.
_GIVEN = {("env",), ("sys", "app_id"), ("sys", "workflow_id"), ("sys", "workflow_run_id"), ("sys", "timestamp")}


def inputs_of(draft: Workflow, node_id: str) -> Iterator[tuple[str, str]]:
    """(node or root, name) of each value that the node, or what is inside it, reads from elsewhere.

    Raises GraphInvalid, NodeNotFound.
    """
    nodes = list(walk(require_valid(draft, node_id)))
    own, seen = {node.id for node in nodes}, set[tuple[str, str]]()
    for node in nodes:
        if node.kind is None or node.data is None or node.id == START:
            continue
        for selector in node.kind.reads(node.data):
            source = tuple(selector[:2])
            is_given = source[:1] in _GIVEN or source in _GIVEN or source[0] in own
            if len(source) == 2 and not is_given and source not in seen:
                seen.add(source)
                yield source
