"""Presigned URLs made by hand are those that boto3 makes."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from boto3.session import Session
from botocore.credentials import Credentials

from tests.settings import settings_of
from treeline.kernel.storage.s3 import S3Storage, connect


def storage(**settings: Any) -> S3Storage:
    own = {"storage_type": "s3", "s3_access_key": "AKIA/+=", "s3_secret_key": "s/+ecret", **settings}
    return connect(settings_of(s3_bucket_name="bucket.of-1", **own))


def by_boto3(storage: S3Storage, key: object, seconds: int, size: int) -> str:
    params = {"Bucket": storage.bucket, "Key": f"staging/{key}", "ContentLength": size}
    return storage.client.generate_presigned_url("put_object", Params=params, ExpiresIn=seconds)


def assert_same(ours: S3Storage, size: int) -> None:
    staging, seconds = uuid4(), 3600
    reference = by_boto3(ours, staging, seconds, size)
    asked = parse_qs(urlsplit(reference).query)
    # boto3 takes its own time: ours is signed for the same second.
    at = datetime.strptime(asked["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    made = ours.presigner.put(str(staging), seconds, size, at)
    assert urlsplit(made)._replace(query="") == urlsplit(reference)._replace(query="")
    assert parse_qs(urlsplit(made).query) == asked
    assert asked["X-Amz-SignedHeaders"] == ["content-length;host"]


@pytest.mark.parametrize(
    ("endpoint", "style", "region"),
    [
        (None, "auto", "us-east-1"),
        (None, "path", "eu-central-1"),
        ("http://127.0.0.1:9000", "auto", "us-east-1"),
        ("http://s3:80", "path", "us-east-1"),
        ("https://s3.example.com", "virtual", "eu-central-1"),
        ("https://s3.example.com:443/under", "auto", "us-east-1"),
    ],
)
def test_the_same_as_boto3(endpoint: str | None, style: str, region: str):
    assert_same(storage(s3_endpoint=endpoint, s3_address_style=style, s3_region=region), size=5)


def test_the_same_with_keys_that_come_with_a_token():
    plain = storage()
    session = Session("AKIA", "secret", "to/+ken==", "us-east-1")
    client = session.client("s3", config=plain.client.meta.config)
    assert_same(S3Storage(client, "bucket", Credentials("AKIA", "secret", "to/+ken==")), size=0)
