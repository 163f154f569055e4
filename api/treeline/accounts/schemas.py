from functools import lru_cache
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, computed_field, model_validator

from treeline.accounts.emails import EMAIL_LENGTH, normal_email
from treeline.accounts.models import picture_url
from treeline.accounts.passwords import LONGEST, SHORTEST, check_rule
from treeline.accounts.roles import GIVES, Ability, Role, abilities_of
from treeline.kernel.schemas import SEEN, ContractBody, Done, Schema, Timestamp
from treeline.kernel.validation import invalid

# With spaces around it; checking an address costs more than its length.
GIVEN_EMAIL_LENGTH = 320


@lru_cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def _timezone(name: str) -> str:
    if name not in _timezones():
        raise invalid("timezone", "not an IANA time zone, such as Europe/Paris")
    return name


def _new_password(password: str) -> str:
    try:
        return check_rule(password)
    except ValueError as error:
        raise invalid(
            "password_rule",
            "a password must have {least} to {most} characters, including a letter and a digit",
            least=SHORTEST,
            most=LONGEST,
        ) from error


Email = Annotated[
    str,
    Field(max_length=GIVEN_EMAIL_LENGTH),
    AfterValidator(normal_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": EMAIL_LENGTH}),
]
NewPassword = Annotated[
    str,
    Field(max_length=4 * LONGEST),
    AfterValidator(_new_password),
    WithJsonSchema({"type": "string", "minLength": SHORTEST, "maxLength": LONGEST}),
]
Password = Annotated[str, Field(max_length=LONGEST)]
Language = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Timezone = Annotated[str, Field(max_length=64), AfterValidator(_timezone)]
AccountName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30), SEEN]
WorkspaceName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), SEEN]
Theme = Literal["light", "dark"]
InviteToken = Annotated[str, Field(min_length=1, max_length=100)]


class SetupOut(Schema):
    step: Literal["not_started", "finished"]
    setup_at: str | None


class SetupIn(ContractBody):
    email: Email
    name: AccountName
    password: NewPassword
    language: Language | None = None


class InitOut(Schema):
    status: Literal["not_started", "finished"]


class InitIn(ContractBody):
    password: Annotated[str, Field(max_length=30)]


class LoginIn(ContractBody):
    email: Email
    password: Password
    remember_me: bool = False
    invite_token: InviteToken | None = Field(default=None, description="Accepts this invitation with the login.")


class AccountOut(Schema):
    id: UUID
    name: str
    avatar: str | None = None
    avatar_url: str | None = None
    email: str
    is_password_set: bool
    is_instance_admin: bool
    two_step_missing: bool = Field(
        default=False, description="Whether two-step verification must be turned on before this session can go on."
    )
    interface_language: str
    interface_theme: Theme
    timezone: str
    last_login_at: Timestamp | None
    last_login_ip: str | None
    created_at: Timestamp


class NameIn(ContractBody):
    name: AccountName


class LanguageIn(ContractBody):
    interface_language: Language


class ThemeIn(ContractBody):
    interface_theme: Theme


class TimezoneIn(ContractBody):
    timezone: Timezone


class PasswordIn(ContractBody):
    """`password` is the current password; omit it if the account has none.

    `delete_tokens`: also delete your personal access tokens, in all workspaces.
    """

    password: Password | None = None
    delete_tokens: bool = False
    new_password: NewPassword
    repeat_new_password: Password

    @model_validator(mode="after")
    def _repeated(self) -> Self:
        if self.repeat_new_password != self.new_password:
            raise invalid("passwords_differ", "repeat_new_password must match new_password")
        return self


class WorkspaceOut(Schema):
    id: UUID
    name: str
    status: Literal["normal"] = "normal"
    created_at: Timestamp
    role: Role

    @computed_field(description="What the role allows; `edit` includes `read`.")
    @property
    def abilities(self) -> list[Ability]:
        return abilities_of(self.role)

    @computed_field(description="The roles that the role can give to others, and take from them.")
    @property
    def gives(self) -> list[Role]:
        return list(GIVES[self.role])


class OneOfMyWorkspaces(WorkspaceOut):
    current: bool


class WorkspacesOut(Schema):
    """`can_create`: whether you can create workspaces on this installation."""

    can_create: bool
    workspaces: list[OneOfMyWorkspaces]


class MemberOut(Schema):
    id: UUID
    name: str
    avatar_id: UUID | None = Field(exclude=True)
    email: str
    role: Role
    status: Literal["active"] = "active"
    last_login_at: Timestamp | None
    last_active_at: Timestamp | None = Field(description="In this workspace, within a few minutes.")
    created_at: Timestamp

    @computed_field
    @property
    def avatar(self) -> str | None:
        return str(self.avatar_id) if self.avatar_id else None

    @computed_field
    @property
    def avatar_url(self) -> str | None:
        return picture_url(self.id, self.avatar_id)


class MembersOut(Schema):
    accounts: list[MemberOut]


class WorkspaceSwitch(ContractBody):
    tenant_id: UUID


class WorkspaceSwitched(Done):
    new_tenant: WorkspaceOut


class WorkspaceInfo(ContractBody):
    name: WorkspaceName


class WorkspaceChanged(Done):
    tenant: WorkspaceOut
