"""Every setting of Treeline, with its default. Each feature declares its own settings.

They are read once, from the environment, then `api/.env`, then `.env` at the root. All are optional.
"""

from collections.abc import Sequence
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from treeline.accounts.settings import AccountSettings
from treeline.assets.settings import AssetSettings
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.settings import ROOT
from treeline.kernel.validation import place
from treeline.mail.settings import MailSettings
from treeline.operations.settings import OperationSettings
from treeline.retention.settings import RetentionSettings
from treeline.tracing.settings import TracingSettings
from treeline.triggers.settings import TriggerSettings

ENV_FILES = (ROOT / ".env", ROOT / "api" / ".env")


class Settings(  # pyright: ignore[reportIncompatibleVariableOverride]  model_config: BaseSettings has keys of its own
    OperationSettings,
    RetentionSettings,
    TracingSettings,
    TriggerSettings,
    DatasetSettings,
    AssetSettings,
    AccountSettings,
    MailSettings,
    BaseSettings,
):
    # Values are left out of errors: some are secrets.
    model_config = SettingsConfigDict(
        env_file=ENV_FILES, env_ignore_empty=True, extra="ignore", defer_build=False, hide_input_in_errors=True
    )


def load_settings() -> Settings:
    """Settings from the environment and the env files. Raises pydantic's ValidationError, which names the key."""
    return Settings()


def faults(error: ValidationError) -> list[str]:
    """What is wrong, a line each, without values: `API_PORT: …`; only the sentence where it is about several."""
    found = error.errors(include_url=False, include_input=False)
    return [f"{_spelled(*each['loc'])}{each['msg'].removeprefix('Value error, ')}" for each in found]


def _spelled(name: int | str = "", *inside: int | str) -> str:
    return f"{str(name).upper()}{place((name, *inside)).removeprefix(str(name))}: " if name else ""


def unknown_keys(files: Sequence[Path] | None = None) -> list[str]:
    """Keys in the env files that no setting has: most often a misspelling that would silently do nothing."""
    known = {name.upper() for name in Settings.model_fields}
    return [
        f"{path}: {key}"
        for path in (ENV_FILES if files is None else files)
        if path.exists()
        for key in dotenv_values(path)
        if key.upper() not in known
    ]
