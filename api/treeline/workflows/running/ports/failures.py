"""Refusals of the features to the left, as nodes know them."""

from collections.abc import Iterator
from contextlib import contextmanager

from treeline.kernel.errors import ApiError
from treeline.providers.errors import ProviderError
from treeline.tools.mcp.errors import McpServerFailed
from treeline.workflows.engine.step import NodeFailed


@contextmanager
def as_node_failures() -> Iterator[None]:
    """Raises NodeFailed, with its code and words, for an ApiError inside."""
    try:
        yield
    except ApiError as error:
        raise NodeFailed(error.code, error.message, retryable=_may_succeed_later(error)) from error


def _may_succeed_later(error: ApiError) -> bool:
    if isinstance(error, ProviderError):
        return error.again_in is not None
    # One with details is about an address that is not allowed.
    return error.retryable or (isinstance(error, McpServerFailed) and not error.details)
