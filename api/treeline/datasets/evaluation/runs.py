"""Runs over an evaluation set: started, read, and compared with each other."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select

from treeline.datasets.evaluation.errors import EvaluationRunNotFound, EvaluationUnfinished
from treeline.datasets.evaluation.models import EvaluationAnswer, EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.datasets.evaluation.schemas import (
    Change,
    ComparedQuestion,
    ComparisonQuery,
    EvaluationAnswerOut,
    EvaluationComparison,
    EvaluationRunOut,
)
from treeline.datasets.indexes import targets_of
from treeline.datasets.models import Dataset, Document
from treeline.datasets.permissions import Caller
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.datasets.retrieval.scope import find_targets
from treeline.files.postgres import among
from treeline.kernel.db import DbSession, enqueue
from treeline.kernel.errors import InvalidInput

TASK = "datasets.evaluate"
MAX_RUNS = 100
# Less is no change: sums of the same numbers in another order.
EQUAL = 1e-9
CHANGES: tuple[Change, ...] = ("worse", "better", "same", "unjudged")


class EvaluationRuns:
    """Those of one evaluation set."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset, of: EvaluationSet):
        self.session, self.caller, self.dataset, self.set = session, caller, dataset, of

    def start(self, given: RetrievalModel | None, name: str) -> EvaluationRun:
        """It waits for a worker; how it searches is fixed from now on. Raises InvalidInput."""
        # One at a time, so that the limit holds.
        self.session.execute(select(EvaluationSet.id).where(EvaluationSet.id == self.set.id).with_for_update())
        count = func.count()
        if (self.session.scalar(select(count).where(*self._mine)) or 0) >= MAX_RUNS:
            told = f"an evaluation set can have at most {MAX_RUNS} runs. Delete one you no longer need."
            raise InvalidInput.at("name", "too_many_runs", told, limit=MAX_RUNS)
        total = self.session.scalar(select(count).where(EvaluationQuestion.set_id == self.set.id)) or 0
        if not total:
            raise InvalidInput.at("questions", "no_questions", "the evaluation set has no questions yet.")
        options = options_of(self.dataset, given)
        find_targets(self.session, [self.dataset], options)
        run = EvaluationRun(
            set_id=self.set.id,
            name=name,
            options=(self.dataset.retrieval_model or {}) | (given.as_stored() if given else {}),
            searched=self._searched() | {"search_method": options.method},
            total=total,
            created_by=self.caller.account_id,
        )
        self.session.add(run)
        self.session.flush()
        enqueue(TASK)
        return run

    def find(self, offset: int, limit: int) -> tuple[list[EvaluationRun], int]:
        """The newest first."""
        total = self.session.scalar(select(func.count()).select_from(EvaluationRun).where(*self._mine)) or 0
        page = select(EvaluationRun).where(*self._mine).order_by(EvaluationRun.created_at.desc(), EvaluationRun.id)
        return list(self.session.scalars(page.offset(offset).limit(limit))), total

    def get(self, run_id: UUID) -> EvaluationRun:
        """Raises EvaluationRunNotFound."""
        run = self.session.scalars(select(EvaluationRun).where(*self._mine, EvaluationRun.id == run_id)).one_or_none()
        if run is None:
            raise EvaluationRunNotFound
        return run

    def delete(self, run_id: UUID) -> None:
        """With its answers; one that is in work ends. Raises EvaluationRunNotFound."""
        this = delete(EvaluationRun).where(*self._mine, EvaluationRun.id == run_id).returning(EvaluationRun.id)
        if self.session.scalar(this) is None:
            raise EvaluationRunNotFound

    def answers(self, run: EvaluationRun, offset: int, limit: int) -> tuple[list[EvaluationAnswer], int]:
        mine = EvaluationAnswer.run_id == run.id
        total = self.session.scalar(select(func.count()).select_from(EvaluationAnswer).where(mine)) or 0
        page = select(EvaluationAnswer).where(mine).order_by(EvaluationAnswer.position, EvaluationAnswer.question_id)
        return list(self.session.scalars(page.offset(offset).limit(limit))), total

    def compare(self, run: EvaluationRun, query: ComparisonQuery) -> EvaluationComparison:
        """Question by question: what became worse, then what became better. Raises EvaluationRunNotFound,
        EvaluationUnfinished."""
        baseline = self.get(query.baseline)
        for each in (baseline, run):
            if each.state != "completed":
                raise EvaluationUnfinished(f"The run {each.name or each.id} is not completed. Compare it when it is.")
        before, after = self._scores(baseline), self._scores(run)
        both = [
            (question_id, *_change(before[question_id], after[question_id]))
            for question_id in before
            if question_id in after
        ]
        counts = {change: sum(each[1] == change for each in both) for change in CHANGES}
        shown = sorted(
            (each for each in both if query.change in (None, each[1])),
            key=lambda each: (CHANGES.index(each[1]), -abs(each[2])),
        )
        page = shown[query.offset : query.offset + query.limit]
        return EvaluationComparison(
            baseline=EvaluationRunOut.of(baseline),
            run=EvaluationRunOut.of(run),
            counts=counts,
            only_before=len(before.keys() - after.keys()),
            only_after=len(after.keys() - before.keys()),
            data=self._compared(baseline, run, [(question_id, change) for question_id, change, _ in page]),
            page=query.page,
            limit=query.limit,
            total=len(shown),
            has_more=query.offset + len(page) < len(shown),
        )

    def _compared(
        self, baseline: EvaluationRun, run: EvaluationRun, page: Sequence[tuple[UUID, Change]]
    ) -> list[ComparedQuestion]:
        ids = [question_id for question_id, _ in page]
        these = select(EvaluationAnswer).where(
            EvaluationAnswer.run_id.in_([baseline.id, run.id]), among(EvaluationAnswer.question_id, ids)
        )
        found = {(each.run_id, each.question_id): each for each in self.session.scalars(these)}
        return [
            ComparedQuestion(
                question_id=each,
                question=found[run.id, each].content,
                change=change,
                before=EvaluationAnswerOut.of(found[baseline.id, each]),
                after=EvaluationAnswerOut.of(found[run.id, each]),
            )
            for each, change in page
        ]

    def _scores(self, run: EvaluationRun) -> dict[UUID, float | None]:
        rows = select(EvaluationAnswer.question_id, EvaluationAnswer.ndcg).where(EvaluationAnswer.run_id == run.id)
        return dict(iter(self.session.execute(rows.order_by(EvaluationAnswer.position))))

    def _searched(self) -> dict[str, Any]:
        answering = (Document.dataset_id == self.dataset.id, Document.generation > 0)
        numbers = select(func.count(), func.coalesce(func.sum(Document.total_segments), 0)).where(*answering)
        documents, segments = self.session.execute(numbers).one()
        index = next(iter(targets_of(self.session, self.dataset.id)), None)
        return {
            "indexing_technique": self.dataset.indexing_technique,
            "embedding_model_provider": index.provider if index else None,
            "embedding_model": index.model if index else None,
            "doc_language": self.dataset.doc_language,
            "documents": documents,
            "segments": int(segments),
        }

    @property
    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return (EvaluationRun.set_id == self.set.id,)


def _change(before: float | None, after: float | None) -> tuple[Change, float]:
    if before is None or after is None:
        return "unjudged", 0.0
    difference = after - before
    return "same" if abs(difference) < EQUAL else "better" if difference > 0 else "worse", difference
