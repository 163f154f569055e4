"""One task: documents are claimed one after another, and each is brought as far as it goes."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from treeline.datasets.extraction.errors import ExtractionBusy
from treeline.datasets.indexing import claims, publishing, reading
from treeline.datasets.indexing.budget import Budget, HandBack
from treeline.datasets.indexing.claims import MOST_ATTEMPTS, Claim, ClaimLost, Paused
from treeline.datasets.indexing.filling import Filling
from treeline.datasets.indexing.jobs import Job, open_job
from treeline.datasets.pipelines.errors import EnrichmentFailed
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.kernel.db import enqueue, unit_of_work
from treeline.kernel.errors import ApiError, Unavailable
from treeline.providers.errors import Failure, ProviderError, ProviderNotInitialized

log = logging.getLogger(__name__)

TASK, URGENT_TASK = "datasets.work", "datasets.work_now"
BEAT_SECONDS = 10.0
# What a document waits with until the provider's credentials change.
NO_ACCESS = "embedding_no_access"
PASSING = (RedisError, DBAPIError, OSError, Unavailable, ExtractionBusy, publishing.TextGone)


def enqueue_work(*, urgent: bool) -> None:
    """After the commit some worker looks for documents. Lost, the sweep does it again."""
    enqueue(URGENT_TASK if urgent else TASK)


def work(*, urgent: bool, budget: Budget | None = None) -> None:
    """Until nothing is left, or for as long as one task may."""
    budget = budget or Budget()
    lease = current.settings(DatasetSettings).indexing_lease_seconds
    while True:
        with unit_of_work() as session:
            claim = claims.claim_next(session, lease, urgent=urgent)
        if claim is None:
            return
        index(claim, budget)
        if budget.is_spent:
            with unit_of_work():
                enqueue_work(urgent=urgent)
            return


def index(claim: Claim, budget: Budget) -> None:
    """Whatever happens, the document is released, ended, or another's."""
    try:
        asyncio.run(_beating(_steps(claim, budget), claim, budget))
    except ClaimLost:
        return
    except (Paused, HandBack):
        _release(claim)
    except EnrichmentFailed as error:
        (_again if error.is_passing else _fail)(claim, error.code, error.message)
    except (ProviderNotInitialized, ProviderError) as error:
        _of_provider(claim, error)
    except PASSING as error:
        log.warning("document %s is tried again: %s", claim.document_id, error)
        _again(claim, "indexing_interrupted", str(error) if isinstance(error, ApiError) else _TROUBLE)
    except ApiError as error:
        _fail(claim, error.code, error.message)
    except Exception:
        log.exception("document %s", claim.document_id)
        _again(claim, "indexing_failed", "The document couldn't be indexed because of an internal error.")


_TROUBLE = "The document couldn't be indexed: the database, Redis or the storage was not available."


async def _steps(claim: Claim, budget: Budget) -> None:
    with unit_of_work() as session:
        job = open_job(session, claim)
    try:
        await _done(job, claim, budget)
    except ClaimLost:
        reading.forget_deleted(job)
        raise


async def _done(job: Job, claim: Claim, budget: Budget) -> None:
    if not job.is_split:
        await reading.read(job, claim)
    targets = list(job.targets)
    for at, target in enumerate(targets):
        filling = Filling(job, claim, target, budget)
        await filling.run()
        targets[at] = filling.target
    try:
        publishing.publish(job, claim, targets)
    except publishing.TextGone:
        publishing.start_again(job, claim)
        raise


async def _beating(work: Coroutine[Any, Any, None], claim: Claim, budget: Budget) -> None:
    """While the work waits, the claim is kept; once the document is paused, gone or another's, the work ends."""
    beat = min(BEAT_SECONDS, claim.lease_seconds / 4)
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=beat))[0]:
            with unit_of_work() as session:
                claims.renew(session, claim)
            budget.check()
        task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})


def _of_provider(claim: Claim, error: ApiError) -> None:
    failure = error.failure if isinstance(error, ProviderError) else Failure.ACCESS
    if failure is Failure.ACCESS:
        _fail(claim, NO_ACCESS, error.message)
    elif failure in (Failure.AWAY, Failure.TIMEOUT, Failure.RATE):
        _again(claim, "embedding_failed", error.message)
    else:
        _fail(claim, "embedding_failed", error.message)


def _release(claim: Claim) -> None:
    with unit_of_work() as session:
        claims.release(session, claim)


def _again(claim: Claim, code: str, message: str) -> None:
    """Later, and later still; the fourth time it is the end."""
    retry = current.settings(DatasetSettings).indexing_retry_seconds
    with unit_of_work() as session:
        attempts = claims.attempts(session, claim)
        if attempts >= MOST_ATTEMPTS:
            claims.fail(session, claim, code, message)
        else:
            claims.release(session, claim, again_in=retry * 2 ** max(0, attempts - 1), counts=True)


def _fail(claim: Claim, code: str, message: str) -> None:
    with unit_of_work() as session:
        claims.fail(session, claim, code, message)
