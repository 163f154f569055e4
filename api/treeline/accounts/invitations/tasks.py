from treeline.accounts.invitations import service
from treeline.kernel.db import db
from treeline.kernel.tasks import task


@task("accounts.forget_invitations", queue="retention", every=86400)
def forget_invitations() -> None:
    """Remove invitations that expired more than 90 days ago, accepted or not."""
    service.forget_invitations(db.session)
