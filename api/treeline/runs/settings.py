from pydantic import Field

from treeline.kernel.settings import KernelSettings


class RunSettings(KernelSettings):
    # Runs: how many answers a worker makes at once, and how long one may take
    runs_concurrency: int = Field(default=32, ge=1)
    run_max_seconds: int = Field(default=1200, ge=1)
    # Which part of the places is kept free of any one workspace, and of a workspace's places free of any one app
    runs_reserve: float = Field(default=0.25, ge=0, lt=1)
    # Seconds: a worker may be silent, a run's task may be on its way, and lie between two sweeps
    run_lease_seconds: float = Field(default=30, ge=1)
    run_queued_seconds: float = Field(default=60, ge=1)
    run_sweep_seconds: float = Field(default=10, ge=0.1)

    @property
    def run_renew_seconds(self) -> float:
        """How often a worker renews its lease: it may miss a few times."""
        return self.run_lease_seconds / 6
