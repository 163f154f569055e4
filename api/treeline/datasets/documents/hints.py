"""A document's row is its place in the queue; a message only says that there is work."""

from treeline.kernel.db import enqueue

# What is done before everything else: a person waits for it.
URGENT_FILES, URGENT_BYTES = 10, 1024 * 1024


def is_urgent(sizes: list[int]) -> bool:
    return len(sizes) <= URGENT_FILES and all(size <= URGENT_BYTES for size in sizes)


def hint(*, urgent: bool) -> None:
    """Once this transaction has committed, a worker looks for documents that wait."""
    enqueue("datasets.work_now" if urgent else "datasets.work")
