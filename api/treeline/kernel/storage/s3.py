"""Objects in a bucket of Amazon S3 or an S3-compatible server."""

import errno
import logging
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from itertools import chain
from typing import Any
from uuid import UUID

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from treeline.kernel.clock import now
from treeline.kernel.settings import KernelSettings
from treeline.kernel.storage.interface import ObjectMissing, StorageRejected, StorageUnavailable, key_of, stream
from treeline.kernel.storage.presigning import Presigner

PART_BYTES = 8 * 1024 * 1024
ATTEMPTS = 3
CONNECT_SECONDS = 5
READ_SECONDS = 30
FULL = re.compile(r"StorageFull|InsufficientStorage|QuotaExceeded|OutOfSpace|NoSpace|DiskFull", re.IGNORECASE)

# An option that this server does not know: a header, a checksum, a condition, the style of addresses.
_OPTIONS = re.compile(
    r"NotImplemented|Invalid(Argument|Request|Digest|StorageClass)|(MethodNotA|NotA)llowed|NotSupported|Unsupported\w+|"
    r"MalformedXML|Missing\w+|XAmz\w+Mismatch|AuthorizationHeaderMalformed|PermanentRedirect|IllegalLocation\w+|"
    r"400|405|411|501"
)
_MAX_REASON = 300

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class S3Staged:
    """What lies under a staging key. `sha256`: hexadecimal, if the store has one. `version` changes with the bytes."""

    size: int
    sha256: str | None
    version: str


def connect(settings: KernelSettings, *, read_seconds: float = READ_SECONDS, attempts: int = ATTEMPTS) -> "S3Storage":
    """`read_seconds`: how long S3 may be silent before an attempt is given up."""
    managed = settings.s3_use_aws_managed_iam
    session = Session(
        aws_access_key_id=None if managed else settings.s3_access_key,
        aws_secret_access_key=None if managed else settings.s3_secret_key,
        region_name=settings.s3_region,
    )
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": settings.s3_address_style},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=settings.api_threads,
        # Many servers that are not Amazon's refuse the checksums that boto3 adds by itself.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client = session.client("s3", endpoint_url=settings.s3_endpoint, config=config)
    return S3Storage(client, settings.s3_bucket_name, session.get_credentials())


class S3Storage:
    """Objects under `objects/`; under `staging/`, what clients send with a presigned URL until it is adopted."""

    def __init__(self, client: Any, bucket: str, credentials: Any):
        self.client, self.bucket, self.credentials = client, bucket, credentials

    def put(self, key: UUID, chunks: Iterable[bytes | memoryview]) -> None:
        parts = _parts(chunks)
        first = next(parts, BytesIO())
        place = self._object(key)
        with translated():
            if first.getbuffer().nbytes == PART_BYTES:
                self._put_parts(place, chain((first,), parts))
            else:
                with _undone(self.client.delete_object, place):
                    self.client.put_object(**place, Body=first)

    def _put_parts(self, place: dict[str, str], parts: Iterable[BytesIO]) -> None:
        upload = {**place, "UploadId": self.client.create_multipart_upload(**place)["UploadId"]}
        with _undone(self.client.abort_multipart_upload, upload):
            sent = [
                {"PartNumber": number, "ETag": self.client.upload_part(**upload, PartNumber=number, Body=part)["ETag"]}
                for number, part in enumerate(parts, 1)
            ]
            # Its answer may be lost, and the object be there.
            with _undone(self.client.delete_object, place):
                self.client.complete_multipart_upload(**upload, MultipartUpload={"Parts": sent})

    def read(self, key: UUID, start: int, length: int) -> Iterator[bytes]:
        # There is no range of no bytes: one is asked for, and not read.
        last = start + max(length, 1) - 1
        with translated(missing=key):
            try:
                found = self.client.get_object(**self._object(key), Range=f"bytes={start}-{last}")
            except ClientError as error:
                if _code(error) == "InvalidRange":
                    return iter(())
                raise
        return _streamed(found["Body"], length)

    def delete(self, key: UUID) -> None:
        with translated():
            self.client.delete_object(**self._object(key))

    def list(self, older_than: datetime) -> Iterator[tuple[UUID, int]]:
        for found in self._found("list_objects_v2", "Contents", "objects/"):
            key = key_of(found["Key"].rpartition("/")[2])
            if key is not None and found["LastModified"] < older_than:
                yield key, found["Size"]

    def remove_unfinished(self, older_than: datetime) -> int:
        uploads = self._found("list_multipart_uploads", "Uploads", "objects/")
        staged = self._found("list_objects_v2", "Contents", "staging/")
        # What is there to be removed is listed first: if S3 is away, that says so. One that stays keeps no other.
        old_uploads = [(found["Key"], found["UploadId"]) for found in uploads if found["Initiated"] < older_than]
        old_staged = [found["Key"] for found in staged if found["LastModified"] < older_than]
        abort, remove, bucket = self.client.abort_multipart_upload, self.client.delete_object, self.bucket
        aborted = [_try(abort, {"Bucket": bucket, "Key": key, "UploadId": upload}) for key, upload in old_uploads]
        return sum(aborted) + sum(_try(remove, {"Bucket": bucket, "Key": key}) for key in old_staged)

    def check(self) -> None:
        with translated():
            self.client.head_bucket(Bucket=self.bucket)

    def probe(self) -> None:
        """Buckets have no size of their own, and each write costs money."""

    def presign_put(self, staging: UUID, seconds: int, size: int) -> str:
        """A URL to which anyone may PUT exactly `size` bytes, again and again until it expires. Asks nobody."""
        with translated():
            return self.presigner.put(str(staging), seconds, size, now())

    def head(self, staging: UUID) -> S3Staged:
        """What was sent to a presigned URL. Raises ObjectMissing."""
        with translated(missing=staging):
            found = self.client.head_object(**self._staging(staging), ChecksumMode="ENABLED")
        checksum = found.get("ChecksumSHA256")
        return S3Staged(found["ContentLength"], b64decode(checksum).hex() if checksum else None, found["ETag"])

    def adopt(self, staging: UUID, key: UUID, version: str) -> None:
        """Make an object of what was staged. Raises ObjectMissing, also if it is no longer what `head` saw."""
        source = self._staging(staging)
        with translated(missing=staging):
            self.client.copy_object(**self._object(key), CopySource=source, CopySourceIfMatch=version)
        _try(self.client.delete_object, source)

    @cached_property
    def presigner(self) -> Presigner:
        # Where the bucket is depends on address style, region and endpoint: boto3 knows.
        url: str = self.client.generate_presigned_url("put_object", Params={"Bucket": self.bucket, "Key": "staging/"})
        return Presigner(url.partition("?")[0], self.client.meta.region_name, self.credentials)

    def _object(self, key: UUID) -> dict[str, str]:
        text = str(key)
        return {"Bucket": self.bucket, "Key": f"objects/{text[:2]}/{text}"}

    def _staging(self, key: UUID) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"staging/{key}"}

    def _found(self, operation: str, what: str, prefix: str) -> Iterator[dict[str, Any]]:
        with translated():
            for page in self.client.get_paginator(operation).paginate(Bucket=self.bucket, Prefix=prefix):
                yield from page.get(what, ())


