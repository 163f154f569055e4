"""Sends the traces that wait, in batches by target. One that the target has taken may come again, with the same ids."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from treeline.kernel import claims as kernel_claims
from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.tracing import claims
from treeline.tracing.claims import TargetClaim
from treeline.tracing.configs import ConfigUnreadable, config_of
from treeline.tracing.contents import Contents
from treeline.tracing.kinds import KINDS
from treeline.tracing.models import TraceDelivery, TraceTarget
from treeline.tracing.otlp import request_of, spans_of
from treeline.tracing.reading import traced
from treeline.tracing.sending import NotDelivered, Rejected, post
from treeline.tracing.settings import TracingSettings
from treeline.tracing.spans import trace_of

log = logging.getLogger(__name__)

TASK = "tracing.deliver"
# Of one request: runs, and bytes before they are compressed.
MOST_RUNS = 32
MOST_BYTES = 1024 * 1024
# A target is left after so long, between two requests: others have their turn.
MOST_SECONDS = 20.0
LONGEST_PAUSE = 600.0
BROKEN = "Something went wrong on our side. See the server log."


@dataclass(frozen=True)
class Told:
    """A run, ready to be sent."""

    delivery_id: UUID
    spans: Sequence[Any]
    size: int


@dataclass(frozen=True)
class Address:
    url: str
    headers: dict[str, str]
    attributes: dict[str, str]


def work() -> None:
    """May run any number of times at once."""
    settings, until = current.settings(TracingSettings), time.monotonic() + MOST_SECONDS
    while True:
        with unit_of_work() as session:
            claims.give_up(session, LONGEST_PAUSE)
            claim = claims.claim_next(session, settings.trace_lease_seconds)
            # Others may serve the next meanwhile.
            if claim is not None and claims.has_due(session):
                enqueue(TASK)
        if claim is None:
            return
        serve(claim, settings)
        if time.monotonic() > until:
            return


def serve(claim: TargetClaim, settings: TracingSettings) -> None:
    """One target, until nothing waits, it fails, or others have their turn."""
    until = time.monotonic() + MOST_SECONDS
    try:
        while time.monotonic() < until:
            address, batch = _next(claim, settings)
            if not batch:
                break
            _send(claim, address, batch, settings)
    except kernel_claims.ClaimLost:
        return
    except NotDelivered as error:
        _postpone(claim, str(error), error.wait, settings)
    except ConfigUnreadable as error:
        _postpone(claim, str(error), 0, settings)
    except Exception:
        log.exception("trace target %s", claim.id)
        _postpone(claim, BROKEN, 0, settings)
    else:
        with unit_of_work() as session:
            target = claims.held(session, claim)
            if target is not None:
                claims.release(target)


def address_of(target: TraceTarget, settings: TracingSettings) -> Address:
    """Raises ConfigUnreadable."""
    kind, config = KINDS[target.provider], config_of(target, settings)
    return Address(kind.endpoint(config), kind.headers(config), kind.attributes(config))


def _next(claim: TargetClaim, settings: TracingSettings) -> tuple[Address, list[Told]]:
    """Those that have waited longest. Raises ClaimLost, ConfigUnreadable."""
    with unit_of_work() as session:
        kernel_claims.renew(session, claim)
        target = session.get_one(TraceTarget, claim.id)
        address = address_of(target, settings)
        if not target.enabled:
            return address, []
        contents = Contents(target.contents, target.patterns)
        mine = (TraceDelivery.target_id == target.id, TraceDelivery.state == "waiting")
        oldest = select(TraceDelivery).where(*mine).order_by(TraceDelivery.waits_since, TraceDelivery.id)
        batch, size = list[Told](), 0
        for delivery in session.scalars(oldest.limit(MOST_RUNS)).all():
            told = _told(session, delivery, contents)
            if told is None:
                continue
            if batch and size + told.size > MOST_BYTES:
                break
            batch.append(told)
            size += told.size
        return address, batch


def _told(session: DbSession, delivery: TraceDelivery, contents: Contents) -> Told | None:
    """None: it can't be told, and that is written down."""
    try:
        spans = spans_of(trace_of(traced(session, delivery.run_id), contents))
    except Exception:
        log.exception("the trace of run %s", delivery.run_id)
        delivery.state, delivery.error, delivery.ended_at = "failed", BROKEN, now()
        return None
    return Told(delivery.id, spans, sum(span.ByteSize() for span in spans))


def _send(claim: TargetClaim, address: Address, batch: Sequence[Told], settings: TracingSettings) -> None:
    """What is refused together is sent one by one, so that one does not hold back the others."""
    try:
        _deliver(claim, address, batch, settings)
    except Rejected as error:
        if len(batch) == 1:
            _settle(claim, batch, "failed", str(error))
            return
        for told in batch:
            with unit_of_work() as session:
                kernel_claims.renew(session, claim)
            _send(claim, address, [told], settings)


def _deliver(claim: TargetClaim, address: Address, batch: Sequence[Told], settings: TracingSettings) -> None:
    body = request_of((span for told in batch for span in told.spans), address.attributes)
    count = sum(len(told.spans) for told in batch)
    refused, why = post(address.url, address.headers, body, settings, settings.trace_timeout)
    said = f"{refused} of {count} spans were rejected{f': {why}' if why else ''}." if refused else None
    _settle(claim, batch, "failed" if refused >= count else "delivered", said)


def _settle(claim: TargetClaim, batch: Sequence[Told], state: str, error: str | None) -> None:
    """Raises ClaimLost."""
    with unit_of_work() as session:
        target = claims.held(session, claim)
        if target is None:
            raise kernel_claims.ClaimLost
        session.execute(
            update(TraceDelivery)
            .where(TraceDelivery.id.in_([told.delivery_id for told in batch]), TraceDelivery.state == "waiting")
            .values(state=state, error=error, attempts=TraceDelivery.attempts + 1, ended_at=now())
        )
        target.failures, target.error = 0, error
        if state == "delivered":
            target.sent_at = now()


def _postpone(claim: TargetClaim, reason: str, wait: float, settings: TracingSettings) -> None:
    with unit_of_work() as session:
        target = claims.held(session, claim)
        if target is None:
            return
        target.failures += 1
        target.error = reason
        pause = min(kernel_claims.pause(settings.trace_retry_seconds, min(target.failures, 20)), LONGEST_PAUSE)
        claims.release(target, max(pause, wait))
        waiting = (TraceDelivery.target_id == target.id, TraceDelivery.state == "waiting")
        oldest = select(TraceDelivery.id).where(*waiting).order_by(TraceDelivery.waits_since, TraceDelivery.id)
        tried = session.scalars(oldest.limit(MOST_RUNS)).all()
        more = TraceDelivery.attempts + 1
        session.execute(update(TraceDelivery).where(TraceDelivery.id.in_(tried)).values(attempts=more, error=reason))
        too_long = TraceDelivery.waits_since < now() - timedelta(seconds=settings.trace_give_up_seconds)
        session.execute(
            update(TraceDelivery).where(*waiting, too_long).values(state="failed", error=reason, ended_at=now())
        )
