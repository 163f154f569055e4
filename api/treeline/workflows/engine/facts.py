"""What the engine tells, in order: plain facts. The runner turns them into rows of the journal and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from treeline.workflows.engine.graph import GraphNode
from treeline.workflows.engine.step import Selector, Usage, Write

RowStatus = Literal["running", "succeeded", "failed", "exception", "retry", "paused", "stopped"]
Status = Literal["running", "paused", "succeeded", "partial-succeeded", "failed", "stopped"]
# Of answer nodes, of end nodes.
TextKind = Literal["answer", "text"]


@dataclass(slots=True, eq=False)
class Step:
    """A node to be run, once. `frame`: where, as `it:7/loop:2`, empty for the graph itself. `scope`: what it reads."""

    frame: str
    node: GraphNode
    attempt: int
    seq: int
    scope: Any
    # It had been started by a worker that died.
    interrupted: bool = False


@dataclass(slots=True)
class Row:
    """A row of the journal. State is the fold of the rows in the order of `seq`.

    Rows of the same (frame, node_id, attempt) replace each other. A row whose node_id is the container of its own
    frame stands for the whole frame (see FrameFolded).
    """

    seq: int
    frame: str
    node_id: str
    attempt: int
    status: RowStatus
    handle: str = ""
    outputs: Mapping[str, Any] = field(default_factory=dict)
    writes: Sequence[Write] = ()
    # {"type", "message"}
    error: Mapping[str, str] | None = None
    process_data: Mapping[str, Any] = field(default_factory=dict)
    usage: Usage | None = None
    # Bytes of the outputs, as the runner counted them.
    size: int = 0


@dataclass(slots=True)
class StepStarted:
    """A row only of nodes that read or change the world: their start is durable before they run."""

    row: Row | None
    step: Step


@dataclass(slots=True)
class StepFinished:
    """Succeeded, failed, or exception: failed, and its error strategy goes on."""

    row: Row
    step: Step


@dataclass(slots=True)
class StepRetry:
    """It failed and is to be run again: start `next` after so long."""

    row: Row
    step: Step
    next: Step
    after_ms: int


@dataclass(slots=True)
class StepWaiting:
    """It waits for a person. `form`: what they are shown; also in the row, as process_data."""

    row: Row
    step: Step
    form: Mapping[str, Any]


@dataclass(slots=True)
class StepStopped:
    """It is of no use any more: cancel it, if it runs. What it still returns is ignored."""

    row: Row
    step: Step


@dataclass(slots=True)
class ContainerStarted:
    """An iteration or loop (`step.node.type`). `length`: of items, or of rounds at most."""

    row: ClassVar[None] = None
    step: Step
    length: int


@dataclass(slots=True)
class ContainerNext:
    """An item or round begins. `previous`: what the one before it came to, None while that runs."""

    row: ClassVar[None] = None
    step: Step
    index: int
    previous: Any


@dataclass(slots=True)
class ContainerCompleted:
    """Followed by the container's StepFinished."""

    row: ClassVar[None] = None
    step: Step
    outputs: Mapping[str, Any]
    error: str | None
    steps: int


@dataclass(slots=True)
class FrameFolded:
    """An item is done, and its one row stands for all rows of this frame and those below it, which can go."""

    row: Row
    frame: str


@dataclass(slots=True)
class Assigned:
    """A variable of the conversation has this value now, for the whole run."""

    row: ClassVar[None] = None
    selector: Selector
    value: Any


@dataclass(slots=True)
class Text:
    """Another piece of the run's text. `selector`: of the variable that it comes from, None for text of the answer."""

    row: ClassVar[None] = None
    kind: TextKind
    frame: str
    node_id: str
    selector: Selector | None
    text: str


@dataclass(slots=True)
class TextReplaced:
    """All of the run's text so far: some of what had been told was not it."""

    row: ClassVar[None] = None
    kind: TextKind
    text: str


@dataclass(slots=True)
class RunEnded:
    """`outputs`: of the end nodes in their order, or the answer."""

    row: ClassVar[None] = None
    status: Status
    outputs: Mapping[str, Any]
    error: Mapping[str, str] | None
    # Of nodes that failed and whose error strategy went on.
    exceptions: int
    steps: int


# `row`: to be written, if there is one. It is the only thing that is durable.
Fact = (
    StepStarted
    | StepFinished
    | StepRetry
    | StepWaiting
    | StepStopped
    | ContainerStarted
    | ContainerNext
    | ContainerCompleted
    | FrameFolded
    | Assigned
    | Text
    | TextReplaced
    | RunEnded
)
