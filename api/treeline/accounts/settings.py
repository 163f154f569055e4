from pydantic import Field

from treeline.accounts.oidc.settings import OidcSettings


class AccountSettings(OidcSettings):
    init_password: str | None = Field(default=None, max_length=30)
    cookie_domain: str = ""

    # Sessions
    access_token_expire_minutes: float = Field(default=60, gt=0)
    refresh_token_expire_days: float = Field(default=30, gt=0)
    login_max_failures: int = Field(default=5, ge=1)
    login_lockout_duration: int = Field(default=900, ge=1)
    login_max_attempts_per_minute: int = Field(default=60, ge=1)
    argon2_memory_kib: int = Field(default=65536, ge=64)
    argon2_time_cost: int = Field(default=3, ge=1)
