from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from treeline.accounts.schemas import InviteToken, Password
from treeline.kernel.schemas import SEEN, ContractBody, Schema, Timestamp

PasskeyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), SEEN]
# Base64url, as the browser's `toJSON` makes it. Credential ids have at most 1023 bytes.
Bytes = Annotated[str, Field(max_length=16_384, pattern=r"^[A-Za-z0-9_-]*$")]
CredentialId = Annotated[str, Field(min_length=1, max_length=1364, pattern=r"^[A-Za-z0-9_-]+$")]


class PasskeyOut(Schema):
    id: UUID
    name: str
    backed_up: bool = Field(description="Whether the passkey is synced to the person's other devices.")
    last_used_at: Timestamp | None
    created_at: Timestamp


class PasskeysOut(Schema):
    """`available`: whether passkeys can be used under the address of this installation."""

    data: list[PasskeyOut]
    available: bool


class PasskeyOptions(Schema):
    """For `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`. Expires in 5 minutes."""

    options: dict[str, Any]


class PasskeyOptionsIn(ContractBody):
    """`password` is your current password; omit it if the account has none."""

    password: Password | None = None


class AttestationResponse(ContractBody):
    client_data_json: Annotated[Bytes, Field(alias="clientDataJSON")]
    attestation_object: Annotated[Bytes, Field(alias="attestationObject")]


class AttestationIn(ContractBody):
    """What `navigator.credentials.create` returns, by `toJSON`."""

    id: CredentialId
    raw_id: Annotated[CredentialId, Field(alias="rawId")]
    type: Annotated[str, Field(max_length=32)]
    response: AttestationResponse


class AssertionResponse(ContractBody):
    client_data_json: Annotated[Bytes, Field(alias="clientDataJSON")]
    authenticator_data: Annotated[Bytes, Field(alias="authenticatorData")]
    signature: Bytes
    user_handle: Annotated[Bytes | None, Field(alias="userHandle")] = None


class AssertionIn(ContractBody):
    """What `navigator.credentials.get` returns, by `toJSON`."""

    id: CredentialId
    raw_id: Annotated[CredentialId, Field(alias="rawId")]
    type: Annotated[str, Field(max_length=32)]
    response: AssertionResponse


class PasskeyIn(ContractBody):
    name: PasskeyName
    credential: AttestationIn


class PasskeyRename(ContractBody):
    name: PasskeyName


class PasskeyLoginIn(ContractBody):
    credential: AssertionIn
    remember_me: bool = False
    invite_token: InviteToken | None = Field(default=None, description="Accepts this invitation with the login.")
