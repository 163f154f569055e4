"""What a graph and its run may be at most. Each error names the limit, the value and the setting."""

from dataclasses import dataclass

from treeline.workflows.engine.step import NodeFailed

MAX_RETRIES = 10
MAX_RETRY_INTERVAL_MS = 5_000
MAX_PARALLEL = 100
# Of a text that streams while another one is being told.
BUFFER_BYTES = 1024 * 1024
# Of a longer iteration, the rows inside are kept for the first and last items and for what failed.
ITEMS_WITH_ROWS = 100


@dataclass(frozen=True)
class RunLimits:
    """`steps`: of a run, and of each item or round by itself. `values_bytes`: of all outputs that can still be read."""

    steps: int = 500
    nodes: int = 1_000
    nesting: int = 5
    values_bytes: int = 64 * 1024 * 1024


class LimitReached(NodeFailed):
    """Ends the run; no retry and no error strategy helps."""

    def __init__(self, what: str, value: int, limit: int, setting: str):
        super().__init__("limit_reached", f"{what}: {value:,}, but the limit is {limit:,} ({setting})")


def too_many_steps(steps: int, limits: RunLimits) -> LimitReached:
    return LimitReached("Steps of the run", steps, limits.steps, "WORKFLOW_MAX_EXECUTION_STEPS")


def too_many_bytes(size: int, limits: RunLimits) -> LimitReached:
    return LimitReached("Bytes of all variables", size, limits.values_bytes, "WORKFLOW_MAX_VALUES_SIZE")
