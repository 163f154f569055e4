from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select

from treeline.datasets.errors import DatasetNotFound
from treeline.datasets.evaluation.errors import (
    EvaluationQuestionNotFound,
    EvaluationSetNameDuplicate,
    EvaluationSetNotFound,
)
from treeline.datasets.evaluation.expectations import Expected
from treeline.datasets.evaluation.importing import Asked
from treeline.datasets.evaluation.models import EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.datasets.evaluation.references import resolve
from treeline.datasets.evaluation.schemas import QuestionsImported
from treeline.datasets.models import Dataset
from treeline.datasets.permissions import Caller
from treeline.kernel.clock import now
from treeline.kernel.db import DbSession
from treeline.kernel.errors import InvalidInput

MAX_SETS, MAX_QUESTIONS = 50, 5000


class EvaluationService:
    """The evaluation sets of one dataset, in the name of one caller."""

    def __init__(self, session: DbSession, caller: Caller, dataset: Dataset):
        self.session, self.caller, self.dataset = session, caller, dataset

    def all(self) -> list[tuple[EvaluationSet, int, int]]:
        """By name, each with how many questions and runs it has."""
        return self._counted(select(EvaluationSet).where(EvaluationSet.dataset_id == self.dataset.id))

    def counted(self, one: EvaluationSet) -> tuple[EvaluationSet, int, int]:
        return self._counted(select(EvaluationSet).where(EvaluationSet.id == one.id))[0]

    def get(self, set_id: UUID) -> EvaluationSet:
        """Raises EvaluationSetNotFound."""
        mine = (EvaluationSet.id == set_id, EvaluationSet.dataset_id == self.dataset.id)
        one = self.session.scalars(select(EvaluationSet).where(*mine)).one_or_none()
        if one is None:
            raise EvaluationSetNotFound
        return one

    def create(self, name: str) -> EvaluationSet:
        """Raises EvaluationSetNameDuplicate, InvalidInput."""
        self._lock()
        self._check_name(name)
        if len(self.all()) >= MAX_SETS:
            told = f"a knowledge base can have at most {MAX_SETS} evaluation sets."
            raise InvalidInput.at("name", "too_many_sets", told, limit=MAX_SETS)
        one = EvaluationSet(dataset_id=self.dataset.id, name=name, created_by=self.caller.account_id)
        self.session.add(one)
        self.session.flush()
        return one

    def rename(self, one: EvaluationSet, name: str) -> EvaluationSet:
        """Raises EvaluationSetNameDuplicate."""
        self._lock()
        if one.name != name:
            self._check_name(name)
        one.name, one.updated_at = name, now()
        return one

    def delete(self, one: EvaluationSet) -> None:
        """With its questions, runs and answers."""
        self.session.execute(delete(EvaluationSet).where(EvaluationSet.id == one.id))

    def questions(self, one: EvaluationSet, offset: int, limit: int) -> tuple[list[EvaluationQuestion], int]:
        mine = EvaluationQuestion.set_id == one.id
        total = self.session.scalar(select(func.count()).select_from(EvaluationQuestion).where(mine)) or 0
        page = select(EvaluationQuestion).where(mine).order_by(EvaluationQuestion.position, EvaluationQuestion.id)
        return list(self.session.scalars(page.offset(offset).limit(limit))), total

    def put(self, one: EvaluationSet, asked: Sequence[Asked], *, replace: bool = False) -> QuestionsImported:
        """Add questions. One that is there with the same answers stays what it is; with others, they replace it.

        `replace`: those that are not among them are removed. Raises DocumentNotFound, InvalidInput.
        """
        self._lock()
        mine = select(EvaluationQuestion).where(EvaluationQuestion.set_id == one.id)
        before = self.session.scalars(mine.order_by(EvaluationQuestion.position)).all()
        expected = (Expected.of(each) for question in before for each in question.expected)
        known = {each.segment_id: each for each in expected if each.segment_id}
        found = resolve(self.session, self.dataset.id, asked, known)
        wanted = {each.content: _stored(expected) for each, expected in zip(asked, found, strict=True)}
        kept = {each.content for each in before if wanted.get(each.content) == each.expected}
        gone = [each for each in before if each.content not in kept and (replace or each.content in wanted)]
        added = {content: expected for content, expected in wanted.items() if content not in kept}
        total = len(before) - len(gone) + len(added)
        if total > MAX_QUESTIONS:
            told = f"an evaluation set can have at most {MAX_QUESTIONS:,} questions."
            raise InvalidInput.at("questions", "too_many_questions", told, limit=MAX_QUESTIONS)
        self.session.execute(delete(EvaluationQuestion).where(EvaluationQuestion.id.in_([each.id for each in gone])))
        first = before[-1].position + 1 if before else 0
        self.session.add_all(
            EvaluationQuestion(set_id=one.id, position=first + number, content=content, expected=expected)
            for number, (content, expected) in enumerate(added.items())
        )
        one.updated_at = now()
        self.session.flush()
        return QuestionsImported(added=len(added), kept=len(kept), removed=len(gone), total=total)

    def delete_question(self, one: EvaluationSet, question_id: UUID) -> None:
        """Raises EvaluationQuestionNotFound."""
        mine = (EvaluationQuestion.id == question_id, EvaluationQuestion.set_id == one.id)
        gone = self.session.scalar(delete(EvaluationQuestion).where(*mine).returning(EvaluationQuestion.id))
        if gone is None:
            raise EvaluationQuestionNotFound
        one.updated_at = now()

    def _counted(self, sets: Select[EvaluationSet]) -> list[tuple[EvaluationSet, int, int]]:
        counts = [
            select(func.count()).where(table.set_id == EvaluationSet.id).correlate(EvaluationSet).scalar_subquery()
            for table in (EvaluationQuestion, EvaluationRun)
        ]
        rows: Select[*tuple[Any, ...]] = sets.add_columns(*counts).order_by(EvaluationSet.name, EvaluationSet.id)
        return [(row[0], row[1], row[2]) for row in self.session.execute(rows)]

    def _check_name(self, name: str) -> None:
        same = select(EvaluationSet.id).where(EvaluationSet.dataset_id == self.dataset.id, EvaluationSet.name == name)
        if self.session.scalar(same) is not None:
            raise EvaluationSetNameDuplicate(f"An evaluation set named {name} already exists in this knowledge base.")

    def _lock(self) -> None:
        """One change at a time. Raises DatasetNotFound if it is deleted by now."""
        living = select(Dataset.id).where(Dataset.id == self.dataset.id, Dataset.deleted_at.is_(None))
        if self.session.scalar(living.with_for_update(key_share=True)) is None:
            raise DatasetNotFound


def _stored(expected: Sequence[Expected]) -> list[dict[str, Any]]:
    return [each.stored() for each in expected]
