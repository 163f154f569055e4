"""Ids that a run gives things: always the same for the same thing, so that whoever does it again names it the same."""

from uuid import UUID, uuid5


def step_id(run_id: UUID, frame: str, node_id: str, attempt: int) -> UUID:
    """Of one attempt at a node, for events and lists."""
    return uuid5(run_id, f"{frame}/{node_id}#{attempt}")
