"""Every setting of Treeline: one place, one default.

Read once, from the environment, then `api/.env`, then `.env` at the root. A newcomer needs none of them.
"""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote

from dotenv import dotenv_values
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
ENV_FILES = (ROOT / ".env", ROOT / "api" / ".env")
MIB = 1024 * 1024


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=ENV_FILES, env_ignore_empty=True, extra="ignore")

    # Identity
    secret_key: str | None = None
    # Keys that this one has replaced: what they sealed can still be read.
    secret_key_previous: Annotated[list[str], NoDecode] = []
    init_password: str | None = Field(default=None, max_length=30)

    # Where things run
    api_host: str = "127.0.0.1"
    api_port: int = 5001
    web_port: int = 3000
    api_workers: int = Field(default=2, ge=1)
    # How many requests a process answers at once, how many large bodies it passes, how many streams it follows, and
    # which share of each one key, account or address must leave to others
    api_threads: int = Field(default=128, ge=2)
    api_transfers: int = Field(default=64, ge=2)
    api_streams: int = Field(default=2000, ge=2)
    api_reserved_share: float = Field(default=0.25, ge=0, lt=1)
    # Slow clients: seconds for the headers; bytes a second, averaged over so many seconds, for everything else
    api_header_timeout: float = Field(default=20, gt=0)
    api_min_bytes_per_second: int = Field(default=1024, ge=1)
    api_min_rate_seconds: float = Field(default=30, gt=0)
    treeline_data: Path = Path("data")
    console_folder: Path = Path("web/dist")

    # PostgreSQL: a URL, or its parts; neither means the embedded server
    database_url: str | None = None
    db_host: str | None = None
    db_port: int = 5432
    db_username: str = "postgres"
    db_password: str = ""
    db_database: str = "treeline"
    sqlalchemy_pool_size: int = Field(default=20, ge=1)
    sqlalchemy_pool_timeout: int = Field(default=30, ge=1)
    sqlalchemy_pool_pre_ping: bool = True
    sqlalchemy_echo: bool = False

    # Redis: a URL, or its parts; neither means the embedded server
    redis_url: str | None = None
    redis_host: str | None = None
    redis_port: int = 6379
    redis_username: str = ""
    redis_password: str = ""
    redis_db: int = 0
    redis_use_ssl: bool = False
    celery_broker_url: str | None = None

    # Addresses that people and browsers use
    console_web_url: str = ""
    console_api_url: str = ""
    files_url: str = ""
    respect_xforward_headers_enabled: bool = False
    cookie_domain: str = ""
    console_cors_allow_origins: Annotated[list[str], NoDecode] = []

    # Sessions
    access_token_expire_minutes: float = Field(default=60, gt=0)
    refresh_token_expire_days: float = Field(default=30, gt=0)
    login_max_failures: int = Field(default=5, ge=1)
    login_lockout_duration: int = Field(default=900, ge=1)
    login_max_attempts_per_minute: int = Field(default=60, ge=1)
    argon2_memory_kib: int = Field(default=65536, ge=64)
    argon2_time_cost: int = Field(default=3, ge=1)

    # Bytes
    storage_type: Literal["local", "s3"] = "local"
    storage_local_path: Path | None = None
    s3_endpoint: str | None = None
    s3_bucket_name: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_region: str = "us-east-1"
    s3_address_style: Literal["auto", "path", "virtual"] = "auto"
    s3_use_aws_managed_iam: bool = False
    files_access_timeout: int = Field(default=3600, ge=1)

    # Runs: how many answers a worker makes at once, and how long one may take
    runs_concurrency: int = Field(default=32, ge=1)
    run_max_seconds: int = Field(default=1200, ge=1)
    # Which part of the places is kept free of any one workspace, and of a workspace's places free of any one app
    runs_reserve: float = Field(default=0.25, ge=0, lt=1)

    # Requests to elsewhere: hosts, addresses and networks that are not public and may be asked all the same
    outbound_allowed_hosts: Annotated[list[str], NoDecode] = []
    # The same for what members and imported files name: nodes of workflows, OpenAPI tools, imports from an address
    node_allowed_hosts: Annotated[list[str], NoDecode] = []
    # The same for attachments alone, whose addresses end users send
    attachment_allowed_hosts: Annotated[list[str], NoDecode] = []

    # Files that come with messages: how large each may be, in MiB, how many come at once, and which are refused
    upload_file_size_limit: int = Field(default=15, ge=1)
    upload_image_file_size_limit: int = Field(default=10, ge=1)
    upload_audio_file_size_limit: int = Field(default=50, ge=1)
    upload_video_file_size_limit: int = Field(default=100, ge=1)
    upload_file_batch_limit: int = Field(default=5, ge=1)
    upload_file_extension_blacklist: Annotated[list[str], NoDecode] = []

    # Limits, served by GET …/assets/limits
    asset_max_depth: int = Field(default=64, ge=1, le=100)
    asset_max_batch_nodes: int = Field(default=100_000, ge=1)
    asset_max_app_nodes: int = Field(default=200_000, ge=1)
    asset_max_batch_bytes: int = Field(default=64 * MIB, ge=1)
    asset_max_file_bytes: int = Field(default=5 * 1024 * MIB, ge=1)
    asset_max_text_bytes: int = Field(default=5 * MIB, ge=1)

    # Conversations in which nothing is said for so many days are deleted; None: never
    conversations_kept_days: float | None = Field(default=None, gt=0)

    # /health warns when less is free on the disks of data and bytes
    health_min_free_mb: int = Field(default=500, ge=0)

    # Logs
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    # Set by `treeline up`, so that it knows its own children from strangers on the same port
    treeline_instance: str = ""

    @field_validator(
        "attachment_allowed_hosts",
        "console_cors_allow_origins",
        "node_allowed_hosts",
        "outbound_allowed_hosts",
        "secret_key_previous",
        "upload_file_extension_blacklist",
        mode="before",
    )
    @classmethod
    def _comma_list(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("treeline_data", "console_folder", "storage_local_path")
    @classmethod
    def _from_root(cls, value: Path | None) -> Path | None:
        return None if value is None else (ROOT / value.expanduser()).resolve()

    @field_validator("console_cors_allow_origins")
    @classmethod
    def _origins_are_named(cls, value: list[str]) -> list[str]:
        """With the cookies of a login, any site whatever could act as its visitors."""
        if any("*" in origin for origin in value):
            raise ValueError("name each origin, such as https://console.example.com; no * stands for them.")
        return value

    @model_validator(mode="after")
    def _s3_is_complete(self) -> Self:
        if self.storage_type == "s3":
            if not self.s3_bucket_name:
                raise ValueError("STORAGE_TYPE=s3 needs S3_BUCKET_NAME.")
            if not self.s3_use_aws_managed_iam and not (self.s3_access_key and self.s3_secret_key):
                raise ValueError(
                    "STORAGE_TYPE=s3 needs S3_ACCESS_KEY and S3_SECRET_KEY, or S3_USE_AWS_MANAGED_IAM=true."
                )
        return self

    @property
    def embeds_database(self) -> bool:
        return self.database_url is None and self.db_host is None

    @property
    def embeds_redis(self) -> bool:
        return self.redis_url is None and self.redis_host is None

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address, its driver named: since SQLAlchemy 2.1 a bare `postgresql://` means another one."""
        if self.database_url is not None:
            _, _, rest = self.database_url.partition("://")
            return f"postgresql+psycopg2://{rest}"
        user, password = quote(self.db_username, safe=""), quote(self.db_password, safe="")
        return f"postgresql+psycopg2://{user}:{password}@{self.db_host}:{self.db_port}/{self.db_database}"

    @property
    def redis_address(self) -> str:
        if self.redis_url is not None:
            return self.redis_url
        user, password = quote(self.redis_username, safe=""), quote(self.redis_password, safe="")
        scheme = "rediss" if self.redis_use_ssl else "redis"
        return f"{scheme}://{user}:{password}@{self.redis_host}:{self.redis_port}/{self.redis_db}"

    @property
    def broker_url(self) -> str:
        """Celery's Redis; kombu spells a unix socket in its own way."""
        url = self.celery_broker_url or self.redis_address
        if url.startswith("unix://"):
            path, _, query = url.removeprefix("unix://").partition("?")
            return f"redis+socket://{path}?{query.replace('db=', 'virtual_host=')}"
        return url

    @property
    def storage_folder(self) -> Path:
        return self.storage_local_path or self.treeline_data / "storage"

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

    @property
    def https(self) -> bool:
        return self.console_web_url.startswith("https://") and self.console_api_url.startswith("https://")


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
