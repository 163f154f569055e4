"""Workers and Beat: whether what is queued will be done."""

from collections.abc import Iterator

from treeline.operations.doctor.case import Case
from treeline.operations.doctor.findings import Finding, found
from treeline.operations.heartbeat import Heartbeat
from treeline.operations.service import queues as states

LATE_SECONDS = 15 * 60


def queues(case: Case) -> Iterator[Finding]:
    found_queues = states(case.client)
    unattended = [queue.name for queue in found_queues if not queue.consumers]
    if unattended:
        yield found("queues.unattended", queues=", ".join(unattended))
    for queue in found_queues:
        if queue.oldest_age is not None and queue.oldest_age > LATE_SECONDS:
            yield found("queues.late", queue=queue.name, minutes=round(queue.oldest_age / 60))
    if not Heartbeat(case.client).beat_is_alive():
        yield found("queues.no_beat")
