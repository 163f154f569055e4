from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.assets.versions.errors import DraftPending
from treeline.datasets.errors import DatasetNotFound
from treeline.kernel.db import db
from treeline.kernel.web import Routes
from treeline.workflows.access import app_versions, people_of
from treeline.workflows.drafts.controllers import REFUSALS, saved
from treeline.workflows.errors import (
    DraftNotExist,
    DraftNotSync,
    GraphInvalid,
    WorkflowInUse,
    WorkflowNotFound,
    WorkflowNotPublished,
)
from treeline.workflows.schemas import MarksIn, Published, PublishIn, Saved, VersionsOut, VersionsQuery, WorkflowOut
from treeline.workflows.versions.service import VersionService

versions = Routes(
    "workflow_versions",
    "/console/api/apps/<uuid:app_id>/workflows",
    group="Workflows",
    access=CONSOLE_OR_TOKEN,
    scope=app_versions,
)


@versions.get("/publish", can="read", refusals=REFUSALS)
def read_published(service: VersionService) -> WorkflowOut | None:
    """Get the published workflow; null if none was published."""
    row = service.current()
    return WorkflowOut.of(row, people_of(db.session, [row])) if row else None


@versions.post(
    "/publish",
    can="edit",
    deed="workflow.publish",
    refusals=(*REFUSALS, DraftNotExist, DraftNotSync, GraphInvalid, DatasetNotFound, DraftPending),
)
def publish(service: VersionService, body: PublishIn) -> Published:
    """Publish the draft together with the app's files as they are now. With `hash`, only if nobody has saved since."""
    row = service.publish(body.marked_name, body.marked_comment, if_hash=body.hash)
    return Published(id=row.id, created_at=row.created_at)


@versions.get("", can="read", refusals=REFUSALS)
def list_versions(service: VersionService, query: VersionsQuery) -> VersionsOut:
    """List the published versions, newest first."""
    rows, more = service.page(query.offset, query.limit, by=query.user_id, named=query.named_only)
    people = people_of(db.session, rows)
    items = [WorkflowOut.of(row, people) for row in rows]
    return VersionsOut(items=items, page=query.page, limit=query.limit, has_more=more)


@versions.get("/<uuid:workflow_id>", can="read", refusals=(*REFUSALS, WorkflowNotFound))
def read_version(service: VersionService, workflow_id: UUID) -> WorkflowOut:
    """Get a published version."""
    row = service.get(workflow_id)
    return WorkflowOut.of(row, people_of(db.session, [row]))


@versions.patch("/<uuid:workflow_id>", can="edit", deed="workflow.rename", refusals=(*REFUSALS, WorkflowNotFound))
def rename_version(service: VersionService, workflow_id: UUID, body: MarksIn) -> WorkflowOut:
    """Change a version's name and comment."""
    row = service.rename(workflow_id, body.marked_name, body.marked_comment)
    return WorkflowOut.of(row, people_of(db.session, [row]))


@versions.post(
    "/<uuid:workflow_id>/restore",
    can="edit",
    deed="workflow.restore",
    refusals=(*REFUSALS, WorkflowNotFound, WorkflowNotPublished),
)
def restore_version(service: VersionService, workflow_id: UUID) -> Saved:
    """Make a published version the draft."""
    return saved(service.restore(workflow_id))


@versions.delete(
    "/<uuid:workflow_id>",
    can="edit",
    deed="workflow.delete",
    status=204,
    refusals=(*REFUSALS, WorkflowNotFound, WorkflowInUse),
)
def delete_version(service: VersionService, workflow_id: UUID) -> None:
    """Delete a version. The published one, and one with unfinished runs, can't be deleted."""
    service.delete(workflow_id)
