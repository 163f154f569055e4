"""Every setting of Treeline, with its default. Each feature declares its own settings.

They are read once, from the environment, then `api/.env`, then `.env` at the root. All are optional.
"""

from dotenv import dotenv_values
from pydantic_settings import BaseSettings, SettingsConfigDict

from treeline.accounts.settings import AccountSettings
from treeline.assets.settings import AssetSettings
from treeline.datasets.settings import DatasetSettings
from treeline.kernel.settings import ROOT
from treeline.mail.settings import MailSettings
from treeline.operations.settings import OperationSettings
from treeline.retention.settings import RetentionSettings
from treeline.triggers.settings import TriggerSettings

ENV_FILES = (ROOT / ".env", ROOT / "api" / ".env")


class Settings(  # pyright: ignore[reportIncompatibleVariableOverride]  model_config: BaseSettings has keys of its own
    OperationSettings,
    RetentionSettings,
    TriggerSettings,
    DatasetSettings,
    AssetSettings,
    AccountSettings,
    MailSettings,
    BaseSettings,
):
    model_config = SettingsConfigDict(env_file=ENV_FILES, env_ignore_empty=True, extra="ignore", defer_build=False)


def load_settings() -> Settings:
    """Settings from the environment and the env files. Raises pydantic's ValidationError, which names key and value."""
    return Settings()


def unknown_keys() -> list[str]:
    """Keys in the env files that no setting has: most often a misspelling that would silently do nothing."""
    known = {name.upper() for name in Settings.model_fields}
    return [
        f"{path}: {key}"
        for path in ENV_FILES
        if path.exists()
        for key in dotenv_values(path)
        if key.upper() not in known
    ]
