"""The interface between Treeline and models. It has no types of the libraries: those stay within `providers/`.

A runtime is made by `ProviderService.runtime`, holds plain values only, and outlives the session it was made with: no
database connection is held while a model answers.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

# Two of them still fit a column of 32 bits.
MOST_TOKENS = 1_000_000_000
# Of one answer of the model. Twice what models are known to call at once, and more than any tool takes.
MAX_CALLS = 64
MAX_ARGUMENT_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Attachment:
    """A file shown to the model: its bytes; of a remote one the address, until `with_bytes` has fetched it."""

    media_type: str
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True)
class System:
    text: str


@dataclass(frozen=True)
class User:
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class ToolCall:
    id: str
    name: str
    # As the model wrote them: JSON, if it did well.
    arguments: str


@dataclass(frozen=True)
class Assistant:
    """`kept`: what came with the answer that made the calls, and goes back with them: see Completed."""

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    kept: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class ToolResult:
    call_id: str
    name: str
    content: str


Turn = System | User | Assistant | ToolResult


@dataclass(frozen=True)
class ToolSpec:
    """A tool as the model is told of it; `parameters` is a JSON Schema of type object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Usage:
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            min(MOST_TOKENS, self.prompt_tokens + other.prompt_tokens),
            min(MOST_TOKENS, self.completion_tokens + other.completion_tokens),
        )


@dataclass(frozen=True)
class Price:
    """What tokens cost. Unit prices are per million tokens; zeros where no price is known, which `known` says."""

    prompt_unit_price: Decimal = Decimal(0)
    completion_unit_price: Decimal = Decimal(0)
    prompt_price: Decimal = Decimal(0)
    completion_price: Decimal = Decimal(0)
    currency: str = "USD"
    known: bool = False

    @property
    def total(self) -> Decimal:
        return self.prompt_price + self.completion_price


@dataclass(frozen=True)
class TextDelta:
    text: str


@dataclass(frozen=True)
class ThoughtDelta:
    """Of what the model thinks before it answers, which is no part of the answer."""

    text: str


@dataclass(frozen=True)
class TextReplaced:
    """What was taken for the answer was a thought: this is the answer so far, in place of all TextDeltas."""

    text: str


Delta = TextDelta | ThoughtDelta | TextReplaced


@dataclass(frozen=True)
class Completed:
    """The end of one whole answer; cut off or filtered it is an error. Tool calls ask for results in further turns.

    `kept`: what the provider may want back with the results: its own thoughts and their signatures. Opaque, and of use
    only to the same model, within the same answer: hand it on in `Assistant`.
    """

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage = field(default_factory=Usage)
    # "stop", "length" or "tool_call"; None where the provider does not say.
    finish_reason: str | None = None
    thoughts: str = ""
    kept: object = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Embeddings:
    """Vectors as the model gave them: whoever asked checks their number and lengths. What is no number is NaN."""

    vectors: list[list[float]]
    usage: Usage = field(default_factory=Usage)


class ModelRuntime(Protocol):
    """One model, ready to be asked. Every method raises CompletionRequestError and its like of providers/errors.py."""

    provider: str
    model: str

    @property
    def account(self) -> str:
        """The same for all that share the limits of one account with the provider; it tells nothing of the key."""
        ...

    @property
    def context_size(self) -> int | None:
        """How many tokens the model holds, question and answer together; None where nobody has said."""
        ...

    def stream(
        self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec] = (), parameters: Mapping[str, Any] | None = None
    ) -> AsyncIterator[Delta | Completed]:
        """The answer in pieces; the last item, and only it, is Completed. Cancelling it closes the connection.

        `parameters`: temperature, top_p, max_tokens, stop … as `parameter_rules` lists them.
        """
        ...

    async def complete(self, turns: Sequence[Turn], *, parameters: Mapping[str, Any] | None = None) -> Completed:
        """The whole answer at once."""
        ...

    async def embed(self, texts: Sequence[str]) -> Embeddings:
        """One vector a text, in their order; only of models of type text-embedding. Tries once."""
        ...

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the query, in the order of the texts; only of models of type rerank. Tries once.

        Higher is better; most models keep to 0 to 1, not all do.
        """
        ...

    def price(self, usage: Usage) -> Price: ...
