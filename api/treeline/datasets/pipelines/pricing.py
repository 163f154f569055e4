"""What the steps of a pipeline that ask a model would take, before anything is asked: estimated by lengths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from uuid import UUID

from treeline.datasets.pipelines.enriching import WINDOW
from treeline.datasets.pipelines.enrichments import (
    OF_SEGMENTS,
    ContextStep,
    Enrichment,
    MetadataStep,
    PairsStep,
    QuestionsStep,
    RedactStep,
    SummaryStep,
)
from treeline.datasets.pipelines.prompts import AROUND, BEGINNING, MAX_SHOWN
from treeline.datasets.splitting.lengths import tokens
from treeline.datasets.splitting.schemas import DocForm
from treeline.kernel.db import DbSession
from treeline.kernel.settings import KernelSettings
from treeline.providers.errors import ModelNotSupported, ProviderNotInitialized
from treeline.providers.kinds.kind import LLM
from treeline.providers.port import Price, Usage
from treeline.providers.service import ProviderService

# In tokens: what a request says besides the text; a sentence, a question, a summary, a value; what is found in a part
# of a text; and the pairs of a segment.
TASK, SENTENCE, QUESTION, SUMMARY, VALUE, FOUND, PAIRS = 65, 40, 25, 80, 20, 40, 200


@dataclass(frozen=True)
class Size:
    """Of a document. `is_table`: of questions and answers that stand there already."""

    segments: int
    tokens: int
    characters: int
    is_table: bool = False

    def begin(self, characters: int) -> int:
        """How many tokens so much of it has, or all of it."""
        return min(self.tokens, ceil(self.tokens * characters / self.characters)) if self.characters else 0


@dataclass(frozen=True)
class StepEstimate:
    """`requests`: at most, since what was asked before is known. `model`: None where none is set up."""

    type: str
    provider: str | None
    model: str | None
    requests: int
    usage: Usage
    price: Price


def estimated(
    session: DbSession,
    workspace_id: UUID,
    settings: KernelSettings,
    steps: Sequence[Enrichment],
    form: DocForm,
    documents: Sequence[Size],
) -> list[StepEstimate]:
    """Of each step that would ask a model, in their order."""
    providers, found = ProviderService(session, workspace_id, settings), list[StepEstimate]()
    for step in _asking(steps, form, documents):
        requests, usage = _needs(step, form, documents)
        if not requests:
            continue
        default = providers.default(LLM) or (None, None)
        provider, model = (step.provider or default[0], step.model) if step.model else default
        price = Price()
        if provider and model:
            try:
                price = providers.runtime(provider, model, LLM).price(usage)
            except (ProviderNotInitialized, ModelNotSupported):
                model = None
        found.append(StepEstimate(step.type, provider, model, requests, usage, price))
    return found


def _asking(steps: Sequence[Enrichment], form: DocForm, documents: Iterable[Size]) -> list[Enrichment]:
    """With the pairs, which are written wherever there are none."""
    unwritten = form == "qa_model" and not any(isinstance(each, PairsStep) for each in steps)
    implied = unwritten and any(not each.is_table for each in documents)
    return [*([PairsStep(type="pairs")] if implied else []), *steps]


def _needs(step: Enrichment, form: DocForm, documents: Sequence[Size]) -> tuple[int, Usage]:
    """How many requests, and what these take."""
    these = documents
    if form == "qa_model" and (isinstance(step, PairsStep) or step.type in OF_SEGMENTS):
        these = [each for each in documents if each.is_table != isinstance(step, PairsStep)]
    elif isinstance(step, PairsStep):
        these = []
    requests = sum(_requests(step, each) for each in these)
    text = sum(_text(step, each) for each in these)
    return requests, Usage(text + requests * (TASK + tokens(step.instructions)), requests * _answer(step))


def _requests(step: Enrichment, document: Size) -> int:
    if isinstance(step, MetadataStep):
        return 1
    if isinstance(step, RedactStep):
        return ceil(document.characters / WINDOW) if step.entities else 0
    return document.segments


def _text(step: Enrichment, document: Size) -> int:
    """Tokens of the document that are shown to the model, in all requests together."""
    if isinstance(step, MetadataStep):
        return document.begin(MAX_SHOWN)
    around = document.begin(2 * AROUND + BEGINNING) if isinstance(step, ContextStep) else 0
    return document.tokens + document.segments * around


def _answer(step: Enrichment) -> int:
    match step:
        case ContextStep():
            return SENTENCE
        case QuestionsStep(number=number):
            return number * QUESTION
        case SummaryStep():
            return SUMMARY
        case MetadataStep(fields=fields):
            return len(fields) * VALUE
        case RedactStep():
            return FOUND
        case PairsStep():
            return PAIRS
