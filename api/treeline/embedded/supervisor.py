"""`treeline up`: starts the processes of an instance in order, keeps them running, and stops them all."""

import http.client
import json
import signal
import subprocess
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import FrameType
from typing import Any

import click

from treeline.embedded.child import Child, stop_all
from treeline.embedded.console import ConsoleBuild
from treeline.embedded.errors import StartError
from treeline.embedded.lives import Life, last_words
from treeline.embedded.lock import DataLock
from treeline.embedded.network import own_host, refuse_absent_servers, refuse_strangers, refuse_taken_ports
from treeline.embedded.parts import Instance, PartsServer
from treeline.embedded.postgres import Postgres, database_url
from treeline.embedded.programs import Programs
from treeline.embedded.redis_server import RedisServer, redis_url
from treeline.embedded.servers import socket_folder, start_all
from treeline.embedded.table import console_line, table
from treeline.settings import Settings, unknown_keys

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked_to_stop = threading.Event()
READY_SECONDS = 60
DEATHS = 3


def up(settings: Settings, *, build_console: bool = False) -> None:
    """Run an instance until a signal stops it. Raises StartError if it cannot start.

    A part that cannot live ends the start: somebody watches it, and nothing is served that this would take away. From
    then on nothing does. What ends is started again for ever, as the reason may pass: a disk gets room again.
    """
    refuse_strangers(settings)
    for key in unknown_keys():
        say(f"Unknown setting, ignored: {key}")
    for signum in STOP_SIGNALS:
        # Started with nohup, it outlives its terminal. Ctrl-C counts even where a script's `&` has switched it off.
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
            signal.signal(signum, _interrupt)
    try:
        with ExitStack() as stack:
            lock = stack.enter_context(DataLock(settings.treeline_data))
            refuse_taken_ports(settings)
            refuse_absent_servers(settings)
            sockets = stack.enter_context(socket_folder(settings.treeline_data))
            instance = Supervisor(settings, lock, sockets)
            stack.callback(instance.stop)
            stack.callback(PartsServer(sockets, instance.look).close)
            instance.start()
            if build_console:
                instance.console.start()
            say(table(settings, instance.running, instance.console.state, instance.complaints()))
            instance.watch()
    except KeyboardInterrupt:
        say("Stopped.")
    except OSError as error:
        raise StartError(f"Treeline can't start: {error}") from error


class Supervisor:
    """One instance: its own servers, as far as none are configured, and what runs on them."""

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
        self.console = ConsoleBuild(settings, lock)
        self.lives: list[Life] = []
        self.started = False

    def start(self) -> None:
        """Returns when every part answers."""
        start_all(self.servers)
        self._migrate()
        for child in self.programs.lasting:
            child.start()
        self.lives = [Life(child) for child in [*self.servers, *self.programs.lasting]]
        deadline = time.monotonic() + READY_SECONDS
        while silent := self._silent():
            if time.monotonic() > deadline:
                mute = [f"{child.name} sends no heartbeats. {child.tail()}" for child in silent]
                raise StartError("\n".join([f"Not ready after {READY_SECONDS} s.", *self.complaints(), *mute]))
            self.mend()
            time.sleep(0.1)
        self.started = True

    def watch(self) -> None:
        while True:
            self.mend()
            if self.console.look():
                say(console_line(self.settings, self.console.state))
            for child in self.running:
                child.rotate_log()
            time.sleep(0.2)

    def mend(self) -> None:
        """Start again what has ended, later each time. During the start, raises StartError for what cannot live."""
        if _asked_to_stop.is_set():
            # Raised where nobody hears it, such as in a destructor, the interrupt has been lost.
            raise KeyboardInterrupt
        for life in self.lives:
            if life.due is not None:
                if time.monotonic() >= life.due:
                    self._revive(life)
            elif not life.child.alive:
                self._mourn(life)
            elif life.settled():
                say(f"{life.child.name} is healthy again.")

    @property
    def running(self) -> list[Child]:
        return [life.child for life in self.lives]

    def look(self) -> Instance:
        return Instance([life.part for life in self.lives], self.console.state)

    def stop(self) -> None:
        """What serves people first, then the servers it needs."""
        for signum in STOP_SIGNALS:
            signal.signal(signum, signal.SIG_IGN)
        say("Stopping …")
        stop_all([*self.programs.lasting, self.console.child])
        stop_all(self.servers)

    def _migrate(self) -> None:
        # What earlier runs said would stand above the reason, if this one fails.
        self.programs.migration.log.unlink(missing_ok=True)
        try:
            self.programs.migration.run()
        except StartError as error:
            raise StartError(f"Database migration failed, so Treeline can't start: {error}") from error

    def _silent(self) -> list[Child]:
        """Whoever has given no sign of life to the API yet; the API itself while it is ill, or another instance's.

        What is full is not ill: much works without room, and a full Redis only cannot note the signs of life.
        """
        health = self._health()
        if health.get("instance") != self.programs.instance:
            return [self.programs.api]
        failing = [check["state"] for check in health["checks"].values() if not check["ok"]]
        if failing:
            return [] if set(failing) == {"full"} else [self.programs.api]
        seen = {worker["name"].partition("@")[0] for worker in health["workers"]}
        late = [child for node, child in self.programs.workers.items() if node not in seen]
        return late if health["beat"]["alive"] else [*late, self.programs.beat]

    def complaints(self) -> list[str]:
        checks: dict[str, Any] = self._health().get("checks", {})
        return [f"{name}: {check['message']}" for name, check in checks.items() if check["state"] != "ok"]

    def _health(self) -> dict[str, Any]:
        connection = http.client.HTTPConnection(own_host(self.settings), self.settings.api_port, timeout=5)
        try:
            connection.request("GET", "/health")
            return json.load(connection.getresponse())
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            return {}
        finally:
            connection.close()

    def _mourn(self, life: Life) -> None:
        """Clear up after it, and say who has ended and why."""
        child = life.child
        child.clear()
        self._pause(life, child.how_it_ended(), last_words(child))
        if not self.started and life.deaths == DEATHS:
            raise StartError(f"{child.obituary()}\nThis is the {DEATHS}rd exit in a row.")

    def _revive(self, life: Life) -> None:
        try:
            life.child.start()
        except (OSError, StartError, subprocess.SubprocessError) as error:
            # No room for its log, no memory for a process: that may pass as well.
            self._pause(life, f"{life.child.name} failed to start", str(error))
        else:
            life.begin()

    def _pause(self, life: Life, what: str, why: str) -> None:
        say(f"{what}; restarting in {life.end(why):g} s." + (f" Last log message: {why}" if why else ""))


def say(text: str) -> None:
    # The terminal may be gone, and nothing else must fail for that.
    with suppress(OSError):
        click.echo(text)


def _interrupt(signum: int, frame: FrameType | None) -> None:
    _asked_to_stop.set()
    # One is enough: a second one must not interrupt the stop.
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
