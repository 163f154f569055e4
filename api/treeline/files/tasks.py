from treeline.files import removal
from treeline.kernel import current
from treeline.kernel.tasks import task


@task("files.empty_trash", queue="retention", every=3600, transactional=False)
def empty_trash() -> None:
    """Remove objects that no row names any more."""
    removal.empty_trash(current.storage())
