from typing import Any

from treeline.settings import Settings


def settings_of(**values: Any) -> Settings:
    """Settings with these values, whatever an .env file of this machine says."""
    return Settings(_env_file=None, **values)  # pyright: ignore[reportCallIssue]  pydantic-settings' own
