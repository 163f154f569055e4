from pydantic import Field

from treeline.apps.settings import AppSettings


class FileSettings(AppSettings):
    # How long signed links are good for, in seconds
    files_access_timeout: int = Field(default=3600, ge=1)
