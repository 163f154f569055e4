"""What a node type is. One file a type, and one line in `registry.py`."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from treeline.workflows.engine.step import SOURCE, Done, Effect, Selector, Wait


class RetryConfig(BaseModel):
    model_config = ConfigDict(extra="allow")

    retry_enabled: bool = False
    max_retries: int = 0
    # Milliseconds.
    retry_interval: int = 0


class NodeData(BaseModel):
    """A node's `data`, as in the graph. What is not known is kept."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str = ""
    desc: str | None = ""
    version: str | int | None = None
    error_strategy: str | None = None
    default_value: list[dict[str, Any]] | None = None
    retry_config: RetryConfig | None = None


Data = TypeVar("Data", bound=NodeData)


class Ports(Protocol):
    """What nodes reach the world by; see `running/ports.py`. Raises NodeFailed with words for the app's builder.

    Each is an attribute, made when first used: `http`, `models`, `tools`, `files`, `knowledge`, `code`, `memory`,
    `skills`.
    """

    def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class Limits:
    """See `settings.py`; errors name the limit, the value and the setting."""

    variable_bytes: int = 204_800
    text_characters: int = 400_000
    template_characters: int = 400_000
    template_seconds: float = 5
    code_seconds: float = 10
    code_bytes: int = 64 * 1024 * 1024
    array_items: int = 10_000
    depth: int = 5


class Context(Protocol):
    """What a node runs with: plain values and ports, no database."""

    workspace_id: UUID
    app_id: UUID
    run_id: UUID
    node_id: str
    # The same in every attempt, also after a worker died: what goes outside goes under this key.
    effect_key: UUID
    # How often it has failed and been retried so far; a worker that died counts nothing.
    retries: int
    # End user or member, as the system variable `user_id`.
    user_id: str
    limits: Limits
    ports: Ports

    def value(self, selector: Sequence[str]) -> Any:
        """The value, or None where there is none: the node was skipped, or has no such output."""
        ...

    def declared(self, selector: Sequence[str]) -> str | None:
        """The type that a variable of the conversation or of a loop is declared to have; None if it is none of them."""
        ...

    def text(self, template: str) -> str:
        """The template with `{{#node.name#}}` replaced by values as text."""
        ...

    def say(self, output: str, text: str) -> None:
        """Another piece of an output that is a text. Their sum is what the output will be."""
        ...

    def retract(self, output: str, text: str) -> None:
        """What was said was not it: this is the output so far."""
        ...

    @property
    def seconds_left(self) -> float:
        """Of the run."""
        ...


class Node(ABC, Generic[Data]):
    """One node type; its instances hold nothing."""

    # As in a graph: "llm", "http-request".
    kind: ClassVar[str]
    effect: ClassVar[Effect] = "pure"
    data: ClassVar[type[NodeData]]
    # A run may begin here.
    is_root: ClassVar[bool] = False
    # Its edges are chosen by what it returns.
    is_branch: ClassVar[bool] = False
    # It returns `Wait`, and goes on when somebody has answered.
    asks_people: ClassVar[bool] = False
    # Outputs that `say` may name.
    streams: ClassVar[Collection[str]] = ()
    # What a new one has in its data.
    default: ClassVar[Mapping[str, Any]] = {}

    @abstractmethod
    async def run(self, context: Context, data: Data) -> Done | Wait:
        """Raises NodeFailed. A `pure` node never awaits anything that waits."""

    def parse(self, raw: Mapping[str, Any]) -> Data:
        """What the graph has under `data`. Raises ValueError, pydantic's."""
        return cast("Data", self.data.model_validate(raw))

    def parts(self, data: Data) -> Sequence[str | Selector]:
        """What it tells people, text and variables in their order: of nodes that are the run's answer or its end."""
        return ()

    def reads(self, data: Data) -> Iterable[Selector]:
        """The variables that it may look at: for the order of answers, the inspector and the checks of a graph."""
        return ()

    def handles(self, data: Data) -> Collection[str]:
        """What `Done.handle` may be, without fail-branch."""
        return (SOURCE,)

    def outputs(self, data: Data) -> Mapping[str, str]:
        """Name and value type of each output, as far as they are known."""
        return {}

    def problems(self, data: Data) -> Iterable[tuple[str, str]]:
        """What would fail when it runs, as far as that can be told: where in the data, and a message. May take some
        milliseconds: for saving and publishing, not for each run."""
        return ()

    def missing(self, data: Data) -> Iterable[tuple[str, str]]:
        """Likewise, what nobody has filled in yet: for publishing, not for each save."""
        return ()
