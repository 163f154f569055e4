from treeline.accounts.closing.removal import remove_left_workspaces
from treeline.kernel.tasks import task


@task("accounts.remove_workspaces", queue="app_deletion", every=600, transactional=False)
def remove_workspaces() -> None:
    """Remove workspaces that have no member, once their apps and knowledge bases are gone."""
    remove_left_workspaces()
