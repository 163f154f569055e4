"""Runs are brought to their end: question by question, each answer kept as it comes, so that a kill costs one."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from redis.exceptions import RedisError
from sqlalchemy import and_, func, select, update
from sqlalchemy.exc import DBAPIError

from treeline.datasets.evaluation import judging
from treeline.datasets.evaluation.expectations import Expected, Missing, numbers_met, place_of, split
from treeline.datasets.evaluation.models import EvaluationAnswer, EvaluationQuestion, EvaluationRun, EvaluationSet
from treeline.datasets.evaluation.runs import TASK
from treeline.datasets.indexing.budget import Budget, HandBack
from treeline.datasets.models import Dataset
from treeline.datasets.retrieval.asking import options_of
from treeline.datasets.retrieval.candidates import Found
from treeline.datasets.retrieval.options import Retrieved, SearchOptions
from treeline.datasets.retrieval.service import retrieve
from treeline.datasets.settings import DatasetSettings
from treeline.kernel import claims, current
from treeline.kernel.claims import MOST_ATTEMPTS, Claim, ClaimLost, is_free, is_stuck, seconds_from_now
from treeline.kernel.db import DbSession, enqueue, unit_of_work
from treeline.kernel.errors import ApiError, Unavailable
from treeline.providers.errors import Failure, ProviderError

log = logging.getLogger(__name__)

PAGE = 50
QUOTE = 160
MAX_MISSING = 100
OPEN = ("waiting", "running")
PASSING = (RedisError, DBAPIError, OSError, Unavailable)
LOST = "The evaluation was interrupted several times in a row."


RunClaim = Claim[EvaluationRun]
_FREE = and_(EvaluationRun.state.in_(OPEN), is_free(EvaluationRun))


@dataclass(frozen=True)
class Searching:
    workspace_id: UUID
    dataset_id: UUID
    options: SearchOptions

    def search(self, query: str) -> Retrieved:
        """Nobody has asked: neither queries nor hits are counted."""
        settings = current.settings(DatasetSettings)
        return asyncio.run(retrieve(self.workspace_id, [self.dataset_id], query, self.options, settings))


def work(budget: Budget | None = None) -> None:
    """Until no run waits, or for as long as one task may."""
    budget = budget or Budget()
    while not budget.is_spent:
        with unit_of_work() as session:
            claim = claim_next(session)
        if claim is None:
            return
        _evaluate(claim, budget)
    with unit_of_work():
        enqueue(TASK)


def sweep(session: DbSession) -> None:
    """Give up what no worker gets through, and send what lost its message or its worker."""
    given_up = update(EvaluationRun).where(EvaluationRun.state.in_(OPEN), is_stuck(EvaluationRun))
    session.execute(given_up.values(**_ended("evaluation_interrupted", LOST)))
    if session.scalar(select(EvaluationRun.id).where(_FREE).limit(1)) is not None:
        enqueue(TASK)


def claim_next(session: DbSession) -> RunClaim | None:
    """The one that waits longest."""
    oldest = select(EvaluationRun.id).where(_FREE).order_by(EvaluationRun.created_at)
    started_at = func.coalesce(EvaluationRun.started_at, func.clock_timestamp())
    lease = current.settings(DatasetSettings).indexing_lease_seconds
    return claims.claim_first(session, EvaluationRun, oldest, lease, state="running", started_at=started_at)


def _evaluate(claim: RunClaim, budget: Budget) -> None:
    """Whatever happens, the run is released, ended, or another's."""
    try:
        searching = _searching(claim)
        while questions := _next(claim, searching.dataset_id):
            for question, there, missing in questions:
                _keep(claim, _answered(claim, searching, question, there, missing))
                budget.spend(1)
        _finish(claim)
    except ClaimLost:
        return
    except HandBack:
        _release(claim, {"attempt": 0, "claimed_until": None})
    except PASSING as error:
        log.warning("evaluation %s is tried again: %s", claim.id, error)
        _again(claim, "evaluation_interrupted", LOST)
    except ProviderError as error:
        if error.failure in (Failure.AWAY, Failure.TIMEOUT, Failure.RATE):
            _again(claim, error.code, error.message)
        else:
            _release(claim, _ended(error.code, error.message))
    except ApiError as error:
        _release(claim, _ended(error.code, error.message))
    except Exception:
        log.exception("evaluation %s", claim.id)
        _again(claim, "evaluation_failed", "The evaluation failed because of an internal error.")


def _searching(claim: RunClaim) -> Searching:
    """Raises ClaimLost, InvalidInput."""
    with unit_of_work() as session:
        row = session.execute(
            select(EvaluationRun, Dataset)
            .join(EvaluationSet, EvaluationSet.id == EvaluationRun.set_id)
            .join(Dataset, Dataset.id == EvaluationSet.dataset_id)
            .where(claim.held, Dataset.deleted_at.is_(None))
        ).one_or_none()
        if row is None:
            raise ClaimLost
        run, dataset = row
        # As it was when the run was started, whatever the knowledge base says by now.
        asked = Dataset(indexing_technique=dataset.indexing_technique, retrieval_model=run.options)
        return Searching(dataset.workspace_id, dataset.id, replace(options_of(asked), top_k=judging.JUDGED))


