"""What a failure means for the work: whether to try again, and what people are told."""

import logging
from dataclasses import dataclass
from typing import Protocol, TypeVar

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from treeline.datasets.extraction.errors import ExtractionBusy
from treeline.datasets.indexing.publishing import TextGone
from treeline.datasets.indexing.versions import VectorsMissing
from treeline.datasets.pipelines.errors import EnrichmentFailed
from treeline.datasets.settings import DatasetSettings
from treeline.datasets.stores.errors import StoreUnavailable
from treeline.kernel import current
from treeline.kernel.claims import MOST_ATTEMPTS
from treeline.kernel.db import DbSession, unit_of_work
from treeline.kernel.errors import ApiError, Unavailable
from treeline.providers.errors import Failure, ProviderError, ProviderNotInitialized

log = logging.getLogger(__name__)

C = TypeVar("C", contravariant=True)
One = TypeVar("One")

# Until a vector store that was away is asked again, at least.
AWAY_SECONDS = 1.0
# What waits until the provider's credentials change.
NO_ACCESS = "embedding_no_access"
PASSING = (RedisError, DBAPIError, OSError, Unavailable, ExtractionBusy, TextGone, VectorsMissing)


@dataclass(frozen=True)
class Reason:
    """`passes`: another attempt may do better; `counts`: but not for ever."""

    code: str
    message: str
    passes: bool
    counts: bool = True

    def wait(self, retry_seconds: float, attempts: int) -> float:
        """Later, and later still."""
        return retry_seconds * 2 ** max(0, attempts - 1) if self.counts else max(retry_seconds, AWAY_SECONDS)


class Claims(Protocol[C]):
    """The rows that work is claimed in: a module, `claims` or `index_claims`."""

    def attempts(self, session: DbSession, claim: C, /) -> int: ...

    def release(self, session: DbSession, claim: C, /, *, again_in: float, counts: bool) -> None: ...

    def fail(self, session: DbSession, claim: C, code: str, message: str, /) -> object: ...


def end(claims: Claims[One], claim: One, reason: Reason) -> None:
    """Another attempt later; the fourth that counts is the last."""
    retry = current.settings(DatasetSettings).indexing_retry_seconds
    with unit_of_work() as session:
        attempts = claims.attempts(session, claim)
        if reason.passes and (attempts < MOST_ATTEMPTS or not reason.counts):
            claims.release(session, claim, again_in=reason.wait(retry, attempts), counts=reason.counts)
        else:
            claims.fail(session, claim, reason.code, reason.message)


def reason_of(error: Exception, what: str) -> Reason:
    """`what` was worked on: "document 1" or "index 1"."""
    failed = "The index couldn't be built" if what.startswith("index") else "The document couldn't be indexed"
    if isinstance(error, EnrichmentFailed):
        return Reason(error.code, error.message, passes=error.is_passing)
    if isinstance(error, ProviderNotInitialized | ProviderError):
        failure = error.failure if isinstance(error, ProviderError) else Failure.ACCESS
        if failure is Failure.ACCESS:
            return Reason(NO_ACCESS, error.message, passes=False)
        passes = failure in (Failure.AWAY, Failure.TIMEOUT, Failure.RATE)
        return Reason("embedding_failed", error.message, passes)
    if isinstance(error, StoreUnavailable):
        log.warning("%s waits: %s", what, error)
        return Reason(error.code, error.message, passes=True, counts=False)
    if isinstance(error, PASSING):
        log.warning("%s is tried again: %s", what, error)
        told = f"{failed}: the database, Redis or the storage was not available."
        return Reason("indexing_interrupted", error.message if isinstance(error, ApiError) else told, passes=True)
    if isinstance(error, ApiError):
        return Reason(error.code, error.message, passes=False)
    log.error(what, exc_info=error)
    return Reason("indexing_failed", f"{failed} because of an internal error.", passes=True)
