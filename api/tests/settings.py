"""Settings of tests, whatever this machine says: its environment and its .env files are those of an installation."""

import os
from typing import Any

from dotenv import dotenv_values

from treeline.settings import ENV_FILES, Settings

_OURS = {
    "SECRET_KEY": "a key for tests only",
    "ARGON2_MEMORY_KIB": "64",
    "ARGON2_TIME_COST": "1",
    # As users have it: what is logged is looked through for secrets, see tests/logs.py.
    "LOG_LEVEL": "INFO",
}


def settings_of(**values: Any) -> Settings:
    if str(values.get("database_url", "")).startswith("mysql"):
        values = {"vector_store": "qdrant"} | values
    return Settings(_env_file=None, **values)  # pyright: ignore[reportCallIssue]  pydantic-settings' own


def settle_environment() -> None:
    """Leave out of the environment what names a setting, for this process and those that it starts."""
    for name in list(os.environ):
        if name.lower() in Settings.model_fields:
            del os.environ[name]
    os.environ.update(_OURS)
    if os.environ.get("TEST_DATABASE") == "mysql":
        os.environ["VECTOR_STORE"] = "qdrant"


def over_env_files() -> dict[str, str]:
    """The defaults of what the .env files set: for processes that read these."""
    told = {name.lower() for path in ENV_FILES if path.exists() for name in dotenv_values(path)}
    fresh = settings_of().model_dump(mode="json", include=told)
    return {name.upper(): _text(value) for name, value in fresh.items() if value is not None}


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
