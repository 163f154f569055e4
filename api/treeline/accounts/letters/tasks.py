from uuid import UUID

from treeline.accounts.letters.writing import LetterWriter
from treeline.accounts.settings import AccountSettings
from treeline.kernel import current
from treeline.kernel.db import db, enqueue
from treeline.kernel.tasks import task

SWEEP_SECONDS = 60


@task("accounts.write_letter", queue="mail")
def write_letter(request_id: str) -> None:
    """Send a mail that was asked for, if its address has an account."""
    _writer().write(UUID(request_id))


@task("accounts.sweep_letters", queue="mail", every=SWEEP_SECONDS)
def sweep_letters() -> None:
    """Send again what the broker has lost."""
    for request_id in _writer().waiting(SWEEP_SECONDS):
        enqueue("accounts.write_letter", str(request_id))


def _writer() -> LetterWriter:
    return LetterWriter(db.session, current.settings(AccountSettings), current.redis())
