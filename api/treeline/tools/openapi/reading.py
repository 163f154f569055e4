"""A document that was read: as it is stored, and what it offers."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from treeline.tools.models import ApiProvider
from treeline.tools.openapi.changes import changes_of
from treeline.tools.openapi.document import read_document
from treeline.tools.openapi.operations import read_api
from treeline.tools.openapi.shapes import Api, AuthScheme, Operation


@dataclass(frozen=True)
class ReadDocument:
    """`text`: as JSON. `url`: where it came from; None for one that was pasted."""

    text: str
    digest: str
    url: str | None
    api: Api


def read_text(text: str, url: str | None) -> ReadDocument:
    """Raises InvalidDocument."""
    document = read_document(text)
    stored = json.dumps(document, ensure_ascii=False)
    digest = hashlib.sha256(stored.encode(errors="replace")).hexdigest()
    return ReadDocument(stored, digest, url, read_api(document, url))


def read_stored(provider: ApiProvider) -> ReadDocument:
    """`provider`: with its document loaded."""
    api = read_api(json.loads(provider.document), provider.document_url)
    return ReadDocument(provider.document, provider.document_digest, provider.document_url, api)


def take_over(provider: ApiProvider, read: ReadDocument) -> None:
    """What was read last; what was confirmed stays."""
    provider.document, provider.document_digest = read.text, read.digest
    provider.document_url, provider.title = read.url, read.api.title


def compare(provider: ApiProvider, api: Api, chosen: list[Operation]) -> None:
    """Note what would change if somebody confirmed."""
    schemes = [AuthScheme.model_validate(each) for each in provider.auth_schemes]
    found = changes_of(api, provider.server_url, provider.own_server, schemes, chosen)
    provider.changes, provider.change_count = [each.model_dump() for each in found], len(found)


def digest_of(provider: ApiProvider) -> str:
    """Of what somebody sees who looks at the changes: document and differences."""
    seen: list[Any] = [provider.document_digest, provider.changes, provider.server_url]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()
