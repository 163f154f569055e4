from pydantic import Field

from treeline.kernel.settings import KernelSettings


class RetentionSettings(KernelSettings):
    # Conversations in which nothing is said for so many days are deleted; None: never
    conversations_kept_days: float | None = Field(default=None, gt=0)
