"""The connection to Weaviate: REST for the schema, gRPC for everything else. One in each process, made when it is first
needed, because the library takes a second to import and gRPC must not be forked.
"""

import atexit
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from treeline.datasets.stores.errors import StoreUnavailable

if TYPE_CHECKING:
    from weaviate import WeaviateClient

GRPC_PORT = 50051
SEARCH_SECONDS, WRITE_SECONDS, CONNECT_SECONDS = 10, 60, 5
# Their errors come through the library as they are.
BENEATH = ("weaviate", "httpx", "httpcore", "grpc")
# So that a server that was restarted is found again at once.
CHANNEL = [
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.enable_http_proxy", 0),
]


@dataclass(frozen=True)
class Endpoint:
    host: str
    port: int
    secure: bool

    @classmethod
    def of(cls, address: str, port: int) -> "Endpoint":
        """`port`: of an address without one. http, https, grpc, grpcs, or no scheme at all."""
        split = urlsplit(address if "://" in address else f"//{address}")
        return cls(split.hostname or "localhost", split.port or port, split.scheme in ("https", "grpcs"))


@cache
def server_of(endpoint: str, grpc_endpoint: str, api_key: str, process: int) -> "WeaviateServer":
    """One for all threads of a process."""
    http = Endpoint.of(endpoint, 443 if endpoint.startswith("https:") else 80)
    grpc = Endpoint.of(grpc_endpoint, GRPC_PORT) if grpc_endpoint else Endpoint(http.host, GRPC_PORT, http.secure)
    return WeaviateServer(http, grpc, api_key)


class WeaviateServer:
    def __init__(self, http: Endpoint, grpc: Endpoint, api_key: str):
        self._http, self._grpc, self._key = http, grpc, api_key
        self._lock, self._client = Lock(), None

    @property
    def address(self) -> str:
        return f"{self._http.host}:{self._http.port}"

    def client(self) -> "WeaviateClient":
        """It answers now. Raises StoreUnavailable.

        Asked each time, over REST: where gRPC finds nobody, the library tries again for a minute.
        """
        with self.errors():
            with self._lock:
                if self._client is None:
                    self._client = self._connect()
            self._client.get_meta()
            # Just started, it answers, and does not know its collections yet.
            if not self._client.is_ready():
                raise StoreUnavailable(f"Weaviate at {self.address} is starting.")
            return self._client

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Whatever the library raises, as StoreUnavailable."""
        try:
            yield
        except Exception as error:
            if type(error).__module__.partition(".")[0] not in BENEATH:
                raise
            if getattr(error, "status_code", None) in (401, 403):
                told = f"Weaviate at {self.address} rejects the key. Check WEAVIATE_API_KEY."
                raise StoreUnavailable(told) from error
            reason = " ".join(str(error).split())[:300] or type(error).__name__
            raise StoreUnavailable(f"Weaviate at {self.address} is not available: {reason}") from error

    def _connect(self) -> "WeaviateClient":
        import weaviate
        from weaviate.classes.init import AdditionalConfig, Auth, Timeout
        from weaviate.config import GrpcConfig

        # It would print whole batches; what fails is told by our errors.
        logging.getLogger("weaviate-client").setLevel(logging.CRITICAL)
        logging.getLogger("httpx").setLevel(logging.WARNING)
        auth = Auth.api_key(self._key) if self._key else None
        timeout = Timeout(query=SEARCH_SECONDS, insert=WRITE_SECONDS, init=CONNECT_SECONDS)
        try:
            client = weaviate.connect_to_custom(
                http_host=self._http.host,
                http_port=self._http.port,
                http_secure=self._http.secure,
                grpc_host=self._grpc.host,
                grpc_port=self._grpc.port,
                grpc_secure=self._grpc.secure,
                auth_credentials=auth,
                additional_config=AdditionalConfig(timeout=timeout, grpc_config=GrpcConfig(channel_options=CHANNEL)),
                # Among them is a question to a package registry.
                skip_init_checks=True,
            )
        except (KeyError, ValueError) as error:
            raise StoreUnavailable(
                f"What answers at {self.address} is not Weaviate, or rejects the key. Check WEAVIATE_ENDPOINT and "
                "WEAVIATE_API_KEY."
            ) from error
        if not client.is_live():
            client.close()
            raise StoreUnavailable(
                f"Weaviate at {self.address} answers, but not over gRPC at {self._grpc.host}:{self._grpc.port}. Check "
                "WEAVIATE_GRPC_ENDPOINT."
            )
        atexit.register(client.close)
        return client
