"""The OpenAPI documents as they are served: each is built once per application, on the first request."""

import hashlib

import msgspec

from treeline.kernel import current
from treeline.kernel.openapi import Api, document


def serialized(api: Api | None) -> tuple[bytes, str]:
    """The document's bytes and their ETag."""
    made: dict[Api | None, tuple[bytes, str]] = current.flask_app().extensions.setdefault("openapi", {})
    if api not in made:
        body = msgspec.json.encode(document(current.flask_app(), api))
        made[api] = body, hashlib.sha256(body).hexdigest()
    return made[api]
