from pydantic import Field

from treeline.kernel.settings import KernelSettings


class RunSettings(KernelSettings):
    # Runs: how many answers a worker makes at once, and how long one may take
    runs_concurrency: int = Field(default=32, ge=1)
    run_max_seconds: int = Field(default=1200, ge=1)
    # Which part of the places is kept free of any one workspace, and of a workspace's places free of any one app
    runs_reserve: float = Field(default=0.25, ge=0, lt=1)
