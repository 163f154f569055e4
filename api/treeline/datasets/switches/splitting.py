"""All documents are split by another rule: each goes on answering as it is until its new version is ready."""

from uuid import UUID

from sqlalchemy import and_, case, func, select, update

from treeline.datasets.indexing.work import enqueue_work
from treeline.datasets.models import Dataset, DatasetProcessRule, Document
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.kernel.db import DbSession
from treeline.kernel.ids import new_id


def split_again(session: DbSession, dataset: Dataset, rule: ProcessRule, by: UUID | None) -> int:
    """How many documents wait now. New ones are split by it too. Raises InvalidInput."""
    Rules.of(rule, dataset.doc_form)
    rules = rule.rules.model_dump(mode="json", exclude_none=True) if rule.rules else None
    row = DatasetProcessRule(dataset_id=dataset.id, mode=rule.mode, rules=rules, created_by=by)
    session.add(row)
    session.flush()
    # As documents/service.py begins one: whoever works on it is fenced off. Those that are paused stay so.
    paused = and_(Document.indexing_status == "paused", Document.building.is_not(None))
    values = {
        "process_rule_id": row.id,
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
    mine = update(Document).where(Document.dataset_id == dataset.id, ~Document.archived)
    session.execute(mine.values(**values, **dict.fromkeys(nothing)))
    enqueue_work(urgent=False)
    waiting = select(func.count()).where(Document.dataset_id == dataset.id, Document.process_rule_id == row.id)
    return session.scalar(waiting) or 0
