"""Process rules as rows: the versions of a dataset's pipeline."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, select, update

from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import Dataset, DatasetMetadata, DatasetProcessRule, Document
from treeline.datasets.pipelines.enrichments import MetadataStep
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput
from treeline.kernel.ids import new_id


def last_rule(session: DbSession, dataset_id: UUID) -> DatasetProcessRule | None:
    """What new documents get."""
    mine = select(DatasetProcessRule).where(DatasetProcessRule.dataset_id == dataset_id)
    newest = mine.order_by(DatasetProcessRule.created_at.desc(), DatasetProcessRule.id.desc())
    return session.scalars(newest.limit(1)).one_or_none()


def check_rule(session: DbSession, dataset: Dataset, given: ProcessRule) -> None:
    """Raises InvalidInput with all that is wrong."""
    Rules.of(given, dataset.doc_form)
    wanted = [name for each in given.enrichments or () if isinstance(each, MetadataStep) for name in each.fields]
    if not wanted:
        return
    known = set(session.scalars(select(DatasetMetadata.name).where(DatasetMetadata.dataset_id == dataset.id)))
    if missing := [name for name in wanted if name not in known]:
        told = f"this knowledge base has no metadata field {missing[0]}. Create it first."
        raise InvalidInput.at("process_rule.enrichments", "metadata_field_missing", told, name=missing[0])


def save_rule(session: DbSession, dataset: Dataset, given: ProcessRule, by: UUID | None) -> DatasetProcessRule:
    """The row of a rule; that of the last version, if it says the same. Raises InvalidInput."""
    check_rule(session, dataset, given)
    stored = as_stored(given)
    last = last_rule(session, dataset.id)
    if last is not None and last.given() == stored:
        return last
    row = DatasetProcessRule(dataset_id=dataset.id, created_by=by, **stored)
    session.add(row)
    session.flush()
    return row


def apply_rule(session: DbSession, rule_id: UUID, *these: ColumnElement[bool]) -> int:
    """These documents are indexed again by it, each answering as before until that is done; how many. Those that are
    paused stay so. As documents/service.py begins one: whoever works on it is fenced off.
    """
    paused = and_(Document.indexing_status == "paused", Document.building.is_not(None))
    values = {
        "process_rule_id": rule_id,
        "batch": new_id().hex,
        "building": Document.generation + 1,
        "indexing_status": case((paused, "paused"), else_="waiting"),
        "is_urgent": False,
        "total_segments": 0,
        "completed_segments": 0,
        "attempt": 0,
    }
    nothing = ("error", "error_code", "claim", "claimed_until", "processing_started_at", "parsing_completed_at")
    nothing += ("cleaning_completed_at", "splitting_completed_at", "completed_at", "stopped_at")
    begun = update(Document).where(*these).values(**values, **dict.fromkeys(nothing))
    number = len(session.scalars(begun.returning(Document.id)).all())
    if number:
        enqueue_work(urgent=False)
    return number


def as_stored(rule: ProcessRule) -> dict:
    given = rule.model_dump(mode="json", exclude_none=True)
    return {name: given.get(name) for name in ("mode", "rules", "enrichments")}
