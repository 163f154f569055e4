"""One task: documents are claimed one after another, and each is brought as far as it goes."""

import asyncio
from dataclasses import replace

from treeline.datasets.indexes import IndexesChanged, targets_of
from treeline.datasets.indexing import claims, following, publishing, reading
from treeline.datasets.indexing.beating import beating
from treeline.datasets.indexing.budget import Budget, HandBack
from treeline.datasets.indexing.claims import DocumentClaim, Paused
from treeline.datasets.indexing.failures import end, reason_of
from treeline.datasets.indexing.filling import Filling
from treeline.datasets.indexing.jobs import Job, open_job
from treeline.datasets.indexing.preparing import prepare
from treeline.datasets.indexing.versions import VectorsMissing
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import current
from treeline.kernel.claims import ClaimLost
from treeline.kernel.db import enqueue, unit_of_work

TASK, URGENT_TASK = "datasets.work", "datasets.work_now"


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


def index(claim: DocumentClaim, budget: Budget) -> None:
    """Whatever happens, the document is released, ended, or another's."""
    try:
        asyncio.run(beating(_steps(claim, budget), lambda: _beat(claim, budget), claim.lease_seconds))
    except ClaimLost:
        return
    except (Paused, HandBack):
        with unit_of_work() as session:
            claims.release(session, claim)
    except Exception as error:
        end(claims, claim, reason_of(error, f"document {claim.id}"))


async def _steps(claim: DocumentClaim, budget: Budget) -> None:
    with unit_of_work() as session:
        job = open_job(session, claim)
    try:
        await _done(job, claim, budget)
    except ClaimLost:
        reading.forget_deleted(job)
        following.forget_deleted(job)
        raise


async def _done(job: Job, claim: DocumentClaim, budget: Budget) -> None:
    if not job.is_split:
        await reading.read(job, claim)
    prepare(job)
    try:
        while not await _is_published(job, claim, budget):
            with unit_of_work() as session:
                job = replace(job, targets=targets_of(session, job.dataset_id))
    except (publishing.TextGone, VectorsMissing):
        publishing.start_again(job, claim)
        raise


async def _is_published(job: Job, claim: DocumentClaim, budget: Budget) -> bool:
    """Not, if by then an index answers that the vectors were not made for."""
    targets = tuple([await Filling(job, claim, target, budget).run() for target in job.targets])
    try:
        publishing.publish(job, claim, targets)
    except IndexesChanged:
        return False
    return True


def _beat(claim: DocumentClaim, budget: Budget) -> None:
    """Once the document is paused, gone or another's, or the task has worked long enough, the work ends."""
    with unit_of_work() as session:
        claims.renew(session, claim)
    budget.check()
