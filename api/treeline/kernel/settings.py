"""Settings that every feature uses: servers, URLs, storage, logs."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator
from pydantic_settings import NoDecode

ROOT = Path(__file__).resolve().parents[3]
MIB = 1024 * 1024


def _parts(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


CommaList = Annotated[list[str], NoDecode, BeforeValidator(_parts)]
FromRoot = Annotated[Path, AfterValidator(lambda path: (ROOT / path.expanduser()).resolve())]


class KernelSettings(BaseModel):
    # Only the whole is ever validated.
    model_config = ConfigDict(defer_build=True)

    # Identity
    secret_key: str | None = None
    # Keys that this one has replaced: what they sealed can still be read.
    secret_key_previous: CommaList = Field(default_factory=list)

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
    treeline_data: FromRoot = Path("data")

    # PostgreSQL or MySQL: a URL, or its parts; neither means the embedded PostgreSQL
    database_url: str | None = None
    db_type: Literal["postgresql", "mysql"] = "postgresql"
    db_host: str | None = None
    # That of its type: 5432 or 3306
    db_port: int | None = None
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
    console_cors_allow_origins: CommaList = Field(default_factory=list)

    # Bytes
    storage_type: Literal["local", "s3"] = "local"
    storage_local_path: FromRoot | None = None
    s3_endpoint: str | None = None
    s3_bucket_name: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_region: str = "us-east-1"
    s3_address_style: Literal["auto", "path", "virtual"] = "auto"
    s3_use_aws_managed_iam: bool = False

    # Requests to elsewhere: hosts, addresses and networks that are not public and may be asked all the same
    outbound_allowed_hosts: CommaList = Field(default_factory=list)
    # The same for what members and imported files name: nodes of workflows, OpenAPI tools, imports from an address
    node_allowed_hosts: CommaList = Field(default_factory=list)
    # Logs
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    # Which lane a worker serves: set by `treeline up` and dev/start-worker --lane
    worker_lane: Literal["", "runs", "long", "short"] = ""
    # Set by `treeline up`, so that it knows its own children from strangers on the same port
    treeline_instance: str = ""

    @field_validator("console_cors_allow_origins")
    @classmethod
    def _origins_are_named(cls, value: list[str]) -> list[str]:
        """With the cookies of a login, any site whatever could act as its visitors."""
        if any("*" in origin for origin in value):
            raise ValueError("list each origin, such as https://console.example.com; wildcards are not supported.")
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
            kind, _, rest = self.database_url.partition("://")
            if kind.startswith(("mysql", "mariadb")):
                return f"mysql+pymysql://{rest}"
            return f"postgresql+psycopg2://{rest}"
        user, password = quote(self.db_username, safe=""), quote(self.db_password, safe="")
        kind, port = ("mysql+pymysql", 3306) if self.db_type == "mysql" else ("postgresql+psycopg2", 5432)
        return f"{kind}://{user}:{password}@{self.db_host}:{self.db_port or port}/{self.db_database}"

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
    def https(self) -> bool:
        return self.console_web_url.startswith("https://") and self.console_api_url.startswith("https://")
