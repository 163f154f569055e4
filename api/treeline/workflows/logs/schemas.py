import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field

from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import Query, Schema, Timestamp
from treeline.kernel.validation import invalid
from treeline.workflows.logs.items import Item
from treeline.workflows.logs.service import Ran, Wanted
from treeline.workflows.models import WorkflowStep
from treeline.workflows.running.ids import step_id
from treeline.workflows.running.masking import Mask
from treeline.workflows.running.packing import names_of, previewed, whole

Status = Literal["queued", "running", "paused", "succeeded", "partial-succeeded", "failed", "stopped"]
TriggeredFrom = Literal["debugging", "app-run", "webhook", "schedule", "event", "tool"]
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def _span(value: object) -> object:
    """Such as 7d, 4h or 30m."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([dhm])", value) if isinstance(value, str) else None
    if isinstance(value, str) and found is None:
        raise invalid("time_range", "must be a number with d, h or m, such as 7d, 4h or 30m")
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else value


def _with_zone(value: datetime) -> datetime:
    """In UTC: PostgreSQL takes no offset of a day. Without a zone it is UTC."""
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError as error:
        raise invalid("time", "must be a time such as 2026-03-31 08:30") from error


Moment = Annotated[datetime, AfterValidator(_with_zone)]


class RunsQuery(Query):
    last_id: UUID | None = Field(None, description="Returns runs after this one.")
    limit: int = Field(20, ge=1, le=100)
    status: Status | None = None
    triggered_from: TriggeredFrom | None = None
    keyword: str = Field("", max_length=200, description="In the inputs, the outputs or the user.")
    workflow_id: UUID | None = Field(None, description="Of one version.")
    created_at__before: Moment | None = None
    created_at__after: Moment | None = None

    @property
    def wanted(self) -> Wanted:
        within = (self.created_at__after, self.created_at__before)
        return Wanted(self.status, self.triggered_from, self.keyword.strip(), *within, self.workflow_id)


class CountsQuery(Query):
    time_range: Annotated[timedelta | None, BeforeValidator(_span)] = Field(None, description="Such as 7d, 4h or 30m.")
    triggered_from: TriggeredFrom | None = None


class LogsQuery(PageQuery):
    keyword: str = Field("", max_length=200)
    status: Status | None = None
    created_at__before: Moment | None = None
    created_at__after: Moment | None = None

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.status, None, self.keyword.strip(), self.created_at__after, self.created_at__before)


class RanByAccount(Schema):
    id: UUID
    name: str
    email: str


class RanByEndUser(Schema):
    id: UUID
    type: str = "service_api"
    is_anonymous: bool = False
    session_id: str


class RunSummary(Schema):
    id: UUID
    workflow_id: UUID
    version: str
    version_name: str
    status: str
    triggered_from: str
    forked_from: UUID | None
    error: str | None
    elapsed_time: float
    total_tokens: int
    total_price: str
    currency: str
    total_steps: int
    exceptions_count: int
    retry_index: int
    created_by_account: RanByAccount | None
    created_by_end_user: RanByEndUser | None
    created_at: Timestamp
    finished_at: Timestamp | None

    @classmethod
    def of(cls, ran: Ran, **more: Any) -> Self:
        return cls(
            id=ran.run.id,
            workflow_id=ran.more.workflow_id,
            version=ran.workflow.version,
            version_name=ran.workflow.marked_name,
            status=ran.run.status,
            triggered_from=ran.more.triggered_from,
            forked_from=ran.more.forked_from,
            error=ran.run.error,
            elapsed_time=ran.elapsed,
            total_tokens=ran.run.total_tokens,
            total_price=f"{ran.more.total_price:f}",
            currency=ran.more.currency,
            total_steps=ran.more.steps,
            exceptions_count=ran.more.exceptions_count,
            retry_index=max(0, ran.more.attempts - 1),
            created_by_account=RanByAccount.model_validate(ran.account) if ran.account else None,
            created_by_end_user=RanByEndUser.model_validate(ran.end_user) if ran.end_user else None,
            created_at=ran.run.created_at,
            finished_at=ran.run.finished_at,
            **more,
        )


class RunList(Schema):
    data: list[RunSummary]
    limit: int
    has_more: bool


class RunDetail(RunSummary):
    created_by_role: Literal["account", "end_user"]
    graph: dict[str, Any]
    inputs: dict[str, Any]
    outputs: dict[str, Any] | None

    @classmethod
    def of(cls, ran: Ran, **more: Any) -> Self:
        role = "account" if ran.account else "end_user"
        more = {"graph": ran.workflow.graph, "inputs": ran.more.inputs, "outputs": ran.more.outputs}
        return super().of(ran, created_by_role=role, **more)


class RunCounts(Schema):
    """How many runs have which status."""

    total: int
    queued: int
    running: int
    paused: int = 0
    succeeded: int
    failed: int
    stopped: int
    partial_succeeded: int = 0

    @classmethod
    def of(cls, counts: Any) -> Self:
        return cls(total=sum(counts.values()), **{name.replace("-", "_"): count for name, count in counts.items()})


class StepsQuery(Query):
    frame: str | None = Field(
        None, max_length=2000, description="Only the steps of one item or round, such as `it:7`; `top`: those of none."
    )

    @property
    def wanted(self) -> str | None:
        """As steps have it."""
        return "" if self.frame == "top" else self.frame


class StepOut(Schema):
    id: UUID
    workflow_run_id: UUID
    index: int
    predecessor_node_id: str | None
    node_id: str
    node_type: str
    title: str
    frame: str
    inputs: Any
    process_data: Any
    outputs: Any
    status: str
    error: str | None
    elapsed_time: float
    execution_metadata: dict[str, Any]
    retry_index: int
    reused: bool
    # Whether a large value is told by its beginning.
    truncated: bool
    # As created_at, with fractions of the second.
    started_at: float
    created_at: Timestamp
    finished_at: Timestamp | None

    @classmethod
    def of(cls, step: WorkflowStep, mask: Mask, values: Mapping[str, Any] | None = None) -> Self:
        """What a run goes on from has its secrets in it: here they are masked. `values`: the large ones by their
        hashes, to tell them in full.
        """

        def told(given: Any) -> Any:
            return previewed(given) if values is None else whole(given, values.__getitem__)

        large = any(names_of(each) for each in (step.inputs, step.process_data, step.outputs))
        return cls(
            id=step_id(step.run_id, step.frame, step.node_id, step.attempt),
            workflow_run_id=step.run_id,
            index=step.seq,
            predecessor_node_id=step.predecessor,
            node_id=step.node_id,
            node_type=step.node_type,
            title=step.title,
            frame=step.frame,
            inputs=mask(told(step.inputs)),
            process_data=mask(told(step.process_data)),
            outputs=mask(told(step.outputs)),
            status=step.status,
            error=step.error,
            elapsed_time=(step.finished_at - step.started_at).total_seconds() if step.finished_at else 0.0,
            execution_metadata=step.usage or {},
            retry_index=step.attempt,
            reused=step.reused,
            truncated=large and values is None,
            started_at=step.started_at.timestamp(),
            created_at=step.started_at,
            finished_at=step.finished_at,
        )


class StepsOut(Schema):
    data: list[StepOut]


class ItemsQuery(PageQuery):
    container: str = Field(
        min_length=1, max_length=2000, description="The iteration or loop, such as `it`, or `it:7/loop` inside another."
    )


class ItemOut(Schema):
    """An item of an iteration, or a round of a loop. `kept`: whether its steps are there; its `frame` names them."""

    index: int
    frame: str
    status: str
    error: str | None
    kept: bool
    steps: int
    total_tokens: int
    elapsed_time: float | None
    created_at: Timestamp

    @classmethod
    def of(cls, item: Item) -> Self:
        ended = None if item.folded else item.finished_at
        return cls(
            index=item.index,
            frame=item.frame,
            status=item.status,
            error=item.error,
            kept=not item.folded,
            steps=0 if item.folded else len(item.steps),
            total_tokens=item.tokens,
            elapsed_time=(ended - item.started_at).total_seconds() if ended else None,
            created_at=item.started_at,
        )


class LoggedRun(Schema):
    id: UUID
    workflow_run: RunSummary
    created_from: str
    created_by_role: str
    created_by_account: RanByAccount | None
    created_by_end_user: RanByEndUser | None
    created_at: Timestamp

    @classmethod
    def of(cls, ran: Ran) -> Self:
        summary = RunSummary.of(ran)
        return cls(
            id=ran.run.id,
            workflow_run=summary,
            created_from="service-api" if ran.end_user else "explore",
            created_by_role="account" if ran.account else "end_user",
            created_by_account=summary.created_by_account,
            created_by_end_user=summary.created_by_end_user,
            created_at=ran.run.created_at,
        )
