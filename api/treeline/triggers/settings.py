from pydantic import Field

from treeline.workflows.settings import WorkflowSettings

MIB = 1024 * 1024


class TriggerSettings(WorkflowSettings):
    # What the addresses of webhooks begin with; empty: as the console was called
    trigger_url: str = ""
    # Bytes of one request to a webhook, and how many one webhook takes a minute; 0: any number
    webhook_request_body_max_size: int = Field(default=10 * MIB, ge=1024)
    webhook_max_requests_per_minute: int = Field(default=6000, ge=0)
    # Seconds after which events and times that no worker has taken are sent again
    trigger_sweep_seconds: float = Field(default=10, ge=0.1)
    # Seconds between two looks for schedules that are due
    schedule_poll_seconds: float = Field(default=5, ge=0.1)
    # Seconds between two looks for sources that are due, and for which a worker may be silent while it asks one
    trigger_refresh_seconds: float = Field(default=30, ge=0.1)
    trigger_refresh_lease_seconds: float = Field(default=180, ge=1)
