"""Looks at the sources that are due. Events and the place to go on from are written in one transaction, and so once."""

import logging
import time

from treeline.kernel import current
from treeline.kernel.clock import now
from treeline.kernel.db import enqueue, unit_of_work
from treeline.triggers.events import claims
from treeline.triggers.events.claims import LookClaim
from treeline.triggers.events.errors import SourceFailed
from treeline.triggers.events.kinds.kind import Look, LookFailed
from treeline.triggers.events.kinds.registry import POLLED
from treeline.triggers.events.models import TriggerSubscription
from treeline.triggers.events.recording import record
from treeline.triggers.events.secrets import source_of
from treeline.triggers.settings import TriggerSettings

log = logging.getLogger(__name__)

TASK = "triggers.refresh"
# A task hands back after so long, between two looks.
MOST_SECONDS = 60.0
# A source that fails is asked more and more seldom, but still several times a day.
LONGEST_PAUSE = 6 * 3600
LOST = "The workers that asked this source were lost several times in a row."
BROKEN = "Something went wrong on our side. See the server log."


def work() -> None:
    """May run any number of times at once."""
    lease, until = current.settings(TriggerSettings).trigger_refresh_lease_seconds, time.monotonic() + MOST_SECONDS
    while True:
        with unit_of_work() as session:
            claims.give_up(session, LOST, LONGEST_PAUSE)
            claim = claims.claim_next(session, lease)
            # Others may look at the next meanwhile.
            if claim is not None and claims.has_due(session):
                enqueue(TASK)
        if claim is None:
            return
        refresh(claim)
        if time.monotonic() > until:
            return


def refresh(claim: LookClaim) -> None:
    with unit_of_work() as session:
        row = claims.held(session, claim)
    if row is None:
        return
    settings = current.settings(TriggerSettings)
    try:
        look = POLLED[row.kind].look(source_of(row, settings), row.cursor, settings)
    except LookFailed as error:
        _fail(claim, str(error), error.wait)
    except SourceFailed as error:
        _fail(claim, error.message)
    except Exception:
        log.exception("subscription %s", claim.id)
        _fail(claim, BROKEN)
    else:
        _done(claim, look)


def _done(claim: LookClaim, look: Look) -> None:
    with unit_of_work() as session:
        row = claims.held(session, claim)
        if row is None:
            return
        # The first look after a pause says where to go on from; what it shows is no news.
        if row.cursor is not None:
            record(session, row, look.found)
        row.cursor = look.cursor or row.cursor
        row.failures, row.error, row.looked_at = 0, None, now()
        claims.release(row, 0 if look.more else max(row.every, look.wait))
        if look.more:
            enqueue(TASK)


def _fail(claim: LookClaim, reason: str, wait: float = 0) -> None:
    with unit_of_work() as session:
        row = claims.held(session, claim)
        if row is None:
            return
        row.failures, row.error, row.looked_at = row.failures + 1, reason, now()
        claims.release(row, max(_pause(row), wait))


def _pause(row: TriggerSubscription) -> float:
    return max(row.every, min(row.every * 2 ** min(row.failures, 10), LONGEST_PAUSE))
