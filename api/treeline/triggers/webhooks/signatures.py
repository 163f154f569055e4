"""Signed requests, as GitHub, Stripe and Slack sign them, and the names that senders give their deliveries."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from treeline.triggers.webhooks.errors import SignatureInvalid

# A signature that is older, or of the future, may be one that somebody has recorded.
WINDOW_SECONDS = 300
# Of any sender, in this order. Names in lower case.
DELIVERY_HEADERS = (
    "x-github-delivery",
    "x-gitlab-event-uuid",
    "x-shopify-webhook-id",
    "webhook-id",
    "x-delivery-id",
    "idempotency-key",
)
# In the body, of senders that sign like this.
DELIVERY_FIELDS = {"stripe": "id", "slack": "event_id"}
MAX_DELIVERY_ID = 255


def verify(form: str, secret: str, headers: Mapping[str, str], body: bytes, at: float) -> None:
    """`headers`: with names in lower case. `at`: Unix seconds. Raises SignatureInvalid."""
    if form == "github":
        _require(secret, body, [headers.get("x-hub-signature-256", "").removeprefix("sha256=")])
    elif form == "stripe":
        parts = [part.partition("=") for part in headers.get("stripe-signature", "").split(",")]
        stamp = next((value for name, _, value in parts if name.strip() == "t"), "")
        _require_recent(stamp, at)
        signed = [value for name, _, value in parts if name.strip() == "v1"]
        _require(secret, stamp.encode() + b"." + body, signed)
    elif form == "slack":
        stamp = headers.get("x-slack-request-timestamp", "")
        _require_recent(stamp, at)
        signed = headers.get("x-slack-signature", "").removeprefix("v0=")
        _require(secret, b"v0:" + stamp.encode() + b":" + body, [signed])
    else:
        raise SignatureInvalid("This webhook is set up for a form of signatures that is unknown.")


def delivery_id(form: str, headers: Mapping[str, str], body: Any) -> str | None:
    """What the sender calls this delivery, if it says so."""
    named = next((headers[name] for name in DELIVERY_HEADERS if headers.get(name)), None)
    field = DELIVERY_FIELDS.get(form)
    if named is None and field is not None and isinstance(body, dict) and isinstance(body.get(field), str):
        named = body[field] or None
    if named is not None and (len(named) > MAX_DELIVERY_ID or "\0" in named):
        return hashlib.sha256(named.encode(errors="replace")).hexdigest()
    return named


def _require(secret: str, signed: bytes, given: list[str]) -> None:
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()
    # Each is compared, whichever fits: time says nothing.
    fits = [hmac.compare_digest(expected, each.strip().lower().encode(errors="replace")) for each in given[:16]]
    if not secret or not any(fits):
        raise SignatureInvalid("The signature is missing or doesn't fit the request.")


def _require_recent(stamp: str, at: float) -> None:
    # Not isdigit: that is true of digits that int() does not read, too.
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
        raise SignatureInvalid("The signature has no timestamp.")
    if abs(at - int(stamp)) > WINDOW_SECONDS:
        raise SignatureInvalid(f"The signature is more than {WINDOW_SECONDS} seconds old, or a clock is wrong.")
