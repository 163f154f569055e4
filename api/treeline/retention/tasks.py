"""Scheduled tasks. Each may be lost or fail: the next run does the rest. files.empty_trash empties the trash."""

from treeline.kernel import current
from treeline.kernel.tasks import task
from treeline.retention.ages import Ages
from treeline.retention.blobs import UnnamedBlobs
from treeline.retention.conversations import OldConversations
from treeline.retention.keys import OldIdempotencyKeys
from treeline.retention.objects import UnknownObjects
from treeline.retention.packs import OldPackLists
from treeline.retention.settings import RetentionSettings
from treeline.retention.snapshots import OldSnapshots
from treeline.retention.sparse import SparseObjects
from treeline.retention.unsent import UnsentUploads
from treeline.retention.uploads import UnfinishedFiles, UnfinishedReplacements

HOUR = 3600


@task("retention.end_uploads", queue="retention", every=HOUR, transactional=False)
def end_uploads() -> None:
    """Remove files whose bytes never came; those that await new ones keep what they have."""
    for rule in (UnfinishedFiles(Ages()), UnfinishedReplacements(Ages())):
        rule.run()


@task("retention.drop_snapshots", queue="retention", every=HOUR, transactional=False)
def drop_snapshots() -> None:
    """Remove the copies of drafts that were tried."""
    OldSnapshots(Ages()).run()


@task("retention.forget_blobs", queue="retention", every=HOUR, transactional=False)
def forget_blobs() -> None:
    """Forget bytes that no file names any more."""
    UnnamedBlobs(Ages()).run()


@task("retention.forget_unsent_uploads", queue="retention", every=HOUR, transactional=False)
def forget_unsent_uploads() -> None:
    """Forget files that were uploaded for a message and sent with none."""
    UnsentUploads(Ages()).run()


@task("retention.remove_unknown_objects", queue="retention", every=24 * HOUR, transactional=False)
def remove_unknown_objects() -> None:
    """Remove objects that no row ever named. Lists the whole storage, hence once a day."""
    UnknownObjects(current.storage(), Ages()).run()


@task("retention.forget_idempotency_keys", queue="retention", every=HOUR, transactional=False)
def forget_idempotency_keys() -> None:
    """Remove idempotency keys that are too old to be replayed."""
    OldIdempotencyKeys().run()


@task("retention.forget_pack_lists", queue="retention", every=HOUR, transactional=False)
def forget_pack_lists() -> None:
    """Remove the lists of packs that were asked for long ago."""
    OldPackLists(Ages()).run()


@task("retention.rewrite_sparse_objects", queue="retention", every=24 * HOUR, transactional=False)
def rewrite_sparse_objects() -> None:
    """Move what is left in objects of which most is gone. Lists the whole storage, hence once a day."""
    SparseObjects(current.storage(), Ages()).run()


@task("retention.delete_old_conversations", queue="retention", every=HOUR, transactional=False)
def delete_old_conversations() -> None:
    """Delete conversations that are older than the operator keeps them."""
    OldConversations(Ages.of(current.settings(RetentionSettings))).run()
