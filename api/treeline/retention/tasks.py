"""Scheduled tasks. Each may be lost or fail: the next run does the rest. files.empty_trash empties the trash."""

from treeline.kernel import current
from treeline.kernel.tasks import task
from treeline.retention.ages import Ages
from treeline.retention.archives import UnusedArchives
from treeline.retention.audit import OldAuditEvents
from treeline.retention.blobs import UnnamedBlobs
from treeline.retention.conversations import OldConversations
from treeline.retention.events import OldEvents, OldFirings
from treeline.retention.indexes import RetiredIndexes
from treeline.retention.keys import OldIdempotencyKeys
from treeline.retention.knowledge import OldQueries, UnusedVectors
from treeline.retention.mails import OldMails
from treeline.retention.objects import UnknownObjects
from treeline.retention.packs import OldPackLists
from treeline.retention.runs import OldTests, OldWorkflowRuns
from treeline.retention.settings import RetentionSettings
from treeline.retention.snapshots import OldSnapshots
from treeline.retention.sparse import SparseObjects
from treeline.retention.tested import OldInspectorValues, TestedDrafts
from treeline.retention.traces import OldTraces
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


@task("retention.delete_test_runs", queue="retention", every=HOUR, transactional=False)
def delete_test_runs() -> None:
    """Delete workflow runs that members started as a test, after a while."""
    OldTests(Ages()).run()


@task("retention.delete_old_workflow_runs", queue="retention", every=HOUR, transactional=False)
def delete_old_workflow_runs() -> None:
    """Delete workflow runs that are older than the operator keeps them."""
    OldWorkflowRuns(Ages.of(current.settings(RetentionSettings))).run()


@task("retention.forget_tested_drafts", queue="retention", every=HOUR, transactional=False)
def forget_tested_drafts() -> None:
    """Remove the copies of workflow drafts whose test runs are gone."""
    TestedDrafts(Ages()).run()


@task("retention.forget_inspector_values", queue="retention", every=HOUR, transactional=False)
def forget_inspector_values() -> None:
    """Remove values from the variable inspector that were not changed for long."""
    OldInspectorValues(Ages()).run()


@task("retention.forget_unused_archives", queue="retention", every=HOUR, transactional=False)
def forget_unused_archives() -> None:
    """Forget the archives of workflow runs that were deleted."""
    UnusedArchives().run()


@task("retention.drop_indexes", queue="retention", every=HOUR, transactional=False)
def drop_indexes() -> None:
    """Drop the indexes of knowledge bases that others have replaced a day ago, or that were cancelled."""
    RetiredIndexes().run()


@task("retention.forget_queries", queue="retention", every=24 * HOUR, transactional=False)
def forget_queries() -> None:
    """Forget what was asked of knowledge bases long ago."""
    OldQueries(Ages()).run()


@task("retention.forget_vectors", queue="retention", every=24 * HOUR, transactional=False)
def forget_vectors() -> None:
    """Forget the vectors of texts that nobody needs."""
    UnusedVectors().run()


@task("retention.forget_events", queue="retention", every=HOUR, transactional=False)
def forget_events() -> None:
    """Forget events of triggers that are older than the operator keeps them."""
    OldEvents(Ages.of(current.settings(RetentionSettings))).run()


@task("retention.forget_schedule_times", queue="retention", every=HOUR, transactional=False)
def forget_schedule_times() -> None:
    """Forget times of schedules that are older than the operator keeps them."""
    OldFirings(Ages.of(current.settings(RetentionSettings))).run()


@task("retention.forget_audit_events", queue="retention", every=24 * HOUR, transactional=False)
def forget_audit_events() -> None:
    """Delete lines of the audit log that are older than the operator keeps them."""
    OldAuditEvents(Ages.of(current.settings(RetentionSettings))).run()


@task("retention.forget_mails", queue="retention", every=24 * HOUR, transactional=False)
def forget_mails() -> None:
    """Forget mails of long ago."""
    OldMails(Ages()).run()


@task("retention.forget_traces", queue="retention", every=24 * HOUR, transactional=False)
def forget_traces() -> None:
    """Forget that traces were delivered long ago."""
    OldTraces(Ages()).run()
