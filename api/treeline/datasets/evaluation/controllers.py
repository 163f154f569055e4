"""Evaluation in the console and, with a `ds-` key, in the service API."""

from uuid import UUID

from treeline.accounts.access import CONSOLE_OR_TOKEN
from treeline.datasets.access import get_dataset, key_caller, key_dataset, member_caller
from treeline.datasets.errors import DatasetNotFound, DocumentNotFound
from treeline.datasets.evaluation.errors import (
    EvaluationQuestionNotFound,
    EvaluationRunNotFound,
    EvaluationSetNameDuplicate,
    EvaluationSetNotFound,
    EvaluationUnfinished,
)
from treeline.datasets.evaluation.importing import of_body, of_file
from treeline.datasets.evaluation.models import EvaluationSet
from treeline.datasets.evaluation.requests import FORM_BYTES, sent_questions
from treeline.datasets.evaluation.runs import EvaluationRuns
from treeline.datasets.evaluation.schemas import (
    ComparisonQuery,
    EvaluationAnswerOut,
    EvaluationComparison,
    EvaluationQuestionOut,
    EvaluationRunIn,
    EvaluationRunOut,
    EvaluationSetIn,
    EvaluationSetOut,
    EvaluationSetsOut,
    QuestionImport,
    QuestionsImported,
    QuestionsIn,
)
from treeline.datasets.evaluation.service import EvaluationService
from treeline.datasets.keys.access import DATASET_KEY
from treeline.files.uploads.errors import NoFileUploaded
from treeline.kernel.db import db, unit_of_work
from treeline.kernel.deeds import done
from treeline.kernel.errors import InvalidInput
from treeline.kernel.paging import Page, PageQuery
from treeline.kernel.web import Routes

One = tuple[EvaluationService, EvaluationSet]
GROUP = "Evaluation"
SETS, ONE = "datasets/<uuid:dataset_id>/evaluation-sets", "datasets/<uuid:dataset_id>/evaluation-sets/<uuid:set_id>"
NOT_FOUND = [DatasetNotFound, EvaluationSetNotFound]


def member_sets(dataset_id: UUID, can: str) -> EvaluationService:
    return EvaluationService(db.session, member_caller(), get_dataset(dataset_id, can))


def key_sets(dataset_id: UUID, can: str) -> EvaluationService:
    return EvaluationService(db.session, key_caller(can), key_dataset(dataset_id, can))


def member_set(dataset_id: UUID, set_id: UUID, can: str) -> One:
    service = member_sets(dataset_id, can)
    return service, service.get(set_id)


def key_set(dataset_id: UUID, set_id: UUID, can: str) -> One:
    service = key_sets(dataset_id, can)
    return service, service.get(set_id)


sets = Routes("evaluation_sets", f"/console/api/{SETS}", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_sets)
one_set = Routes("evaluation_set", f"/console/api/{ONE}", group=GROUP, access=CONSOLE_OR_TOKEN, scope=member_set)


@sets.get("", can="belong", refusals=[DatasetNotFound])
def list_evaluation_sets(service: EvaluationService) -> EvaluationSetsOut:
    """List the evaluation sets of a knowledge base, by name."""
    return EvaluationSetsOut(data=[EvaluationSetOut.of(*each) for each in service.all()])


@sets.post(
    "",
    can="curate",
    deed="evaluation_set.create",
    status=201,
    refusals=[DatasetNotFound, EvaluationSetNameDuplicate, InvalidInput],
)
def create_evaluation_set(service: EvaluationService, body: EvaluationSetIn) -> EvaluationSetOut:
    """Create an evaluation set: questions with the documents or segments that answer them."""
    return EvaluationSetOut.of(service.create(body.name), 0, 0)


@one_set.get("", can="belong", refusals=NOT_FOUND)
def read_evaluation_set(one: One) -> EvaluationSetOut:
    """Get an evaluation set."""
    service, this = one
    return EvaluationSetOut.of(*service.counted(this))


@one_set.patch("", can="curate", deed="evaluation_set.rename", refusals=[*NOT_FOUND, EvaluationSetNameDuplicate])
def rename_evaluation_set(one: One, body: EvaluationSetIn) -> EvaluationSetOut:
    """Rename an evaluation set."""
    service, this = one
    return EvaluationSetOut.of(*service.counted(service.rename(this, body.name)))


@one_set.delete("", can="curate", deed="evaluation_set.delete", status=204, refusals=NOT_FOUND)
def delete_evaluation_set(one: One) -> None:
    """Delete an evaluation set with its runs."""
    service, this = one
    service.delete(this)


