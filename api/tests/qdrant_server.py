"""Qdrant's client library in its local mode, behind the REST paths that Treeline uses: the requests are real, and what
comes of them is what the makers of Qdrant say it is, but for payload indexes, which do nothing here.

    with FakeQdrant() as server:
        ... server.url ...
        server.stop(); server.start()     # on the same port, with what was in it
        server.empty()
"""

import json
import re
import threading
import warnings
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from qdrant_client import QdrantClient, models

from tests.weaviate_server import _Server

VERSION = "1.19.0"


class FakeQdrant:
    def __init__(self, api_key: str = "", version: str = VERSION):
        self.api_key, self.version = api_key, version
        self.lock = threading.RLock()
        # Something that happens just before rows are written.
        self.before_write: Callable[[], object] = lambda: None
        # {collection: {field: type}}
        self.payload_indexes: dict[str, dict[str, str]] = {}
        self._port = 0
        self.local = QdrantClient(":memory:")

    def __enter__(self) -> "FakeQdrant":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._http = _Server(("127.0.0.1", self._port), type("Handler", (_Handler,), {"fake": self}))
        self._port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._http.close_connections()

    def empty(self) -> None:
        with self.lock:
            self.local = QdrantClient(":memory:")
            self.payload_indexes.clear()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def reply(self, method: str, path: str, body: Any) -> Any:
        """The result; raises ValueError for what is rejected, LookupError for a collection that is not there."""
        if path == "/":
            return {"title": "qdrant - vector search engine", "version": self.version}
        if path == "/collections":
            return self.local.get_collections()
        found = re.fullmatch(r"/collections/([\w-]+)(/.*)?", path)
        if not found:
            raise ValueError(path)
        name, rest = found[1], found[2] or ""
        if (method, rest) == ("GET", "/exists"):
            return {"exists": self.local.collection_exists(name)}
        if (method, rest) == ("PUT", ""):
            self.payload_indexes[name] = {}
            return self.local.create_collection(name, models.VectorParams(**body["vectors"]))
        if not self.local.collection_exists(name):
            raise LookupError(f"Not found: Collection `{name}` doesn't exist!")
        return self._of_collection(name, method, rest, body)

    def _of_collection(self, name: str, method: str, rest: str, body: Any) -> Any:
        local = self.local
        match method, rest:
            case "GET", "":
                info = local.get_collection(name)
                return info.model_dump(mode="json") | {
                    "payload_schema": {
                        field: {"data_type": kind, "points": 0} for field, kind in self.payload_indexes[name].items()
                    }
                }
            case "DELETE", "":
                return local.delete_collection(name)
            case "PUT", "/index":
                self.payload_indexes[name][body["field_name"]] = body["field_schema"]
                return {"operation_id": 0, "status": "completed"}
            case "PUT", "/points":
                return local.upsert(name, models.Batch(**body["batch"]))
            case "POST", "/points/delete":
                return local.delete(name, models.FilterSelector(**body))
            case "POST", "/points/payload":
                return local.set_payload(name, body["payload"], models.Filter(**body["filter"]))
            case "POST", "/points/query":
                wanted = models.QueryRequest(**body)
                return local.query_points(
                    name,
                    query=body["query"]["nearest"],
                    query_filter=wanted.filter,
                    limit=wanted.limit or 10,
                    with_payload=wanted.with_payload or False,
                )
            case "POST", "/points":
                return local.retrieve(name, body["ids"], body["with_payload"], body["with_vector"])
            case "POST", "/points/scroll":
                points, after = local.scroll(
                    name,
                    limit=body["limit"],
                    offset=body.get("offset"),
                    with_payload=body["with_payload"],
                    with_vectors=body["with_vector"],
                )
                return {"points": [each.model_dump(mode="json") for each in points], "next_page_offset": after}
            case "POST", "/points/count":
                return local.count(name)
        raise ValueError(f"{method} {rest}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeQdrant

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        path = self.path.partition("?")[0]
        if self.command == "PUT" and path.endswith("/points"):
            self.fake.before_write()
        with self.fake.lock, warnings.catch_warnings():
            # That payload indexes do nothing here.
            warnings.simplefilter("ignore")
            status, reply = self._reply(path, body)
        data = json.dumps(reply, default=lambda each: each.model_dump(mode="json")).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815  the library's names

    def _reply(self, path: str, body: Any) -> tuple[int, Any]:
        fake = self.fake
        if fake.api_key and self.headers.get("api-key") != fake.api_key:
            return 401, {"status": {"error": "Must provide an API key"}}
        try:
            result = fake.reply(self.command, path, body)
        except LookupError as error:
            return 404, {"status": {"error": str(error)}}
        except ValueError as error:
            return 400, {"status": {"error": str(error)}}
        return 200, result if path == "/" else {"result": result, "status": "ok", "time": 0.0}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass
