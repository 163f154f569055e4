"""The steps of a pipeline between extraction and index that a model has a part in. Nothing is written but the cache."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from treeline.datasets.extraction.document import Extracted
from treeline.datasets.pipelines import prompts, redaction
from treeline.datasets.pipelines.asking import ModelAsker, Question, Read
from treeline.datasets.pipelines.cache import key_of
from treeline.datasets.pipelines.enrichments import (
    OF_SEGMENTS,
    ContextStep,
    Enrichment,
    MetadataStep,
    ModelStep,
    PairsStep,
    QuestionsStep,
    RedactStep,
    SummaryStep,
)
from treeline.datasets.pipelines.errors import EnrichmentFailed
from treeline.datasets.splitting import qa
from treeline.datasets.splitting.pieces import Added, Child, Piece, Rules, indexed_text

WINDOW = 6000


@dataclass(frozen=True)
class Subject:
    """What is enriched. `fields`: metadata fields of the dataset, by their names, with their types."""

    document_id: UUID
    language: str
    fields: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class Enriching:
    """Of one document. `progress`: told how many pieces are done, of how many (0: it is not about pieces), and whether
    a model gave an answer just now.
    """

    subject: Subject
    rules: Rules
    asker: ModelAsker
    progress: Callable[[int, int, bool], None] = lambda done, total, is_new: None

    def __post_init__(self) -> None:
        self._models: dict[int, tuple[str, str]] = {}
        self.asker.kept = lambda _, is_new: self.progress(0, 0, is_new)

    async def redacted(self, extracted: Extracted) -> tuple[Extracted, int]:
        """With what is masked, and how many places that is: nothing after this knows what stood there."""
        step = self._step(RedactStep)
        if step is None:
            return extracted, 0
        found = set[str]()
        if step.entities:
            parts = dict(enumerate(redaction.windows(extracted.text, WINDOW)))
            kinds = sorted(step.entities)
            questions = {
                str(number): self._question(step, lambda part=part: prompts.entities(part, kinds, step), kinds, part)
                for number, part in parts.items()
            }
            for texts in (await self._all(step, questions, prompts.read_found)).values():
                found.update(texts)
        text, places = redaction.masked(extracted.text, step.patterns, found)
        return replace(extracted, text=text), places

    async def enriched(self, pieces: Sequence[Piece], extracted: Extracted) -> list[Piece]:
        """With what models write about them; for questions and answers, the pairs. Raises EnrichmentFailed."""
        if self.rules.doc_form == "qa_model" and extracted.format not in qa.TABLES:
            return await self._pairs(pieces, extracted.text)
        steps = [each for each in self.rules.enrichments if each.type in OF_SEGMENTS]
        added = [Added()] * len(pieces)
        for number, step in enumerate(steps):
            self._count(len(pieces), number, len(steps))
            answers = await self._of_segments(step, pieces, extracted.text)
            added = [_with(each, step, answers[str(at)]) for at, each in enumerate(added)]
        return [_enriched(piece, each) if each else piece for piece, each in zip(pieces, added, strict=True)]

    async def metadata(self, text: str) -> dict[str, Any]:
        """Values of the fields that the step names and the dataset has, by their names."""
        step = self._step(MetadataStep)
        fields = (
            [(name, self.subject.fields[name]) for name in step.fields if name in self.subject.fields] if step else []
        )
        if step is None or not fields:
            return {}
        shown = text[: prompts.MAX_SHOWN]
        question = self._question(
            step, lambda: prompts.metadata(shown, fields, step, self.subject.language), fields, shown
        )
        return (await self._all(step, {"": question}, lambda said: prompts.read_metadata(said, fields)))[""]

    async def _of_segments(self, step: Enrichment, pieces: Sequence[Piece], text: str) -> dict[str, Any]:
        language = self.subject.language
        if isinstance(step, ContextStep):
            # It may stand elsewhere in another document, so it is known by this one.
            write, read, own = (
                lambda piece: prompts.context(piece, text, step, language),
                _reader("context"),
                [self.subject.document_id],
            )
        elif isinstance(step, QuestionsStep):
            number = step.number
            write, read, own = (
                lambda piece: prompts.questions(piece, step, language),
                lambda said: prompts.read_questions(said, number),
                [number],
            )
        else:
            write, read, own = lambda piece: prompts.summary(piece, step, language), _reader("summary"), []
        questions = {
            str(at): self._question(step, lambda piece=piece: write(piece), own, _content(piece))
            for at, piece in enumerate(pieces)
        }
        return await self._all(step, questions, read)

    async def _pairs(self, pieces: Sequence[Piece], text: str) -> list[Piece]:
        step = self._step(PairsStep) or PairsStep(type="pairs")
        self._count(len(pieces), 0, 1)
        questions = {
            str(at): self._question(
                step,
                lambda piece=piece: qa.prompt(_content(piece), self.subject.language, step.instructions),
                [],
                _content(piece),
            )
            for at, piece in enumerate(pieces)
        }
        answers = await self._all(step, questions, _read_pairs)
        found = [pair for at, piece in enumerate(pieces) for pair in qa.placed(answers[str(at)], piece, text)]
        if not found:
            raise EnrichmentFailed("The step pairs failed: the model found no question that the text answers.")
        return found

    async def _all(self, step: ModelStep, questions: dict[str, Question], read: Read) -> dict[str, Any]:
        return await self.asker.all(step, questions, read)

    def _question(self, step: ModelStep, prepare: Callable[[], str], own: Sequence[Any], text: str) -> Question:
        said = (getattr(step, "type", ""), self._model(step), self.subject.language, step.instructions)
        return Question(key_of(*said, list(own), text), prepare)

    def _model(self, step: ModelStep) -> tuple[str, str]:
        """Asked for once a step: the default may change meanwhile."""
        known = self._models.get(id(step))
        if known is None:
            known = self._models[id(step)] = self.asker.model_of(step)
        return known

    def _count(self, pieces: int, step: int, steps: int) -> None:
        """From here on each answer is a part of a piece."""
        answers = step * pieces

        def kept(number: int, is_new: bool) -> None:
            nonlocal answers
            answers += number
            self.progress(answers // steps, pieces, is_new)

        self.asker.kept = kept

    def _step(self, kind: type[Any]) -> Any:
        return next((each for each in self.rules.enrichments if isinstance(each, kind)), None)


def _content(piece: Piece) -> str:
    return indexed_text(piece.heading, piece.content, piece.answer)


def _reader(name: str) -> Read:
    return lambda said: prompts.read_sentence(said, name)


def _read_pairs(reply: str) -> list[dict[str, str]]:
    found = qa.written(reply)
    if found is None:
        raise prompts.Unusable
    return found


def _with(added: Added, step: Enrichment, answer: Any) -> Added:
    if isinstance(step, ContextStep):
        return replace(added, context=answer)
    if isinstance(step, SummaryStep):
        return replace(added, summary=answer)
    return replace(added, questions=tuple(answer))


def _enriched(piece: Piece, added: Added) -> Piece:
    """Where child chunks are searched, questions and summary are such, with the range of their segment."""
    texts = (*added.questions, added.summary) if piece.children else ()
    more = tuple(Child(each, piece.start, piece.end) for each in texts if each)
    return replace(piece, added=added, children=(*piece.children, *more))
