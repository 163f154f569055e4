from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import redis
from flask import Response, current_app, render_template_string, request
from redis.exceptions import RedisError

from treeline.accounts.access import CONSOLE, allow, current_member
from treeline.embedded.parts import read_instance
from treeline.embedded.servers import socket_path
from treeline.kernel import current
from treeline.kernel.errors import Forbidden
from treeline.kernel.tasks import QUEUES
from treeline.kernel.web import PUBLIC, Routes, json_response
from treeline.operations import reference, schemas, service
from treeline.operations.console import console, plain_policy
from treeline.operations.health import Health
from treeline.operations.heartbeat import Heartbeat, Worker
from treeline.operations.settings import OperationSettings


def redis_client(can: str) -> redis.Redis:
    allow(current_member(), can)
    return current.redis()


public = Routes("public", "", group="Health and reference", access=PUBLIC)
operations = Routes("operations", "/console/api/operations", group="Operations", access=CONSOLE, scope=redis_client)


@public.get("/health", transactional=False, reply=schemas.HealthOut)
def health() -> Response:
    """Check health: 200 if database, schema, Redis and storage are healthy, otherwise 503.

    Also reports workers and Beat.
    """
    checks, settings = _health().checks(), current.settings(OperationSettings)
    well = all(check.ok for check in checks.values())
    workers, beat = _signs_of_life(current.redis()) if checks["redis"].ok else ([], False)
    instance = read_instance(socket_path(settings.treeline_data))
    body = schemas.HealthOut(
        status="ok" if well else "failing",
        instance=settings.treeline_instance,
        checks={name: schemas.HealthCheckOut.model_validate(check) for name, check in checks.items()},
        workers=[schemas.WorkerOut.model_validate(worker) for worker in workers],
        beat=schemas.BeatOut(alive=beat),
        parts=[schemas.PartOut.model_validate(part) for part in instance.parts],
    )
    return json_response(body.model_dump_json().encode(), 200 if well else 503)


def _signs_of_life(client: redis.Redis) -> tuple[list[Worker], bool]:
    try:
        return Heartbeat(client).workers(), Heartbeat(client).beat_is_alive()
    except RedisError:
        return [], False


@operations.get("/queues", can="operate", refusals=[Forbidden])
def read_queues(client: redis.Redis) -> schemas.QueuesOut:
    """List the 18 queues with depth, consumers, the age of the oldest message and the tasks that use them."""
    routes = current_app.extensions["celery"].conf.task_routes
    tasks = {name: sorted(task for task, route in routes.items() if route["queue"] == name) for name in QUEUES}
    queues = service.queues(client)
    return schemas.QueuesOut(data=[schemas.QueueOut(**asdict(queue), tasks=tasks[queue.name]) for queue in queues])


@public.get("/openapi.json", transactional=False)
def openapi(query: schemas.OpenApiQuery) -> Response:
    """Get the OpenAPI 3.1 document of the whole API, the service API or the console API.

    The ETag changes only when the application restarts. If-None-Match returns 304.
    """
    body, tag = reference.serialized(query.api)
    response = json_response(body, headers={"Cache-Control": "no-cache"})
    response.set_etag(tag)
    response.make_conditional(request.environ)
    return response


@public.get("/docs", transactional=False)
def docs() -> Response:
    """Open the API reference, or the OpenAPI document if the console is not built."""
    return console().page() or _plain_page("docs.html")


@public.get("/", transactional=False)
def index() -> Response:
    """Open the console, or a list of links if the console is not built."""
    return console().page() or _plain_page("index.html")


def _plain_page(name: str) -> Response:
    page = render_template_string(_template(name))
    return Response(page, headers={"Content-Security-Policy": plain_policy(page)})


@lru_cache
def _template(name: str) -> str:
    return (Path(__file__).parent / "pages" / name).read_text()


def _health() -> Health:
    return current_app.extensions["health"]
