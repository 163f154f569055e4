from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from treeline.kernel.paging import PageQuery
from treeline.kernel.schemas import Body, ContractBody, Query, Schema, Timestamp
from treeline.kernel.validation import invalid
from treeline.tracing.contents import problem_of

Provider = Literal["langfuse", "langsmith", "phoenix", "opik", "otlp"]
ContentsMode = Literal["full", "masked", "none"]
DeliveryState = Literal["waiting", "delivered", "failed"]


def _checked(pattern: str) -> str:
    if (wrong := problem_of(pattern)) is not None:
        raise invalid("masking_pattern", "not a regular expression that can be used: {reason}", reason=wrong)
    return pattern


Pattern = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_checked)]
TracingConfig = Annotated[dict[str, Annotated[str, Field(max_length=2000)]], Field(max_length=10)]
Sampling = Annotated[float, Field(ge=0, le=1, description="The share of runs that is sent, from 0 to 1.")]


class TraceSwitch(ContractBody):
    """`tracing_provider`: the one that is turned on; the others are turned off."""

    enabled: bool
    tracing_provider: Provider | None = None


class TraceSwitchOut(Schema):
    enabled: bool
    tracing_provider: Provider | None


class TraceConfigIn(ContractBody):
    """`tracing_config`: the fields of the provider. Secrets with the value [__HIDDEN__] keep their values."""

    tracing_provider: Provider
    tracing_config: TracingConfig
    enabled: bool = True
    sampling: Sampling = 1.0
    contents: ContentsMode = "full"
    patterns: Annotated[list[Pattern], Field(default_factory=list, max_length=20)]


class TraceConfigUpdate(ContractBody):
    """Omitted fields keep their values."""

    tracing_provider: Provider
    tracing_config: TracingConfig | None = None
    enabled: bool | None = None
    sampling: Sampling | None = None
    contents: ContentsMode | None = None
    patterns: Annotated[list[Pattern], Field(max_length=20)] | None = None


class TraceProviderIn(Body):
    tracing_provider: Provider


class TraceProviderQuery(Query):
    tracing_provider: Provider


class TraceConfigOut(Schema):
    """Secrets are masked. `waiting`, `delivered`, `failed`: how many traces. `error`: the last one, until it works."""

    id: UUID
    tracing_provider: Provider
    tracing_config: dict[str, str]
    enabled: bool
    sampling: float
    contents: ContentsMode
    patterns: list[str]
    waiting: int
    delivered: int
    failed: int
    error: str | None
    sent_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class TraceConfigsOut(Schema):
    data: list[TraceConfigOut]


class TraceTest(Schema):
    ok: bool
    error: str | None = None


class TraceDeliveriesQuery(PageQuery):
    tracing_provider: Provider | None = None
    state: DeliveryState | None = None


class TraceDeliveryOut(Schema):
    """`trace_id`: by which it is found at the provider."""

    id: UUID
    tracing_provider: Provider
    run_id: UUID
    trace_id: str
    state: DeliveryState
    attempts: int
    error: str | None
    created_at: Timestamp
    ended_at: Timestamp | None


class TracesResent(Schema):
    count: int
