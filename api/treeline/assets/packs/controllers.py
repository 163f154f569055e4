import re
from base64 import b64decode
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from flask import Response, request
from werkzeug.http import parse_dict_header

from treeline.apps.errors import AppNotFound
from treeline.assets.links import PACK
from treeline.assets.packs.access import linked_pack, many_contents
from treeline.assets.packs.contents import AssetContents
from treeline.assets.packs.errors import (
    BadDigest,
    ContentNotFound,
    DigestMismatch,
    NotInList,
    PackIncomplete,
    PackListNotFound,
)
from treeline.assets.packs.schemas import ContentsIn, PackFailure, PackOut
from treeline.assets.packs.service import OBJECT_BYTES, PackService
from treeline.assets.requests import AssetRoutes, tree_revision
from treeline.files.errors import BytesMissing, BytesTooMany
from treeline.files.links import SIGNED_LINK, current_grant
from treeline.files.serving import streamed
from treeline.kernel.web import MIB, Routes

# What a broken connection takes with it at the most: the server waits until so much has come.
READ_BYTES = 64 * 1024
FRAMES_OVERHEAD = 2 * MIB
SHA256_DIGEST = re.compile(r":([A-Za-z0-9+/]{43}=):")

contents = AssetRoutes("asset_many_contents", "/contents", many_contents, group="Uploads and downloads")
packs = Routes(
    "asset_packs",
    "/files/packs/<token>",
    group="Uploads and downloads",
    access=SIGNED_LINK,
    scope=linked_pack,
    headers=tree_revision,
)


@packs.put(
    "",
    can=PACK,
    transactional=False,
    # Each file is measured by itself: a pack of many small ones may be larger than any.
    max_body=lambda settings: max(settings.asset_max_file_bytes, OBJECT_BYTES) + FRAMES_OVERHEAD,
    refusals=[AppNotFound, PackListNotFound, PackIncomplete, NotInList, BytesTooMany, BadDigest, DigestMismatch],
    sends="application/octet-stream",
)
def put_pack(packs: PackService) -> PackOut:
    """Upload many files in one request.

    Each file is preceded by 12 bytes, big endian: 4 for its index in `missing`, 8 for its length. You can split files
    over several packs. Each file is verified on its own; verified files are kept if the connection breaks. With
    `Content-Digest: sha-256=:…:`, a pack of up to 64 MiB is verified and saved as a whole or not at all.
    """
    chunks: Iterator[bytes] = iter(partial(request.stream.read, READ_BYTES), b"")
    result = packs.receive(list_id(), chunks, content_digest())
    failed = [PackFailure(index=index, code=e.code, message=e.message) for index, e in sorted(result.failed.items())]
    return PackOut(ready=result.ready, failed=failed)


@contents.post("", can="read", transactional=False, refusals=[AppNotFound, ContentNotFound, BytesMissing])
def read_contents(contents: AssetContents, body: ContentsIn) -> Response:
    """Download the content of many files in one stream, by their SHA-256.

    Each is framed as in a pack: 4 bytes for its index in the request, 8 for its length, then its content. The order is
    not defined.
    """
    return streamed(contents.frames(body.sha256), headers={"Content-Type": "application/octet-stream"})


def content_digest() -> bytes | None:
    """The SHA-256 that the sender says the body has; digests of other kinds are passed over."""
    said = parse_dict_header(request.headers.get("Content-Digest", ""))
    if "sha-256" not in said:
        return None
    found = SHA256_DIGEST.fullmatch(said["sha-256"] or "")
    if found is None:
        raise BadDigest
    return b64decode(found[1])


def list_id() -> UUID:
    return current_grant(PACK).subject
