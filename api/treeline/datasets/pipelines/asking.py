"""Asks models for what steps need: a few at a time, at the pace that providers allow, each answer kept as it comes."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from treeline.datasets.indexing.embedding import Patience, answered
from treeline.datasets.indexing.rate import Bucket
from treeline.datasets.pipelines.cache import AnswerCache
from treeline.datasets.pipelines.enrichments import ModelStep
from treeline.datasets.pipelines.errors import EnrichmentFailed
from treeline.datasets.pipelines.prompts import Unusable
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.db import unit_of_work
from treeline.kernel.errors import ApiError
from treeline.kernel.redis import GuardedRedis
from treeline.providers.errors import Failure, ProviderError, ProviderNotInitialized
from treeline.providers.kinds.kind import LLM
from treeline.providers.port import ModelRuntime, Usage, User
from treeline.providers.service import ProviderService

AT_ONCE = 4
LOOKED_UP = 500
# How often a model is asked for the same that answers something else.
UNUSABLE_ANSWERS = 2
MAX_SHOWN = 80
PASSING = (Failure.RATE, Failure.AWAY, Failure.TIMEOUT)

Read = Callable[[str], Any]


@dataclass(frozen=True)
class Question:
    """`key`: of the answer in the cache. `prepare`: writes the prompt, if it is needed."""

    key: str
    prepare: Callable[[], str]


@dataclass
class ModelAsker:
    """Of the models of one workspace. `kept`: told how many answers there are more, and whether a model gave them just
    now; what it raises is the end.

    No database connection is held while a model is asked.
    """

    workspace_id: UUID
    settings: DatasetSettings
    redis: GuardedRedis
    kept: Callable[[int, bool], None] = lambda number, is_new: None
    asked: int = 0
    usage: Usage = field(default_factory=Usage)

    def model_of(self, step: ModelStep) -> tuple[str, str]:
        """(provider, model): named by the step, else the default of the workspace. Raises EnrichmentFailed."""
        if step.model and step.provider:
            return step.provider, step.model
        with unit_of_work() as session:
            default = ProviderService(session, self.workspace_id, self.settings).default(LLM)
        if default is None:
            told = "No default model is set up in this workspace. Add one under Settings, Model providers."
            raise _failed(step, ProviderNotInitialized(told))
        return (step.provider or default[0], step.model) if step.model else default

    async def all(self, step: ModelStep, questions: Mapping[str, Question], read: Read) -> dict[str, Any]:
        """The answers, by the names of the questions. Raises EnrichmentFailed."""
        names: dict[str, list[str]] = {}
        for name, each in questions.items():
            names.setdefault(each.key, []).append(name)
        by_key = {each.key: each for each in questions.values()}
        answers: dict[str, Any] = {}

        def take(given: Mapping[str, Any], *, is_new: bool) -> None:
            taken = {name: answer for key, answer in given.items() for name in names[key]}
            answers.update(taken)
            if taken:
                self.kept(len(taken), is_new)

        keys, missing = list(by_key), list[Question]()
        for start in range(0, len(keys), LOOKED_UP):
            page = keys[start : start + LOOKED_UP]
            with unit_of_work() as session:
                known = AnswerCache(self.workspace_id).known(session, page)
            take(known, is_new=False)
            missing += [by_key[key] for key in page if key not in known]
        if missing:
            await self._ask(step, iter(missing), read, lambda given: take(given, is_new=True))
        return answers

    async def _ask(
        self, step: ModelStep, questions: Iterator[Question], read: Read, take: Callable[[Mapping[str, Any]], None]
    ) -> None:
        provider, model = self.model_of(step)
        try:
            with unit_of_work() as session:
                runtime = ProviderService(session, self.workspace_id, self.settings).runtime(provider, model, LLM)
        except ApiError as error:
            raise _failed(step, error) from error

        async def work() -> None:
            for each in questions:
                answer = await self._answer(step, runtime, each.prepare(), read)
                with unit_of_work() as session:
                    AnswerCache(self.workspace_id).keep(session, each.key, answer)
                take({each.key: answer})

        workers = [asyncio.ensure_future(work()) for _ in range(AT_ONCE)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _answer(self, step: ModelStep, runtime: ModelRuntime, prompt: str, read: Read) -> Any:
        # Its limit for answers is another than that for vectors.
        bucket = Bucket(self.redis, f"{runtime.account}:answers")
        patience = Patience(self.settings.enrichment_timeout_seconds, self.settings.embedding_tries)
        said = ""
        for _ in range(UNUSABLE_ANSWERS):
            self.asked += 1
            try:
                completed = await answered(bucket, patience, runtime.model, lambda: runtime.complete([User(prompt)]))
            except ProviderError as error:
                raise _failed(step, error) from error
            self.usage, said = self.usage + completed.usage, completed.text
            try:
                return read(said)
            except Unusable:
                continue
        shown = " ".join(said.split())[:MAX_SHOWN]
        began = f"It began with: {shown}" if shown else "It was empty."
        raise EnrichmentFailed(f"{_named(step)}: the reply of {runtime.model} has no usable answer. {began}")


def _failed(step: ModelStep, error: ApiError) -> EnrichmentFailed:
    passing = isinstance(error, ProviderError) and error.failure in PASSING
    return EnrichmentFailed(f"{_named(step)}: {error.message}", is_passing=passing)


def _named(step: ModelStep) -> str:
    return f"The step {getattr(step, 'type', '')} failed"
