from pathlib import Path

from pydantic import Field

from treeline.kernel.settings import FromRoot, KernelSettings


class OperationSettings(KernelSettings):
    console_folder: FromRoot = Path("web/dist")

    # /health warns when less is free on the disks of data and bytes
    health_min_free_mb: int = Field(default=500, ge=0)
