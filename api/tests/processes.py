"""Real API and worker processes on a database of their own, for whatever only real processes show."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import requests
from redis import Connection, ConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import create_engine, make_url, text

from tests import mysql_database
from tests.logs import secret
from tests.settings import over_env_files
from tests.warm import WarmProgram
from treeline.kernel.mysql import is_mysql_url
from treeline.settings import Settings

Program = WarmProgram | subprocess.Popen[bytes]
API_FOLDER = Path(__file__).parents[1]
PASSWORD = "Correct-horse-9"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def database(settings: Settings, template: str) -> Iterator[Settings]:
    """Settings of a new database, copied from a template and dropped at the end."""
    name = f"test_{uuid4().hex[:12]}"
    if is_mysql_url(settings.sqlalchemy_url):
        url = make_url(settings.sqlalchemy_url).set(database=name).render_as_string(hide_password=False)
        mysql_database.make(url, of=make_url(settings.sqlalchemy_url).database)
        try:
            yield settings.model_copy(update={"database_url": url})
        finally:
            mysql_database.drop(url)
        return
    admin = create_engine(settings.sqlalchemy_url.replace("/treeline?", "/postgres?"), isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield settings.model_copy(update={"database_url": settings.sqlalchemy_url.replace("/treeline?", f"/{name}?")})
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        admin.dispose()


@contextmanager
def outage(settings: Settings) -> Iterator[None]:
    """The database ends all connections, and takes no new ones."""
    url = make_url(settings.sqlalchemy_url)
    if is_mysql_url(settings.sqlalchemy_url):
        with mysql_database.closed(settings.sqlalchemy_url):
            yield
        return
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false"))
        connection.execute(ended, {"name": url.database})
        try:
            yield
        finally:
            connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true"))
    admin.dispose()


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """What a child process needs in order to run on these settings."""
    own = {
        "DATABASE_URL": settings.sqlalchemy_url,
        "REDIS_URL": settings.redis_address,
        "SECRET_KEY": settings.secret_key or "",
        "TREELINE_DATA": str(settings.treeline_data),
        "VECTOR_STORE": settings.vector_store,
        "ARGON2_MEMORY_KIB": "64",
        "ARGON2_TIME_COST": "1",
        "LOG_LEVEL": "INFO",
        "RUN_LEASE_SECONDS": str(settings.run_lease_seconds),
        "RUN_QUEUED_SECONDS": str(settings.run_queued_seconds),
        "RUN_SWEEP_SECONDS": str(settings.run_sweep_seconds),
    }
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **over_env_files(), **own, **more}


class Attempts(Connection):
    """Connections that count how often they were tried, by port."""

    made: ClassVar[dict[int, int]] = {}

    def connect(self) -> None:
        self.made[self.port] = self.made.get(self.port, 0) + 1
        super().connect()


def no_redis(port: int | None = None) -> Redis:
    """A client where no Redis is, that says so at once. `Attempts.made[port]`: how often it was asked."""
    never = Retry(NoBackoff(), 0)
    pool = ConnectionPool(connection_class=Attempts, host="127.0.0.1", port=port or free_port(), retry=never)
    return Redis(connection_pool=pool, retry=never)


def start(*arguments: str, env: dict[str, str], cold: bool, within: tuple[str, ...] = ()) -> Program:
    """`python -m <arguments>`. `cold`: as users start it, importing everything, for tests of just that."""
    if not cold and not within:
        return WarmProgram(*arguments, env=env)
    command = [*within, sys.executable, "-m", *arguments]
    return subprocess.Popen(command, cwd=API_FOLDER, env=env, start_new_session=True)


class Api:
    """A gunicorn of its own, on a free port. `within`: a command that runs the one it is given, such as `env`.

    `module`: where `app` is, if with more in it than usual.
    """

    cold = False

    def __init__(self, settings: Settings, *within: str, module: str = "app", **more: str):
        self.settings, self.port, self.within, self.more = settings, free_port(), within, more
        self.module = module
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = self._start()

    def _start(self) -> Program:
        ports = {"API_PORT": str(self.port), "WEB_PORT": str(free_port()), "API_WORKERS": "1"}
        env = environment(self.settings, **{**ports, **self.more})
        gunicorn = ["gunicorn", "--log-level", "warning", f"{self.module}:app"]
        process = start(*gunicorn, env=env, cold=self.cold, within=self.within)
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"the API ended by itself with {process.returncode}")
            try:
                if requests.get(f"{self.base}/health", timeout=5).status_code == 200:
                    return process
            except requests.RequestException:
                time.sleep(0.05)
        raise RuntimeError("the API is not healthy after 15 s")

    def restart(self) -> None:
        self.process = self._start()

    def kill(self) -> None:
        """kill -9 of gunicorn and its workers."""
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


class Caller:
    """Somebody who talks to a real API over HTTP."""

    def __init__(self, base: str, email: str = "alice@example.com"):
        self.base, self.email, self.session = base, email, requests.Session()

    def set_up(self) -> "Caller":
        reply = self.call("POST", "/setup", json={"email": self.email, "name": "Alice", "password": PASSWORD})
        assert reply.status_code in (201, 403), reply.text
        return self.log_in()

    def log_in(self) -> "Caller":
        reply = self.call("POST", "/login", json={"email": self.email, "password": PASSWORD, "remember_me": True})
        assert reply.status_code == 200, reply.text
        for each in (PASSWORD, self.cookie("access_token"), self.cookie("refresh_token")):
            secret(each)
        return self

    def cookie(self, name: str) -> str:
        """Behind its name stands the port of the API."""
        return next((str(each.value) for each in self.session.cookies if each.name.startswith(name)), "")

    @property
    def csrf(self) -> str:
        return self.cookie("csrf_token")

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"X-CSRF-Token": self.csrf, **options.pop("headers", {})}
        url = path if path.startswith("http") else f"{self.base}/console/api{path}"
        return self.session.request(method, url, headers=headers, timeout=60, **options)

    def new_app(self) -> str:
        reply = self.call("POST", "/apps", json={"name": "An app", "mode": "workflow"})
        assert reply.status_code == 201, reply.text
        return reply.json()["id"]


class Worker:
    """A real Celery worker, draining all queues unless told otherwise."""

    cold = False

    def __init__(self, settings: Settings, *queues: str, module: str = "app", threads: int = 2, **more: str):
        self.name = f"worker-{uuid4().hex[:8]}@localhost"
        worker = ["celery", "-A", f"{module}.celery", "worker", "-P", "threads", "-c", str(threads), "-n", self.name]
        worker += ["--without-gossip", "--without-mingle", *(["-Q", ",".join(queues)] if queues else [])]
        self.process = start(*worker, env=environment(settings, **more), cold=self.cold)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def kill(self) -> None:
        os.killpg(self.process.pid, 9)
        self.process.wait()


class ColdApi(Api):
    """Started as users start it: see `start`."""

    cold = True


class ColdWorker(Worker):
    """The same."""

    cold = True


def wait_until(true: Callable[[], object], seconds: float = 60, every: float = 0.05) -> None:
    """Wait for something that other processes do. `every`: how many seconds lie between two looks."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(every)


class Aim:
    """When to kill something that takes about `whole` seconds: earlier after it was done, later after it was not.

    The moments gather around its commit, however the machine's speed changes meanwhile.
    """

    def __init__(self, whole: float, seed: int):
        self.at = whole * 0.6
        self.draw = random.Random(seed)

    def wait(self) -> None:
        time.sleep(self.at * self.draw.uniform(0.6, 1.4))

    def came(self, *, late: bool) -> None:
        self.at *= 0.7 if late else 1.4
