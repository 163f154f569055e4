"""What browsers are told with every reply."""

from flask import Response, request

# None of the machine's devices is of use to any page of ours.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def harden(response: Response) -> None:
    """What a browser must not do with a reply, whatever page has asked for it."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    # Addresses of ours hold tokens: no other site is told them.
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Permissions-Policy", PERMISSIONS)
    if response.mimetype in ("application/json", "text/html"):
        # Pages say themselves what they need; what is left are the few words beside a redirect.
        headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    if response.mimetype == "application/json" and "ETag" not in headers:
        headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