def _next(claim: RunClaim, dataset_id: UUID) -> list[tuple[EvaluationQuestion, list[Expected], list[Missing]]]:
    """Some that have no answer yet, of those that there were when the run was started."""
    answered = select(EvaluationAnswer.question_id).where(EvaluationAnswer.run_id == claim.id)
    with unit_of_work() as session:
        run = session.scalars(select(EvaluationRun).where(claim.held)).one_or_none()
        if run is None:
            raise ClaimLost
        left = (
            select(EvaluationQuestion)
            .where(EvaluationQuestion.set_id == run.set_id, EvaluationQuestion.created_at <= run.created_at)
            .where(EvaluationQuestion.id.not_in(answered))
            .order_by(EvaluationQuestion.position, EvaluationQuestion.id)
        )
        questions = session.scalars(left.limit(PAGE)).all()
        return [(each, *split(session, dataset_id, [Expected.of(one) for one in each.expected])) for each in questions]


def _answered(
    claim: RunClaim,
    searching: Searching,
    question: EvaluationQuestion,
    there: Sequence[Expected],
    missing: Sequence[Missing],
) -> EvaluationAnswer:
    began = time.perf_counter()
    retrieved = searching.search(question.content)
    took = (time.perf_counter() - began) * 1000
    grades = {number: each.grade for number, each in enumerate(there)}
    met = [numbers_met(each, there) for each in retrieved.results]
    judged = judging.judge(met, grades) if grades else None
    added = judged.grades if judged else [0] * len(retrieved.results)
    return EvaluationAnswer(
        run_id=claim.id,
        question_id=question.id,
        position=question.position,
        content=question.content,
        ndcg=judged.ndcg if judged else None,
        recall=judged.recall if judged else None,
        reciprocal_rank=judged.reciprocal_rank if judged else None,
        milliseconds=took,
        results=[_result(each, grade) for each, grade in zip(retrieved.results, added, strict=False)],
        missing=[each.stored() for each in missing],
        warnings=sorted({each.code for each in retrieved.warnings}),
    )


def _result(found: Found, grade: int) -> dict[str, Any]:
    return {
        "document_id": str(found.document.id),
        "document": place_of(found.document),
        "segment_id": str(found.segment.id),
        "position": found.segment.position + 1,
        "score": found.score,
        "quote": " ".join(found.content.split())[:QUOTE],
        "grade": grade,
    }


def _keep(claim: RunClaim, answer: EvaluationAnswer) -> None:
    """Raises ClaimLost."""
    with unit_of_work() as session:
        claims.renew(session, claim, attempt=0, completed=EvaluationRun.completed + 1)
        session.add(answer)


def _finish(claim: RunClaim) -> None:
    mine = EvaluationAnswer.run_id == claim.id
    with unit_of_work() as session:
        answers = session.scalars(select(EvaluationAnswer).where(mine).order_by(EvaluationAnswer.position)).all()
        ended = {"state": "completed", "finished_at": func.clock_timestamp(), "claim": None, "claimed_until": None}
        claims.write(session, claim, **ended, figures=figures(answers), total=len(answers), attempt=0)


def figures(answers: Sequence[EvaluationAnswer]) -> dict[str, Any]:
    judged = [each for each in answers if each.ndcg is not None]
    times = [each.milliseconds for each in answers]
    missing = {(each["document_id"], each["reason"]): each for answer in answers for each in answer.missing}
    return {
        "ndcg": judging.mean([each.ndcg or 0.0 for each in judged]),
        "recall": judging.mean([each.recall or 0.0 for each in judged]),
        "mrr": judging.mean([each.reciprocal_rank or 0.0 for each in judged]),
        "p50_ms": judging.percentile(times, 0.5) if times else 0.0,
        "p95_ms": judging.percentile(times, 0.95) if times else 0.0,
        "judged": len(judged),
        "skipped": len(answers) - len(judged),
        "warnings": dict(Counter(code for each in answers for code in each.warnings)),
        "missing": list(missing.values())[:MAX_MISSING],
    }


def _again(claim: RunClaim, code: str, message: str) -> None:
    """Later, and later still; the fourth time it is the end."""
    retry = current.settings(DatasetSettings).indexing_retry_seconds
    with unit_of_work() as session:
        attempt = session.scalar(select(EvaluationRun.attempt).where(claim.held))
    if attempt is None:
        return
    later = seconds_from_now(claims.pause(retry, attempt))
    _release(claim, _ended(code, message) if attempt >= MOST_ATTEMPTS else {"claimed_until": later})


def _release(claim: RunClaim, values: dict[str, Any]) -> None:
    with unit_of_work() as session:
        session.execute(update(EvaluationRun).where(claim.held).values(claim=None, **values))


def _ended(code: str, message: str) -> dict[str, Any]:
    at = func.clock_timestamp()
    return {"state": "error", "error_code": code, "error": message, "finished_at": at, "claimed_until": None}
