"""What `treeline up` does: start all parts of an instance in their order, keep them running, stop them all."""

import http.client
import ipaddress
import json
import signal
import socket
import time
from collections import defaultdict
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click

from treeline.embedded.child import Child, stop_all
from treeline.embedded.errors import StartError
from treeline.embedded.lock import DataLock
from treeline.embedded.postgres import Postgres, database_url
from treeline.embedded.programs import Programs
from treeline.embedded.redis_server import RedisServer, redis_url
from treeline.embedded.servers import socket_folder, start_all
from treeline.settings import Settings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
READY_SECONDS = 60
DEATHS, DEATHS_SECONDS = 3, 30


def up(settings: Settings) -> None:
    """Run an instance until a signal stops it. Raises StartError if it cannot start, or a part of it cannot live."""
    refuse_strangers(settings)
    for signum in STOP_SIGNALS:
        signal.signal(signum, _interrupt)
    try:
        with ExitStack() as stack:
            lock = stack.enter_context(DataLock(settings.treeline_data))
            refuse_taken_ports(settings)
            sockets = stack.enter_context(socket_folder(settings.treeline_data))
            instance = Supervisor(settings, lock, sockets)
            stack.callback(instance.stop)
            instance.start()
            instance.watch()
    except KeyboardInterrupt:
        say("Stopped.")


class Supervisor:
    def __init__(self, settings: Settings, lock: DataLock, sockets: Path):
        self.settings = settings
        self.servers: list[Child] = []
        data, database, redis = settings.treeline_data, settings.sqlalchemy_url, settings.redis_address
        if settings.embeds_database:
            self.servers.append(Postgres(data, sockets, lock, durable=True))
            database = database_url(sockets)
        if settings.embeds_redis:
            self.servers.append(RedisServer(data, sockets, lock, durable=True))
            redis = redis_url(sockets)
        self.programs = Programs(settings, lock, database, redis)
        self.running: list[Child] = []
        self.deaths: dict[str, list[float]] = defaultdict(list)
        self.restarts: dict[str, float] = {}

    def start(self) -> None:
        """Returns when every part answers, and has said where."""
        start_all(self.servers)
        self._migrate()
        for child in self.programs.lasting:
            child.start()
        self.running = [*self.servers, *self.programs.lasting]
        deadline = time.monotonic() + READY_SECONDS
        while missing := self._missing():
            if time.monotonic() > deadline:
                raise StartError("\n".join([f"Not ready after {READY_SECONDS} s:", *(child.tail() for child in missing)]))
            self.mend()
            time.sleep(0.1)
        say(self.table())

    def watch(self) -> None:
        while True:
            self.mend()
            for child in self.running:
                child.rotate_log()
            time.sleep(0.2)

    def mend(self) -> None:
        """Start again what has ended, later each time; raise StartError for what ends again and again."""
        now = time.monotonic()
        for child in self.running:
            if child.alive:
                continue
            if child.name not in self.restarts:
                self.restarts[child.name] = now + self._mourn(child, now)
            elif now >= self.restarts[child.name]:
                del self.restarts[child.name]
                child.start()

    def stop(self) -> None:
        """What serves first, then what it is served by."""
        for signum in STOP_SIGNALS:
            signal.signal(signum, signal.SIG_IGN)
        say("Stopping …")
        stop_all([self.programs.migration, *self.programs.lasting])
        stop_all(self.servers)

    def table(self) -> str:
        """What runs where, for people."""
        foreign = []
        if self.settings.embeds_database is False:
            foreign.append(("postgres", _without_password(self.settings.sqlalchemy_url), "-", "yours"))
        if self.settings.embeds_redis is False:
            foreign.append(("redis", _without_password(self.settings.redis_address), "-", "yours"))
        own = [(child.name, child.address, str(child.process and child.process.pid), str(child.log)) for child in self.running]
        rows = [("part", "address", "pid", "log"), *foreign, *own]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        host = _host(self.settings)
        return "\n".join(
            [
                *lines,
                "",
                f"Console  http://{host}:{self.settings.web_port}",
                f"API      http://{host}:{self.settings.api_port}",
                f"Docs     http://{host}:{self.settings.api_port}/docs",
                "Ctrl-C stops everything.",
            ]
        )

    def _migrate(self) -> None:
        migration = self.programs.migration
        migration.start()
        while migration.alive:
            time.sleep(0.02)
        if migration.process is None or migration.process.returncode:
            raise StartError(f"The database could not be migrated, so nothing is served. {migration.obituary()}")

    def _missing(self) -> list[Child]:
        """Whoever has not yet given a sign of life to the API; the API itself, while it is silent or another one."""
        health = self._health()
        if health.get("instance") != self.programs.instance:
            return [self.programs.api]
        seen = {worker["name"].partition("@")[0] for worker in health["workers"]}
        late = [child for node, child in self.programs.workers.items() if node not in seen]
        return late if health["beat"]["alive"] and self.programs.beat.alive else [*late, self.programs.beat]

    def _health(self) -> dict[str, Any]:
        connection = http.client.HTTPConnection(_host(self.settings), self.settings.api_port, timeout=5)
        try:
            connection.request("GET", "/health")
            reply = connection.getresponse()
            return json.load(reply) if reply.status == http.HTTPStatus.OK else {}
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return {}
        finally:
            connection.close()

    def _mourn(self, child: Child, now: float) -> float:
        """Say who has ended and clear up after it; returns after how many seconds it is to start again."""
        child.clear()
        recent = [*(at for at in self.deaths[child.name] if now - at < DEATHS_SECONDS), now]
        self.deaths[child.name] = recent
        if len(recent) == DEATHS:
            raise StartError(f"{DEATHS} times within {DEATHS_SECONDS} s: {child.obituary()}")
        delay = 0.5 * 2 ** (len(recent) - 1)
        say(f"{child.cause_of_death()}; it starts again in {delay:g} s.")
        return delay
