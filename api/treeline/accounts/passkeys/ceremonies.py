"""What the browser is asked for, and whether what it brings back holds.

The person must be verified by the device (a PIN, a finger, a face): a passkey is then two factors by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from treeline.accounts.models import Account
from treeline.accounts.passkeys.challenges import SECONDS
from treeline.accounts.passkeys.models import Passkey
from treeline.accounts.passkeys.party import RelyingParty

# The library is loaded when it is needed: that takes as long as a few of our packages.

NAME = "Treeline"


class BadCredential(ValueError):
    """What the browser sent does not hold; why is for the log."""


@dataclass(frozen=True)
class NewPasskey:
    credential_id: bytes
    public_key: bytes
    sign_count: int
    backed_up: bool


def creation_options(
    party: RelyingParty, account: Account, challenge: bytes, present: Iterable[bytes]
) -> dict[str, Any]:
    """For `navigator.credentials.create`. `present`: the credentials that the account has already."""
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict, structs

    options = generate_registration_options(
        rp_id=party.id,
        rp_name=NAME,
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        timeout=SECONDS * 1000,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            # Found by the device without an email address.
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in present],
    )
    return options_to_json_dict(options)


def request_options(party: RelyingParty, challenge: bytes) -> dict[str, Any]:
    """For `navigator.credentials.get`: any passkey of this host."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict, structs

    options = generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=SECONDS * 1000,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def challenge_in(credential: dict[str, Any]) -> bytes:
    """The challenge that it claims to answer. Raises BadCredential."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json

    try:
        return parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"])).challenge
    except Exception as error:
        raise BadCredential(str(error)) from error


def id_in(credential: dict[str, Any]) -> bytes:
    """Which credential it claims to be. Raises BadCredential."""
    from webauthn.helpers import base64url_to_bytes

    try:
        return base64url_to_bytes(credential["rawId"])
    except ValueError as error:
        raise BadCredential(str(error)) from error


def registered(party: RelyingParty, credential: dict[str, Any]) -> NewPasskey:
    """Raises BadCredential. Whether the challenge is ours, the caller has seen to."""
    from webauthn import verify_registration_response

    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge_in(credential),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    # The library meets hostile bytes of several formats here, and not all that it trips over is its own error.
    except Exception as error:
        raise BadCredential(str(error)) from error
    return NewPasskey(
        found.credential_id, found.credential_public_key, found.sign_count, bool(found.credential_backed_up)
    )


def signed(party: RelyingParty, credential: dict[str, Any], passkey: Passkey) -> NewPasskey:
    """The passkey as it is after this sign-in. Raises BadCredential, as `registered` does."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes

    try:
        handle = base64url_to_bytes(credential["response"].get("userHandle") or "")
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge_in(credential),
            expected_rp_id=party.id,
            expected_origin=list(party.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise BadCredential(str(error)) from error
    if handle and handle != passkey.account_id.bytes:
        raise BadCredential("the passkey is another account's")
    return NewPasskey(passkey.credential_id, passkey.public_key, found.new_sign_count, bool(found.credential_backed_up))
