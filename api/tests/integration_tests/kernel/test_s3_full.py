"""S3 without room left, in the words of the servers that can be full: told as a full disk is."""

import errno
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.s3 import on_s3
from treeline.kernel.storage import StorageUnavailable, new_key
from treeline.kernel.storage.s3 import S3Storage, connect

FULL = [
    (507, "XMinioStorageFull"),
    (507, "XMinioAdminBucketQuotaExceeded"),
    (400, "XMinioAdminBucketQuotaExceeded"),
    (403, "QuotaExceeded"),
    (507, "InsufficientStorage"),
    (507, ""),
]


class Saying(BaseHTTPRequestHandler):
    """Answers whatever it is asked with the error that its server is told."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, code = self.server.says  # pyright: ignore[reportAttributeAccessIssue]  the test's own attribute
        body = f"<Error><Code>{code}</Code><Message>m</Message></Error>".encode() if code else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_DELETE = do_PUT  # noqa: N815  names of http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Saying) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture(scope="module")
def storage(server: ThreadingHTTPServer) -> S3Storage:
    url = f"http://127.0.0.1:{server.server_address[1]}"
    own = {"S3_ENDPOINT": url, "S3_BUCKET_NAME": "bucket", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    return connect(on_s3(own), attempts=1)


@pytest.mark.parametrize(("status", "code"), FULL)
@pytest.mark.parametrize("size", [1, 9 * 1024 * 1024], ids=["small", "in parts"])
def test_a_full_bucket_is_a_full_disk(
    server: ThreadingHTTPServer, storage: S3Storage, status: int, code: str, size: int
):
    server.says = (status, code)  # pyright: ignore[reportAttributeAccessIssue]  the test's own attribute
    with pytest.raises(OSError, match="S3 is full") as full:
        storage.put(new_key(), [bytes(size)])
    assert full.value.errno == errno.ENOSPC


def test_any_other_refusal_is_none(server: ThreadingHTTPServer, storage: S3Storage):
    server.says = (403, "AccessDenied")  # pyright: ignore[reportAttributeAccessIssue]  the test's own attribute
    with pytest.raises(StorageUnavailable, match="AccessDenied"):
        storage.put(new_key(), [b"x"])
