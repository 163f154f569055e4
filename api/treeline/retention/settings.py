from pydantic import Field

from treeline.kernel.settings import KernelSettings


class RetentionSettings(KernelSettings):
    # Conversations in which nothing is said for so many days are deleted; None: never
    conversations_kept_days: float | None = Field(default=None, gt=0)
    # Whether workflow runs are deleted so many days after they have ended
    workflow_log_cleanup_enabled: bool = False
    workflow_log_retention_days: float = Field(default=30, gt=0)
    # Days after which the events of triggers, and the times of schedules, are deleted; their runs stay
    trigger_events_kept_days: float = Field(default=30, gt=0)
    # Days after which lines of the audit log are deleted
    audit_log_kept_days: float = Field(default=365, gt=0)
