"""Who an ID token is of. It is believed only if the provider signed it, for us, for this sign-in, and not long ago."""

from collections.abc import Mapping
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from pydantic import TypeAdapter, ValidationError

from treeline.accounts.oidc.errors import NotBelieved
from treeline.accounts.oidc.joining import IdentityClaims
from treeline.accounts.oidc.models import MAX_SUBJECT
from treeline.accounts.oidc.provider import Granted, ProviderClient
from treeline.accounts.schemas import AccountName, Email
from treeline.kernel.clock import now
from treeline.kernel.text import clean

# By keys that only the provider has: neither "none" nor those that share our secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
# Clocks differ.
LEEWAY_SECONDS = 60
_NAME = TypeAdapter[str](AccountName)
_EMAIL = TypeAdapter[str](Email)


async def claims_of(client: ProviderClient, code: str, verifier: str, nonce: str) -> IdentityClaims:
    """Raises NotBelieved; NoAnswer, CodeRefused."""
    granted = await client.granted(code, verifier)
    told = await _verified(client, granted, nonce)
    # Some providers keep tokens short and tell the rest when they are asked.
    if "email" not in told or (client.provider.groups and client.provider.groups_claim not in told):
        more = await client.userinfo(granted.access_token)
        if more and more.get("sub") != told["sub"]:
            raise NotBelieved("its userinfo endpoint answers for somebody else.")
        told = {**more, **told}
    return _claims(told, client.provider.groups_claim)


async def _verified(client: ProviderClient, granted: Granted, nonce: str) -> dict[str, Any]:
    try:
        token = await _opened(client, granted.id_token)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": client.provider.issuer},
                "aud": {"essential": True, "value": client.provider.client_id},
            },
            params={
                "nonce": nonce,
                "client_id": client.provider.client_id,
                "access_token": granted.access_token,
            },
        )
        claims.validate(now=int(now().timestamp()), leeway=LEEWAY_SECONDS)
    # The last of a claim of another type than the library takes it for.
    except (JoseError, ValueError, TypeError) as error:
        raise NotBelieved(str(error)) from error
    return dict(claims)


async def _opened(client: ProviderClient, id_token: str) -> jwt.Token:
    """A provider changes its keys now and then: with those that are kept, not finding one is no answer yet."""
    try:
        return jwt.decode(id_token, await client.keys(fresh=False), algorithms=ALGORITHMS)
    except (InvalidKeyIdError, BadSignatureError):
        return jwt.decode(id_token, await client.keys(fresh=True), algorithms=ALGORITHMS)


def _claims(told: Mapping[str, Any], groups_claim: str) -> IdentityClaims:
    subject = told["sub"]
    if not 0 < len(subject) <= MAX_SUBJECT or clean(subject) != subject:
        raise NotBelieved("its subject is empty, too long, or has characters that can't be stored.")
    email = _taken(_EMAIL, told.get("email"))
    groups = told.get(groups_claim)
    listed = groups if isinstance(groups, list) else [groups]
    names = (told.get("name"), told.get("preferred_username"), (email or "").partition("@")[0], "Member")
    return IdentityClaims(
        issuer=told["iss"],
        subject=subject,
        email=email,
        # Some send it as a text.
        is_email_verified=told.get("email_verified") in (True, "true"),
        name=next(taken for name in names if (taken := _taken(_NAME, str(name or "").strip()[:30]))),
        groups=[each for each in listed if isinstance(each, str)],
    )


def _taken(kind: TypeAdapter[str], value: object) -> str | None:
    try:
        return kind.validate_python(clean(value))
    except ValidationError:
        return None
