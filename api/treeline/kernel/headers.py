"""What browsers are told with every reply."""

from flask import Response, request


def harden(response: Response) -> None:
    """What a browser must not do with a reply, whatever page has asked for it."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # Addresses of ours hold tokens: no other site is told them.
    headers.setdefault("Referrer-Policy", "no-referrer")
    if response.mimetype == "application/json":
        headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        if "ETag" not in headers:
            headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
