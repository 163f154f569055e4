"""Process rules as rows: the versions of a dataset's pipeline."""

from uuid import UUID

from sqlalchemy import select

from treeline.datasets.models import Dataset, DatasetMetadata, DatasetProcessRule
from treeline.datasets.pipelines.enrichments import MetadataStep
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput


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


def as_stored(rule: ProcessRule) -> dict:
    given = rule.model_dump(mode="json", exclude_none=True)
    return {name: given.get(name) for name in ("mode", "rules", "enrichments")}
