from pydantic import Field

from treeline.files.settings import FileSettings
from treeline.kernel.settings import MIB


class AssetSettings(FileSettings):
    # Limits, served by GET …/assets/limits
    asset_max_depth: int = Field(default=64, ge=1, le=100)
    asset_max_batch_nodes: int = Field(default=100_000, ge=1)
    asset_max_app_nodes: int = Field(default=200_000, ge=1)
    asset_max_batch_bytes: int = Field(default=64 * MIB, ge=1)
    asset_max_file_bytes: int = Field(default=5 * 1024 * MIB, ge=1)
    asset_max_text_bytes: int = Field(default=5 * MIB, ge=1)
