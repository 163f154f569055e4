from typing import Literal, Self

from pydantic import Field, model_validator

from treeline.kernel.settings import KernelSettings
from treeline.mail.addresses import sender_of


class MailSettings(KernelSettings):
    # Without a type, mails are written down for the instance admin, and nobody sends them
    mail_type: Literal["", "smtp"] = ""
    mail_default_send_from: str = ""
    smtp_server: str = ""
    smtp_port: int = Field(default=465, ge=1, le=65535)
    smtp_username: str = ""
    smtp_password: str = ""
    # TLS from the first byte; with the second one too, by STARTTLS
    smtp_use_tls: bool = True
    smtp_opportunistic_tls: bool = False

    # In seconds: how long one mail may take, how long a worker holds one, how often to look for those that are due,
    # and the pause after a first failure
    smtp_timeout: float = Field(default=60, gt=0)
    mail_lease_seconds: float = Field(default=180, gt=0)
    mail_sweep_seconds: float = Field(default=15, gt=0)
    mail_retry_seconds: float = Field(default=60, gt=0)

    @model_validator(mode="after")
    def _smtp_is_complete(self) -> Self:
        if self.mail_type == "smtp":
            if not (self.smtp_server and self.mail_default_send_from):
                raise ValueError("MAIL_TYPE=smtp needs SMTP_SERVER and MAIL_DEFAULT_SEND_FROM.")
            try:
                sender_of(self.mail_default_send_from)
            except ValueError as error:
                raise ValueError(
                    f"MAIL_DEFAULT_SEND_FROM must be an address, such as Treeline <treeline@example.com>: {error}"
                ) from error
        return self


def is_configured(settings: MailSettings) -> bool:
    """Whether mails are sent; without it they wait for the instance admin."""
    return settings.mail_type == "smtp"
