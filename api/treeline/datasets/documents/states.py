"""What state a document is in, as people see it."""

from treeline.datasets.models import Document

IN_WORK = ("waiting", "parsing", "cleaning", "splitting", "indexing")
DISPLAYED = ("queuing", "indexing", "paused", "error", "available", "disabled", "archived")


def display_status(document: Document) -> str:
    """One of DISPLAYED. A document that answers is available, also while its next generation is being made."""
    if document.archived:
        return "archived"
    if document.generation > 0:
        return "available" if document.enabled else "disabled"
    if document.indexing_status in ("paused", "error"):
        return document.indexing_status
    if document.indexing_status == "completed":
        return "available" if document.enabled else "disabled"
    return "queuing" if document.indexing_status == "waiting" else "indexing"
