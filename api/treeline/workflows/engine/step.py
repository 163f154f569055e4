"""What running a node comes to: the words that nodes and engine share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

# Node, name, and keys below it: ["llm", "text"], ["start", "user", "name"].
Selector = tuple[str, ...]
# What a node does to the world: nothing; reads of it (repeatable); changes of it (made under one key).
Effect = Literal["pure", "read", "write"]

SOURCE = "source"
FAIL_BRANCH = "fail-branch"


@dataclass(frozen=True)
class Usage:
    prompt_tokens: int = 0
    completion_tokens: int = 0
    price: Decimal = Decimal(0)
    currency: str = "USD"
    latency: float = 0.0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.price + other.price,
            self.currency,
            self.latency + other.latency,
        )


@dataclass(frozen=True)
class Write:
    """A variable that a node sets, of a conversation or of the loop it stands in."""

    selector: Selector
    value: Any


@dataclass(frozen=True)
class Done:
    """A node has run. `handle`: which edges go on. `process_data`: for people who look into the run."""

    outputs: Mapping[str, Any] = field(default_factory=dict)
    handle: str = SOURCE
    writes: Sequence[Write] = ()
    process_data: Mapping[str, Any] = field(default_factory=dict)
    usage: Usage | None = None


@dataclass(frozen=True)
class Wait:
    """A node waits for a person. `form`: what the person is shown, plain JSON."""

    form: Mapping[str, Any]


class NodeFailed(Exception):
    """`type`: a short name for programs, such as "http_timeout"; `retryable`: the same may succeed a little later."""

    def __init__(
        self,
        type: str,  # noqa: A002  the field's name in events
        message: str,
        *,
        retryable: bool = False,
        process_data: Mapping[str, Any] | None = None,
    ):
        super().__init__(message)
        self.type, self.message, self.retryable = type, message, retryable
        self.process_data = process_data or {}
