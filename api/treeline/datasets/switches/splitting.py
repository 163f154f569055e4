"""All documents are split by another rule: each goes on answering as it is until its new version is ready."""

from uuid import UUID

from treeline.datasets.models import Dataset, Document
from treeline.datasets.pipelines.rules import apply_rule, save_rule
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.kernel.db import DbSession


def split_again(session: DbSession, dataset: Dataset, rule: ProcessRule, by: UUID | None) -> int:
    """How many documents wait now. New ones are split by it too. Raises InvalidInput."""
    row = save_rule(session, dataset, rule, by)
    return apply_rule(session, row.id, Document.dataset_id == dataset.id, ~Document.archived)
