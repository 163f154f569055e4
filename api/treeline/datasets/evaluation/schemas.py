from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from treeline.datasets.evaluation.models import EvaluationAnswer, EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.datasets.retrieval.schemas import RetrievalModel
from treeline.datasets.schemas import Id
from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import SEEN, Body, Query, Schema, Timestamp
from treeline.kernel.validation import invalid

MAX_QUESTION, MAX_EXPECTED, MAX_AT_ONCE, MAX_REFERENCE = 2000, 50, 1000, 1300
SetName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), SEEN]
RunName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION), SEEN]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_REFERENCE)]
Change = Literal["better", "worse", "same", "unjudged"]
RunState = Literal["waiting", "running", "completed", "error"]


class ExpectedIn(Body):
    """`document`: its ID, its folder and name, as `guides/rivers.md`, or its name. `segment_id`: only that passage."""

    document: Reference | None = None
    segment_id: Id | None = None
    grade: int = Field(1, ge=1, le=4, description="How good an answer it is: 1 to 4.")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.document is None and self.segment_id is None:
            raise invalid("expected_names_nothing", "name a document or a segment")
        return self


class QuestionIn(Body):
    question: Question
    expected: list[ExpectedIn] = Field(min_length=1, max_length=MAX_EXPECTED)


class QuestionsIn(Body):
    questions: list[QuestionIn] = Field(min_length=1, max_length=MAX_AT_ONCE)


class EvaluationSetIn(Body):
    name: SetName


class EvaluationRunIn(Body):
    """Without `retrieval_model`: as the knowledge base is searched. Whatever `top_k` says, ten results are judged."""

    name: RunName = ""
    retrieval_model: RetrievalModel | None = None


class QuestionImport(Query):
    replace: bool = Field(False, description="Whether questions that are not in the file are removed.")


class ComparisonQuery(PageQuery):
    baseline: UUID = Field(description="The run to compare with.")
    change: Change | None = None


class EvaluationFigures(Schema):
    """Means over the questions that were judged, and how long a question took: half of them, and 95 %, no longer."""

    ndcg: float | None
    recall: float | None
    mrr: float | None
    p50_ms: float
    p95_ms: float
    judged: int
    skipped: int
    warnings: dict[str, int] = Field(default_factory=dict)
    missing: list["MissingAnswer"] = Field(
        default_factory=list, description="Expected answers that can't be found any more, 100 at most."
    )


class MissingAnswer(Schema):
    """`document`: where it was when the question was written."""

    document_id: UUID
    document: str
    reason: str


class EvaluationRunOut(Schema):
    id: UUID
    name: str
    state: RunState
    retrieval_model: dict[str, Any]
    searched: dict[str, Any] = Field(description="What was searched: technique, model, language, documents, segments.")
    total: int
    completed: int
    figures: EvaluationFigures | None
    error_code: str | None
    error: str | None
    created_at: Timestamp
    created_by: UUID | None
    started_at: Timestamp | None
    finished_at: Timestamp | None

    @classmethod
    def of(cls, run: EvaluationRun) -> Self:
        own = {name: getattr(run, name) for name in cls.model_fields if name != "retrieval_model"}
        return cls(**own, retrieval_model=run.options)


class EvaluationSetOut(Schema):
    id: UUID
    name: str
    question_count: int
    run_count: int
    created_at: Timestamp
    created_by: UUID | None
    updated_at: Timestamp

    @classmethod
    def of(cls, one: EvaluationSet, questions: int, runs: int) -> Self:
        own = {name: getattr(one, name) for name in ("id", "name", "created_at", "created_by", "updated_at")}
        return cls(**own, question_count=questions, run_count=runs)


class EvaluationSetsOut(Schema):
    data: list[EvaluationSetOut]


class ExpectedOut(Schema):
    document_id: UUID
    document: str
    segment_id: UUID | None = None
    quote: str | None = None
    grade: int


class EvaluationQuestionOut(Schema):
    id: UUID
    position: int
    question: str
    expected: list[ExpectedOut]
    created_at: Timestamp

    @classmethod
    def of(cls, one: EvaluationQuestion) -> Self:
        expected = [ExpectedOut.model_validate(each) for each in one.expected]
        own = {"id": one.id, "position": one.position + 1, "created_at": one.created_at}
        return cls(**own, question=one.content, expected=expected)


class QuestionsImported(Schema):
    """`kept`: those that the set had already, with the same answers."""

    added: int
    kept: int
    removed: int
    total: int


class JudgedResult(Schema):
    document_id: UUID
    document: str
    segment_id: UUID
    position: int
    score: float
    quote: str
    grade: int


class EvaluationAnswerOut(Schema):
    """Scores are null where nothing that is expected can be found any more."""

    question_id: UUID
    question: str
    ndcg: float | None
    recall: float | None
    reciprocal_rank: float | None
    milliseconds: float
    results: list[JudgedResult]
    missing: list[MissingAnswer]
    warnings: list[str]

    @classmethod
    def of(cls, answer: EvaluationAnswer) -> Self:
        own = {name: getattr(answer, name) for name in cls.model_fields if name != "question"}
        return cls(**own, question=answer.content)


class ComparedQuestion(Schema):
    """`change`: of nDCG@10, from the baseline to the run."""

    question_id: UUID
    question: str
    change: Change
    before: EvaluationAnswerOut
    after: EvaluationAnswerOut


class EvaluationComparison(Schema):
    """`counts`: of all questions that both have asked; `only_before`, `only_after`: of those that one has."""

    baseline: EvaluationRunOut
    run: EvaluationRunOut
    counts: dict[str, int]
    only_before: int
    only_after: int
    data: list[ComparedQuestion]
    page: int
    limit: int
    total: int
    has_more: bool
