"""The journal: a run's state is the fold of its rows. Replaying what is over executes nothing."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from treeline.workflows.engine.facts import Fact, Row, RunEnded, Step, StepStopped
from treeline.workflows.engine.failures import WORKER_LOST
from treeline.workflows.engine.frames import LIVE, Frame
from treeline.workflows.engine.scheduler import Execution
from treeline.workflows.engine.step import NodeFailed

LOST = NodeFailed(WORKER_LOST, "The worker that ran this node stopped; the node runs again", retryable=True)
UNKNOWN = NodeFailed(
    "outcome_unknown", "The worker that ran this node stopped, and whether it had its effect is unknown"
)


def effect_key(run_id: UUID, frame: str, node_id: str) -> UUID:
    """The same in every attempt and after every crash: what a node changes elsewhere, it changes under this key."""
    return uuid5(run_id, f"{frame}\n{node_id}")


def fold(execution: Execution, rows: Iterable[Row]) -> None:
    """Brings a new execution to where these rows left it. What follows from them without a row is told as facts.

    Nodes that had begun are handed out by `ready()` again, marked `interrupted`, unless `recover` decides otherwise.
    """
    known = sorted(rows, key=lambda row: row.seq)
    if not known:
        return
    execution.seq = max(execution.seq, known[-1].seq)
    written = {(row.frame, row.node_id, row.attempt) for row in known if row.status != "running"}
    news: list[Fact] = []
    for row in known:
        _apply(execution, row)
        news.extend(_news(execution.take(), written))
    execution.move_on()
    news.extend(_news(execution.take(), written))
    for fact in news:
        execution.tell(fact)


def recover(execution: Execution) -> None:
    """After a crash: what had begun runs again as another attempt, or fails where the node says that it must not."""
    for step in execution.current():
        if not step.interrupted:
            continue
        frame = execution.frame(step.frame)
        if frame is None:
            continue
        if step.node.effect != "pure" and step.node.raw.get("after_crash") == "fail":
            execution.failed(step, UNKNOWN, retry=False)
        else:
            row = execution.row(step, "retry")
            row.error = {"type": LOST.type, "message": LOST.message}
            execution.retry(frame, step, row, 0)


def _apply(execution: Execution, row: Row) -> None:
    execution.move_on()
    frame = execution.frame(row.frame)
    if frame is None:
        return
    if frame.container is not None and row.node_id == frame.container.node.id:
        frame.container.folded(frame, row)
        return
    index = frame.graph.index.get(row.node_id)
    step = _step(frame, index) if index is not None and frame.states[index] == LIVE else None
    if step is None:
        return
    step.attempt = row.attempt
    _apply_to(execution, frame, step, row)


def _apply_to(execution: Execution, frame: Frame, step: Step, row: Row) -> None:
    match row.status:
        case "running":
            step.interrupted = True
        case "succeeded" | "exception":
            execution.finish(frame, step, row, known=True)
        case "failed":
            execution.fail(frame, step, row, known=True)
        case "retry":
            execution.offer(execution.retry(frame, step, row, 0, known=True))
        case "paused":
            if step.node.index in frame.running:
                execution.hold(frame, step, row, known=True)
        case "stopped":
            pass


def _step(frame: Frame, index: int) -> Step | None:
    container = frame.containers.get(index)
    if container is not None:
        return container.step
    return frame.running.get(index) or frame.waiting.get(index)


def _news(facts: Sequence[Fact], written: set[tuple[str, str, int]]) -> list[Fact]:
    """Of what was told on the way, what the rows do not say yet."""
    return [fact for fact in facts if _is_news(fact, written)]


def _is_news(fact: Fact, written: set[tuple[str, str, int]]) -> bool:
    if isinstance(fact, RunEnded):
        return True
    if fact.row is None or (isinstance(fact, StepStopped) and not fact.step.interrupted):
        return False
    return (fact.row.frame, fact.row.node_id, fact.row.attempt) not in written
