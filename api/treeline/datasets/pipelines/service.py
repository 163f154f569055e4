from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from treeline.datasets.errors import DocumentNotFound
from treeline.datasets.models import Dataset, DatasetProcessRule, Document
from treeline.datasets.permissions import Caller
from treeline.datasets.pipelines.errors import PipelineNotFound, PipelineRunNotFound
from treeline.datasets.pipelines.models import PipelineRun
from treeline.datasets.pipelines.pricing import Size, StepEstimate, estimated
from treeline.datasets.pipelines.rules import apply_rule, as_stored, check_rule, save_rule
from treeline.datasets.splitting.pieces import Rules
from treeline.datasets.splitting.qa import TABLES
from treeline.datasets.splitting.schemas import ProcessRule
from treeline.files.postgres import among
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.settings import KernelSettings


class PipelineService:
    """The versions of a dataset's pipeline, and trials of them."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset):
        self.session, self.caller, self.dataset = session, caller, dataset

    def versions(self, offset: int, limit: int) -> tuple[list[DatasetProcessRule], int]:
        """The last first, and how many there are: the number of the first of all is 1."""
        mine = DatasetProcessRule.dataset_id == self.dataset.id
        total = self.session.scalar(select(func.count()).select_from(DatasetProcessRule).where(mine)) or 0
        newest_first = (DatasetProcessRule.created_at.desc(), DatasetProcessRule.id.desc())
        page = select(DatasetProcessRule).where(mine).order_by(*newest_first).offset(offset).limit(limit)
        return list(self.session.scalars(page)), total

    def documents_of(self, pipeline_ids: Collection[UUID]) -> dict[UUID, int]:
        """How many documents each of them has."""
        counted = select(Document.process_rule_id, func.count()).where(
            Document.dataset_id == self.dataset.id, among(Document.process_rule_id, pipeline_ids)
        )
        return dict(iter(self.session.execute(counted.group_by(Document.process_rule_id))))  # pyright: ignore[reportReturnType]  none is None

    def get(self, pipeline_id: UUID) -> DatasetProcessRule:
        """Raises PipelineNotFound."""
        mine = (DatasetProcessRule.id == pipeline_id, DatasetProcessRule.dataset_id == self.dataset.id)
        found = self.session.scalars(select(DatasetProcessRule).where(*mine)).one_or_none()
        if found is None:
            raise PipelineNotFound
        return found

    def create(self, rule: ProcessRule) -> DatasetProcessRule:
        """A version for documents that are new from now on. Raises InvalidInput."""
        return save_rule(self.session, self.dataset, rule, self.caller.account_id)

    def apply(self, pipeline: DatasetProcessRule, document_ids: Collection[UUID] | None) -> int:
        """Documents that have another version are indexed again by this one; each answers as before until then.

        None: all of them, but for archived ones. Raises DocumentNotFound.
        """
        mine = [*self._living]
        if document_ids is not None:
            mine.append(among(Document.id, document_ids))
            there = set(self.session.scalars(select(Document.id).where(*mine)))
            if missing := [each for each in document_ids if each not in there]:
                raise DocumentNotFound(f"Document {missing[0]} not found in this knowledge base, or archived.")
        return apply_rule(self.session, pipeline.id, *mine, Document.process_rule_id.is_distinct_from(pipeline.id))

    def estimate(self, pipeline: DatasetProcessRule, settings: KernelSettings) -> tuple[int, list[StepEstimate]]:
        """Of `apply` to all documents: how many there are, and what steps would take that ask a model."""
        columns = (Document.total_segments, Document.tokens, Document.word_count, Document.extension.in_(TABLES))
        others = select(*columns).where(*self._living, Document.process_rule_id.is_distinct_from(pipeline.id))
        sizes = [Size(*row) for row in self.session.execute(others)]
        rules = Rules.of(pipeline.given(), self.dataset.doc_form)
        whose = (self.dataset.workspace_id, settings)
        return len(sizes), estimated(self.session, *whose, rules.enrichments, rules.doc_form, sizes)

    @property
    def _living(self) -> tuple[ColumnElement[bool], ...]:
        return Document.dataset_id == self.dataset.id, Document.archived.is_(False)

    def try_out(self, rule: ProcessRule, document_ids: Collection[UUID]) -> PipelineRun:
        """Raises InvalidInput, DocumentNotFound."""
        check_rule(self.session, self.dataset, rule)
        mine = (Document.dataset_id == self.dataset.id, among(Document.id, document_ids))
        there = set(self.session.scalars(select(Document.id).where(*mine)))
        if missing := [each for each in document_ids if each not in there]:
            raise DocumentNotFound(f"Document {missing[0]} not found in this knowledge base.")
        run = PipelineRun(
            dataset_id=self.dataset.id,
            rule=as_stored(rule),
            document_ids=list(dict.fromkeys(document_ids)),
            created_by=self.caller.account_id,
        )
        self.session.add(run)
        self.session.flush()
        enqueue("datasets.try_pipeline", str(run.id))
        return run

    def run(self, run_id: UUID) -> PipelineRun:
        """Raises PipelineRunNotFound."""
        mine = (PipelineRun.id == run_id, PipelineRun.dataset_id == self.dataset.id)
        run = self.session.scalars(select(PipelineRun).where(*mine)).one_or_none()
        if run is None:
            raise PipelineRunNotFound
        return run
