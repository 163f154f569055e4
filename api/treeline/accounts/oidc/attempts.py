"""Sign-ins under way at a provider: Redis keeps each until it comes back, once, or for ten minutes."""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from typing import cast

import redis
from redis.exceptions import RedisError

from treeline.accounts.oidc.errors import OidcAttemptExpired, OidcAttemptForeign
from treeline.kernel.errors import RedisUnavailable

AWAY = "Redis is unavailable. Try again in a moment, or sign in with your password."
SECONDS = 600
_BYTES = 32


@dataclass(frozen=True)
class OidcAttempt:
    provider: str
    nonce: str
    # What proves to the provider that the code comes from who asked for it (PKCE).
    verifier: str
    # Hash of a cookie: another browser can't go on with it.
    browser: str
    remember: bool
    next: str
    # Whose account is to be connected; None: somebody signs in.
    account_id: str | None = None
    # The token of an invitation to accept with it.
    invitation: str | None = None


class OidcAttempts:
    def __init__(self, client: redis.Redis):
        self._redis = client

    def begin(
        self,
        provider: str,
        browser: str,
        *,
        remember: bool,
        next_path: str,
        account_id: str | None,
        invitation: str | None = None,
    ) -> tuple[str, OidcAttempt]:
        """The state that names it, and itself. `browser`: what the browser's cookie holds. Raises RedisUnavailable."""
        attempt = OidcAttempt(
            provider=provider,
            nonce=secrets.token_urlsafe(_BYTES),
            verifier=secrets.token_urlsafe(_BYTES),
            browser=_hash(browser),
            remember=remember,
            next=next_path,
            account_id=account_id,
            invitation=invitation,
        )
        state = secrets.token_urlsafe(_BYTES)
        try:
            self._redis.set(_key(state), json.dumps(asdict(attempt)), ex=SECONDS)
        except RedisError as error:
            raise RedisUnavailable(AWAY) from error
        return state, attempt

    def take(self, state: str, provider: str, browser: str) -> OidcAttempt:
        """It is over with this, whatever comes of it. Raises OidcAttemptExpired, OidcAttemptForeign,
        RedisUnavailable."""
        try:
            kept = cast(bytes | None, self._redis.getdel(_key(state)))
        except RedisError as error:
            raise RedisUnavailable(AWAY) from error
        if kept is None:
            raise OidcAttemptExpired
        attempt = OidcAttempt(**json.loads(kept))
        # The reply of one provider is never taken for that of another.
        if attempt.provider != provider or not hmac.compare_digest(attempt.browser, _hash(browser)):
            raise OidcAttemptForeign
        return attempt


def new_browser() -> str:
    return secrets.token_urlsafe(_BYTES)


def _key(state: str) -> str:
    return f"oidc:{_hash(state)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
