from flask import current_app

from treeline.kernel import current
from treeline.kernel.tasks import task
from treeline.mail.settings import MailSettings
from treeline.operations.space import warn


@task("operations.warn_of_space", queue="mail", every=3600, transactional=False)
def warn_of_space() -> None:
    """Email the instance admins if a disk is nearly full."""
    free_mb, least_mb = current_app.extensions["health"].free_mb()
    warn(free_mb, least_mb, current.settings(MailSettings))
