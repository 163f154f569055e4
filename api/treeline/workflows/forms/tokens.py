"""The token of a form: made of its id and SECRET_KEY, so that it is told again without being stored."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from treeline.kernel.crypto import derived_key
from treeline.kernel.settings import KernelSettings


def new_form_token(settings: KernelSettings, form_id: UUID) -> str:
    return _made(settings.secret_key or "", form_id)


def hashed_token(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def token_of(settings: KernelSettings, form_id: UUID, token_hash: str) -> str | None:
    """The one that a form was written with; None if the SECRET_KEY of then is not there any more."""
    for secret in (settings.secret_key or "", *settings.secret_key_previous):
        token = _made(secret, form_id)
        if hmac.compare_digest(hashed_token(token), token_hash):
            return token
    return None


def _made(secret: str, form_id: UUID) -> str:
    mac = hmac.digest(derived_key(secret, "human input forms"), form_id.bytes, "sha256")
    return urlsafe_b64encode(mac).rstrip(b"=").decode()
