"""Refusals of the features to the left, as nodes know them."""

from collections.abc import Iterator
from contextlib import contextmanager

from treeline.kernel.errors import ApiError
from treeline.providers.errors import CompletionRequestError, Failure, ProviderError
from treeline.tools.mcp.errors import McpServerFailed
from treeline.workflows.engine.step import NodeFailed

_PASSING = (Failure.RATE, Failure.AWAY, Failure.TIMEOUT)


@contextmanager
def as_node_failures() -> Iterator[None]:
    """Raises NodeFailed, with its code and words, for an ApiError inside."""
    try:
        yield
    except ApiError as error:
        raise NodeFailed(error.code, error.message, retryable=_may_succeed_later(error)) from error


def _may_succeed_later(error: ApiError) -> bool:
    if isinstance(error, ProviderError):
        # What nobody knows more of than that it broke off, may not the next time.
        unknown = type(error) is CompletionRequestError and error.failure is Failure.OTHER
        return error.again_in is not None or error.failure in _PASSING or unknown
    # One with details is about an address that is not allowed.
    return error.retryable or (isinstance(error, McpServerFailed) and not error.details)
