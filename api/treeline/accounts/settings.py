from pydantic import Field

from treeline.accounts.oidc.settings import OidcSettings
from treeline.mail.settings import MailSettings


class AccountSettings(OidcSettings, MailSettings):
    init_password: str | None = Field(default=None, max_length=30)
    cookie_domain: str = ""

    # Workspaces: whether everybody may create one, or only instance admins; how long invitations are good for
    allow_create_workspace: bool = True
    invite_expiry_hours: float = Field(default=72, gt=0)
    owner_transfer_token_expiry_minutes: float = Field(default=10, gt=0)

    # Sessions
    access_token_expire_minutes: float = Field(default=60, gt=0)
    refresh_token_expire_days: float = Field(default=30, gt=0)
    login_max_failures: int = Field(default=5, ge=1)
    login_lockout_duration: int = Field(default=900, ge=1)
    login_max_attempts_per_minute: int = Field(default=60, ge=1)
    argon2_memory_kib: int = Field(default=65536, ge=64)
    argon2_time_cost: int = Field(default=3, ge=1)
    # Minutes for which a link and its code are valid
    reset_password_token_expiry_minutes: int = Field(default=15, ge=1)
    email_code_login_token_expiry_minutes: int = Field(default=15, ge=1)
    change_email_token_expiry_minutes: int = Field(default=15, ge=1)
    account_deletion_token_expiry_minutes: int = Field(default=15, ge=1)