def _parts(chunks: Iterable[bytes | memoryview]) -> Iterator[BytesIO]:
    """The stream in parts of PART_BYTES, the last one shorter: one buffer, filled anew for each."""
    part = BytesIO()
    for chunk in chunks:
        left = memoryview(chunk)
        while left:
            left = left[part.write(left[: PART_BYTES - part.tell()]) :]
            if part.tell() == PART_BYTES:
                part.seek(0)
                yield part
                part.seek(0)
                part.truncate()
    if part.tell():
        part.seek(0)
        yield part


def _streamed(body: Any, length: int) -> Iterator[bytes]:
    with translated():
        yield from stream(body, length)


@contextmanager
def translated(missing: UUID | str | None = None) -> Iterator[None]:
    """botocore's errors in the storage's words. `missing`: the key that may not be there."""
    try:
        yield
    except ClientError as error:
        if missing is not None and _code(error) in ("NoSuchKey", "404", "PreconditionFailed"):
            raise ObjectMissing(str(missing)) from error
        if _is_full(error):
            raise OSError(errno.ENOSPC, f"S3 is full ({_code(error)})") from error
        if _OPTIONS.fullmatch(_code(error)):
            raise StorageRejected(_rejection(error)) from error
        raise StorageUnavailable(f"S3 rejected {error.operation_name}: {_code(error)}") from error
    except BotoCoreError as error:
        raise StorageUnavailable(f"S3 is not responding: {type(error).__name__}") from error


@contextmanager
def _undone(undo: Callable[..., object], what: dict[str, str]) -> Iterator[None]:
    """If the inside fails, `undo`, as far as S3 lets us."""
    try:
        yield
    except BaseException:
        _try(undo, what)
        raise


def _try(remove: Callable[..., object], what: dict[str, str]) -> bool:
    try:
        remove(**what)
    except (BotoCoreError, ClientError) as error:
        log.warning("object %s not deleted, left to retention: %s", what["Key"], error)
        return False
    return True


def _is_full(error: ClientError) -> bool:
    """Amazon's S3 never is; what other servers say: MinIO, Ceph, SeaweedFS, Garage, R2 and proxies before them."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status == 507 or FULL.search(_code(error)) is not None


def _rejection(error: ClientError) -> str:
    reason = error.response.get("Error", {}).get("Message", "")[:_MAX_REASON]
    return (
        f"S3 does not support an option of {error.operation_name}: {_code(error)} ({reason or 'no reason given'}). "
        "See which of S3_ENDPOINT, S3_REGION and S3_ADDRESS_STYLE it wants, and whether its version is new enough."
    )


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
