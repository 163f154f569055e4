from pydantic import Field

from treeline.kernel.settings import MIB, CommaList, KernelSettings


class AppSettings(KernelSettings):
    # Files that come with messages: how large each may be, in MiB, how many come at once, and which are refused
    upload_file_size_limit: int = Field(default=15, ge=1)
    upload_image_file_size_limit: int = Field(default=10, ge=1)
    upload_audio_file_size_limit: int = Field(default=50, ge=1)
    upload_video_file_size_limit: int = Field(default=100, ge=1)
    upload_file_batch_limit: int = Field(default=5, ge=1)
    upload_file_extension_blacklist: CommaList = Field(default_factory=list)

    @property
    def upload_limits(self) -> dict[str, int]:
        """As clients of the contract know them."""
        return {
            "file_size_limit": self.upload_file_size_limit,
            "image_file_size_limit": self.upload_image_file_size_limit,
            "audio_file_size_limit": self.upload_audio_file_size_limit,
            "video_file_size_limit": self.upload_video_file_size_limit,
            "workflow_file_upload_limit": self.upload_file_batch_limit,
        }

    def upload_most_bytes(self, media_type: str) -> int:
        """How large a file that comes with a message may be."""
        kind, limits = media_type.partition("/")[0], self.upload_limits
        return limits.get(f"{kind}_file_size_limit", limits["file_size_limit"]) * MIB