@one_set.get("/questions", can="belong", refusals=NOT_FOUND)
def list_evaluation_questions(one: One, query: PageQuery) -> Page[EvaluationQuestionOut]:
    """List the questions of an evaluation set."""
    service, this = one
    found, total = service.questions(this, query.offset, query.limit)
    return Page.of([EvaluationQuestionOut.of(each) for each in found], total, query)


@one_set.post(
    "/questions", can="curate", deed="evaluation_set.change", refusals=[*NOT_FOUND, DocumentNotFound, InvalidInput]
)
def add_evaluation_questions(one: One, body: QuestionsIn) -> QuestionsImported:
    """Add questions. A question that the set has already is replaced if other answers are expected now."""
    service, this = one
    return service.put(this, of_body(body.questions))


@one_set.post(
    "/questions/import",
    can="curate",
    deed="evaluation_set.import",
    transactional=False,
    refusals=[*NOT_FOUND, DocumentNotFound, InvalidInput, NoFileUploaded],
    max_body=FORM_BYTES,
    sends="multipart/form-data",
)
def import_evaluation_questions(one: One, query: QuestionImport) -> QuestionsImported:
    """Import questions from a CSV file, or from JSON lines.

    A CSV file has the columns `question` and `document` or `segment_id`, and may have `grade` (1 to 4); a question with
    several answers has several rows. A line of JSON is as in the body of `questions`. Send the file as the part `file`
    of a form, or as the body. Nothing is added if something is wrong.
    """
    service, this = one
    asked = of_file(sent_questions())
    with unit_of_work() as session:
        imported = service.put(service.get(this.id), asked, replace=query.replace)
        done(session)
        return imported


@one_set.delete(
    "/questions/<uuid:question_id>",
    can="curate",
    deed="evaluation_set.change",
    status=204,
    refusals=[*NOT_FOUND, EvaluationQuestionNotFound],
)
def delete_evaluation_question(one: One, question_id: UUID) -> None:
    """Delete a question. Runs keep their answers to it."""
    service, this = one
    service.delete_question(this, question_id)


@one_set.get("/runs", can="belong", refusals=NOT_FOUND)
def list_evaluation_runs(one: One, query: PageQuery) -> Page[EvaluationRunOut]:
    """List the runs over an evaluation set, newest first."""
    found, total = _runs(one).find(query.offset, query.limit)
    return Page.of([EvaluationRunOut.of(each) for each in found], total, query)


@one_set.post("/runs", can="curate", deed="evaluation_run.create", status=201, refusals=[*NOT_FOUND, InvalidInput])
def start_evaluation_run(one: One, body: EvaluationRunIn) -> EvaluationRunOut:
    """Ask all questions of an evaluation set in the background, with these retrieval settings."""
    return EvaluationRunOut.of(_runs(one).start(body.retrieval_model, body.name))


@one_set.get("/runs/<uuid:run_id>", can="belong", refusals=[*NOT_FOUND, EvaluationRunNotFound])
def read_evaluation_run(one: One, run_id: UUID) -> EvaluationRunOut:
    """Get a run: how far it is, and its figures."""
    return EvaluationRunOut.of(_runs(one).get(run_id))


@one_set.delete(
    "/runs/<uuid:run_id>",
    can="curate",
    deed="evaluation_run.delete",
    status=204,
    refusals=[*NOT_FOUND, EvaluationRunNotFound],
)
def delete_evaluation_run(one: One, run_id: UUID) -> None:
    """Delete a run with its answers. One that is in progress ends."""
    _runs(one).delete(run_id)


@one_set.get("/runs/<uuid:run_id>/answers", can="belong", refusals=[*NOT_FOUND, EvaluationRunNotFound])
def list_evaluation_answers(one: One, run_id: UUID, query: PageQuery) -> Page[EvaluationAnswerOut]:
    """List what a run found for each question."""
    runs = _runs(one)
    found, total = runs.answers(runs.get(run_id), query.offset, query.limit)
    return Page.of([EvaluationAnswerOut.of(each) for each in found], total, query)


@one_set.get(
    "/runs/<uuid:run_id>/comparison",
    can="belong",
    refusals=[*NOT_FOUND, EvaluationRunNotFound, EvaluationUnfinished],
)
def compare_evaluation_runs(one: One, run_id: UUID, query: ComparisonQuery) -> EvaluationComparison:
    """Compare a run with another, the baseline, question by question: what became worse, better, or stayed the same."""
    runs = _runs(one)
    return runs.compare(runs.get(run_id), query)


def _runs(one: One) -> EvaluationRuns:
    service, this = one
    return EvaluationRuns(service.session, service.caller, service.dataset, this)


by_key = sets.mirrored("v1_evaluation_sets", f"/v1/{SETS}", access=DATASET_KEY, scope=key_sets)
one_by_key = one_set.mirrored("v1_evaluation_set", f"/v1/{ONE}", access=DATASET_KEY, scope=key_set)
