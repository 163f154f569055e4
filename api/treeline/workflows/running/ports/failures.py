"""Refusals of the features to the left, as nodes know them."""

from collections.abc import Iterator
from contextlib import contextmanager

from treeline.kernel.errors import ApiError
from treeline.providers.errors import ProviderError
from treeline.workflows.engine.step import NodeFailed


@contextmanager
def as_node_failures() -> Iterator[None]:
    """Raises NodeFailed, with its code and words, for an ApiError inside."""
    try:
        yield
    except ApiError as error:
        again = error.again_in is not None if isinstance(error, ProviderError) else error.retryable
        raise NodeFailed(error.code, error.message, retryable=again) from error
