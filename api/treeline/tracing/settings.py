from pydantic import Field

from treeline.kernel.settings import KernelSettings


class TracingSettings(KernelSettings):
    # In seconds: how often to look for traces that are due, how long a worker may be silent while it sends some, how
    # long one request may take, the pause after a first failure, and for how long a trace is tried
    trace_sweep_seconds: float = Field(default=5, ge=0.1)
    trace_lease_seconds: float = Field(default=120, gt=0)
    trace_timeout: float = Field(default=20, gt=0)
    trace_retry_seconds: float = Field(default=10, gt=0)
    trace_give_up_seconds: float = Field(default=86_400, gt=0)
