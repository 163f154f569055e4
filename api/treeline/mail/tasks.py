from treeline.kernel.tasks import task
from treeline.mail import delivery
from treeline.mail.service import TASK


@task(TASK, queue="mail", every="mail_sweep_seconds", transactional=False)
def deliver() -> None:
    """Send the mails that are due, whichever they are, and forget what expired ones say."""
    delivery.work()
