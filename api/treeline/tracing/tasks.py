from treeline.kernel.tasks import task
from treeline.tracing import delivery


@task(delivery.TASK, queue="ops_trace", every="trace_sweep_seconds", transactional=False)
def deliver() -> None:
    """Send the traces of runs that have ended, target by target."""
    delivery.work()
