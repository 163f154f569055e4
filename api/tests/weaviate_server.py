"""What Treeline uses of Weaviate, over real HTTP and gRPC, in memory: it shows what we send and take, not what Weaviate
makes of it.

    with FakeWeaviate() as server:
        ... server.endpoint, server.grpc_endpoint ...
        server.stop(); server.start()     # on the same ports, with what was in it
        server.empty()
"""

import json
import re
import struct
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import grpc
import numpy as np
from google.protobuf.json_format import MessageToDict
from weaviate.proto.v1 import (
    aggregate_pb2,
    base_pb2,
    batch_delete_pb2,
    batch_pb2,
    health_weaviate_pb2,
    properties_pb2,
    search_get_pb2,
    weaviate_pb2_grpc,
)

VERSION = "1.39.0"
MOST_RESULTS = 10_000
SERVING = health_weaviate_pb2.WeaviateHealthCheckResponse.SERVING

Row = tuple[dict[str, Any], "np.ndarray"]


class FakeWeaviate:
    def __init__(self, api_key: str = "", version: str = VERSION):
        self.api_key, self.version = api_key, version
        # {collection: what was posted}, {collection: {tenant: {id: row}}}
        self.schema: dict[str, Any] = {}
        self.tenants: dict[str, dict[str, dict[UUID, Row]]] = {}
        self.lock = threading.RLock()
        # Not while it loads what it has.
        self.is_ready = True
        # Something that happens just before rows are written.
        self.before_write: Callable[[], object] = lambda: None
        # By one request.
        self.most_deleted = MOST_RESULTS
        self._ports = (0, 0)

    def __enter__(self) -> "FakeWeaviate":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        handler = type("Handler", (_Handler,), {"fake": self})
        self._http = _Server(("127.0.0.1", self._ports[0]), handler)
        self._grpc = grpc.server(ThreadPoolExecutor(8), options=[("grpc.max_receive_message_length", 104_858_000)])
        weaviate_pb2_grpc.add_WeaviateServicer_to_server(_Servicer(self), self._grpc)
        check = grpc.unary_unary_rpc_method_handler(
            lambda *_: health_weaviate_pb2.WeaviateHealthCheckResponse(status=SERVING),
            health_weaviate_pb2.WeaviateHealthCheckRequest.FromString,
            health_weaviate_pb2.WeaviateHealthCheckResponse.SerializeToString,
        )
        health = grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": check})
        self._grpc.add_generic_rpc_handlers((health,))
        port = self._grpc.add_insecure_port(f"127.0.0.1:{self._ports[1]}")
        self._grpc.start()
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        self._ports = (self._http.server_address[1], port)

    def stop(self) -> None:
        self._grpc.stop(None).wait()
        self._http.shutdown()
        self._http.server_close()
        self._http.close_connections()

    def empty(self) -> None:
        with self.lock:
            self.schema.clear()
            self.tenants.clear()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._ports[0]}"

    @property
    def grpc_endpoint(self) -> str:
        return f"grpc://127.0.0.1:{self._ports[1]}"

    def allows(self, authorization: str) -> bool:
        return not self.api_key or authorization == f"Bearer {self.api_key}"

    def rows(self, collection: str, tenant: str) -> dict[UUID, Row] | None:
        return self.tenants.get(collection, {}).get(tenant)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *args: Any):
        self._open: set[Any] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Also those that are kept open by a client."""
        for each in list(self._open):
            self.shutdown_request(each)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeWeaviate

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        with self.fake.lock:
            status, reply = self._reply(body)
        data = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_HEAD = do_POST = do_DELETE = _answer  # noqa: N815  the library's names

    def _reply(self, body: Any) -> tuple[int, Any]:
        fake, path = self.fake, self.path.partition("?")[0]
        if path == "/v1/.well-known/live":
            return 200, {}
        if path == "/v1/.well-known/ready":
            return 200 if fake.is_ready else 503, {}
        if not fake.allows(self.headers.get("Authorization", "")):
            return 401, {"code": 401, "message": "invalid api key, please provide a valid api key"}
        if path == "/v1/meta":
            return 200, {"hostname": fake.endpoint, "version": fake.version, "modules": {}}
        if path == "/v1/schema":
            return self._schema(body)
        if found := re.fullmatch(r"/v1/schema/(\w+)", path):
            return self._class(found[1])
        if (found := re.fullmatch(r"/v1/schema/(\w+)/tenants(?:/([\w-]+))?", path)) and found[1] in fake.tenants:
            return self._tenants(fake.tenants[found[1]], found[2], body)
        return 404, {"error": [{"message": f"{path} is not there"}]}

    def _schema(self, body: Any) -> tuple[int, Any]:
        if self.command == "GET":
            return 200, {"classes": list(self.fake.schema.values())}
        if body["class"] in self.fake.schema:
            return 422, {"error": [{"message": f"class name {body['class']} already exists"}]}
        self.fake.schema[body["class"]] = _with_defaults(body)
        self.fake.tenants[body["class"]] = {}
        return 200, body

    def _class(self, name: str) -> tuple[int, Any]:
        if name not in self.fake.schema:
            return 404, None
        return 200, self.fake.schema[name]

    def _tenants(self, tenants: dict[str, Any], name: str | None, body: Any) -> tuple[int, Any]:
        if self.command == "POST":
            for each in body:
                tenants.setdefault(each["name"], {})
        elif self.command == "DELETE":
            for each in body:
                tenants.pop(each, None)
        elif name is not None and name not in tenants:
            return 404, {"error": [{"message": f"tenant {name} not found"}]}
        return 200, {"name": name, "activityStatus": "HOT"} if name else body

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
        pass


_NUMBERS = ("virtualPerPhysical", "desiredCount", "actualCount", "desiredVirtualCount", "actualVirtualCount")
_SHARDING = dict.fromkeys(_NUMBERS, 1) | {"key": "_id", "strategy": "hash", "function": "murmur3"}


def _with_defaults(posted: dict[str, Any]) -> dict[str, Any]:
    """What the server adds, as far as the client looks at it."""
    hnsw = {"cleanupIntervalSeconds": 300, "dynamicEfMin": 100, "dynamicEfMax": 500, "dynamicEfFactor": 8, "ef": -1}
    hnsw |= {"efConstruction": 128, "maxConnections": 32, "flatSearchCutoff": 40000, "vectorCacheMaxObjects": 10**12}
    stopwords = {"preset": "en", "additions": None, "removals": None}
    inverted = {"bm25": {"b": 0.75, "k1": 1.2}, "cleanupIntervalSeconds": 60, "stopwords": stopwords}
    vectors = {
        name: {**each, "vectorIndexConfig": {"skip": False, "distance": "cosine"} | hnsw | each["vectorIndexConfig"]}
        for name, each in posted.get("vectorConfig", {}).items()
    }
    defaults = {"invertedIndexConfig": inverted, "replicationConfig": {"factor": 1}, "shardingConfig": _SHARDING}
    properties = [{"indexSearchable": False, "indexFilterable": True} | each for each in posted.get("properties", [])]
    return {**defaults, **posted, "vectorConfig": vectors, "properties": properties}


class _Servicer(weaviate_pb2_grpc.WeaviateServicer):
    def __init__(self, fake: FakeWeaviate):
        self.fake = fake

    def _rows(self, request: Any, context: Any) -> dict[UUID, Row]:
        keys = dict(context.invocation_metadata())
        if not self.fake.allows(keys.get("authorization", "")):
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "invalid api key")
        rows = self.fake.rows(request.collection, request.tenant)
        if rows is None:
            context.abort(grpc.StatusCode.UNKNOWN, f"tenant not found: {request.tenant!r}")
        return rows or {}

    def Search(self, request: Any, context: Any) -> Any:  # noqa: N802  the protocol's name
        with self.fake.lock:
            rows = self._rows(request, context)
            if request.limit > MOST_RESULTS:
                context.abort(grpc.StatusCode.UNKNOWN, "query maximum results exceeded")
            found = sorted(id_ for id_ in rows if not request.after or id_ > UUID(request.after))
            if request.HasField("filters"):
                found = [id_ for id_ in found if _passes(id_, rows[id_][0], request.filters)]
            distances = dict[UUID, float]()
            if request.HasField("near_vector") and found:
                asked = _vector(request.near_vector.vectors[0].vector_bytes)
                kept = np.stack([rows[id_][1] for id_ in found]).astype(np.float64)
                cosines = kept @ asked / np.linalg.norm(kept, axis=1) / np.linalg.norm(asked)
                distances = dict(zip(found, (1 - cosines).tolist(), strict=True))
                found.sort(key=distances.__getitem__)
            results = [_result(request, id_, rows[id_], distances.get(id_)) for id_ in found[: request.limit or 10]]
        return search_get_pb2.SearchReply(results=results)

    def BatchObjects(self, request: Any, context: Any) -> Any:  # noqa: N802  the protocol's name
        self.fake.before_write()
        errors = []
        with self.fake.lock:
            for at, each in enumerate(request.objects):
                rows = self.fake.rows(each.collection, each.tenant)
                if rows is None:
                    errors.append(batch_pb2.BatchObjectsReply.BatchError(index=at, error="tenant not found"))
                    continue
                fields = MessageToDict(each.properties.non_ref_properties)
                rows[UUID(each.uuid)] = (fields, _vector(each.vectors[0].vector_bytes))
        return batch_pb2.BatchObjectsReply(errors=errors)

    def BatchDelete(self, request: Any, context: Any) -> Any:  # noqa: N802  the protocol's name
        with self.fake.lock:
            rows = self._rows(request, context)
            matching = [id_ for id_, row in rows.items() if _passes(id_, row[0], request.filters)]
            del matching[self.fake.most_deleted :]
            for id_ in matching:
                del rows[id_]
        return batch_delete_pb2.BatchDeleteReply(matches=len(matching), successful=len(matching))

    def Aggregate(self, request: Any, context: Any) -> Any:  # noqa: N802  the protocol's name
        with self.fake.lock:
            count = len(self._rows(request, context))
        return aggregate_pb2.AggregateReply(single_result=aggregate_pb2.AggregateReply.Single(objects_count=count))


def _vector(sent: bytes) -> "np.ndarray":
    return np.frombuffer(sent, "<f4")


def _passes(id_: UUID, fields: dict[str, Any], wanted: Any) -> bool:
    kind = base_pb2.Filters
    if wanted.operator == kind.OPERATOR_AND:
        return all(_passes(id_, fields, each) for each in wanted.filters)
    if wanted.operator == kind.OPERATOR_OR:
        return any(_passes(id_, fields, each) for each in wanted.filters)
    name = wanted.target.property
    value = str(id_) if name == "_id" else fields[name]
    if wanted.operator == kind.OPERATOR_CONTAINS_ANY:
        return value in set(wanted.value_text_array.values)
    assert wanted.operator == kind.OPERATOR_EQUAL, wanted
    return value == wanted.value_boolean


def _result(request: Any, id_: UUID, row: Row, distance: float | None) -> Any:
    fields, vector = row
    values = {
        "document_id": lambda value: properties_pb2.Value(uuid_value=value),
        "enabled": lambda value: properties_pb2.Value(bool_value=value),
        "length": lambda value: properties_pb2.Value(number_value=value),
    }
    asked = {name: values[name](fields[name]) for name in request.properties.non_ref_properties}
    meta = search_get_pb2.MetadataResult(id_as_bytes=id_.bytes)
    if distance is not None and request.metadata.distance:
        meta.distance, meta.distance_present = distance, True
    if request.metadata.vector or request.metadata.vectors:
        packed = struct.pack(f"<{len(vector)}f", *vector)
        meta.vectors.append(base_pb2.Vectors(name="default", vector_bytes=packed))
    properties = search_get_pb2.PropertiesResult(
        target_collection=request.collection, non_ref_props=properties_pb2.Properties(fields=asked)
    )
    return search_get_pb2.SearchResult(properties=properties, metadata=meta)
