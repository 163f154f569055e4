"""Presigned URLs (AWS Signature Version 4) without boto3, which is tens of times slower: a batch can need 100,000."""

import hmac
from datetime import datetime
from functools import lru_cache, reduce
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit


class Presigner:
    """Signs URLs that begin with `base`, with botocore's credentials. A test compares them with boto3's."""

    def __init__(self, base: str, region: str, credentials: Any):
        self.base, self.region, self.credentials = base, region, credentials
        parts = urlsplit(base)
        self.path = parts.path
        self.host = parts.netloc.removesuffix(":443" if parts.scheme == "https" else ":80")

    def put(self, name: str, seconds: int, size: int, at: datetime) -> str:
        """A URL for a PUT of exactly `size` bytes, good for so many seconds from `at` (UTC)."""
        # Asked for each time: the keys of a machine's role change every few hours.
        keys = self.credentials.get_frozen_credentials()
        moment = f"{at:%Y%m%dT%H%M%SZ}"
        day = _day(keys.access_key, keys.secret_key, moment[:8], self.region)
        token = f"&X-Amz-Security-Token={quote(keys.token, safe='')}" if keys.token else ""
        query = (
            f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={day.credential}&X-Amz-Date={moment}"
            f"&X-Amz-Expires={seconds}{token}&X-Amz-SignedHeaders=content-length%3Bhost"
        )
        request = (
            f"PUT\n{self.path}{name}\n{query}\ncontent-length:{size}\nhost:{self.host}\n\n"
            "content-length;host\nUNSIGNED-PAYLOAD"
        )
        signed = f"AWS4-HMAC-SHA256\n{moment}\n{day.scope}\n{sha256(request.encode()).hexdigest()}"
        return f"{self.base}{name}?{query}&X-Amz-Signature={_hmac(day.key, signed).hex()}"


class _Day(NamedTuple):
    """What all signatures of one day share."""

    scope: str
    credential: str
    key: bytes


@lru_cache(maxsize=4)
def _day(access_key: str, secret_key: str, day: str, region: str) -> _Day:
    parts = (day, region, "s3", "aws4_request")
    scope = "/".join(parts)
    return _Day(scope, quote(f"{access_key}/{scope}", safe=""), reduce(_hmac, parts, f"AWS4{secret_key}".encode()))


def _hmac(key: bytes, message: str) -> bytes:
    return hmac.digest(key, message.encode(), "sha256")
