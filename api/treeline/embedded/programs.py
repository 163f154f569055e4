"""The processes of an instance other than its servers (API, workers and Beat), and their environment."""

import fcntl
import os
import secrets
import signal
import sys
from pathlib import Path

from treeline.embedded.child import Child
from treeline.embedded.lock import DataLock
from treeline.kernel.lanes import LANES, WorkerLane
from treeline.settings import ROOT, Settings

API_FOLDER = ROOT / "api"


class Programs:
    """The children made from this code. `instance` tells them from another instance's."""

    def __init__(self, settings: Settings, lock: DataLock, database_url: str, redis_url: str):
        self.settings, self.lock = settings, lock
        self.instance = secrets.token_hex(4)
        self.env = _environment(settings) | {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "TREELINE_INSTANCE": self.instance,
        }
        self.migration = self._python("migrate", ["flask", "--app", "app", "db", "upgrade"])
        host = settings.api_host
        ports = f"http://{host}:{settings.api_port} and :{settings.web_port}"
        self.api = self._python("api", ["gunicorn", "app:app"], ports)
        # A chat must not wait behind an indexing, nor a sweep behind a long workflow: each has a worker of its own.
        lanes = LANES | {"runs": LANES["runs"]._replace(threads=settings.runs_concurrency)}
        self.workers = {f"{name}-{self.instance}": self._worker(name, lane) for name, lane in lanes.items()}
        self.beat = self._celery("beat", ["beat"], "schedule")

    @property
    def lasting(self) -> list[Child]:
        return [self.api, *self.workers.values(), self.beat]

    def _python(self, name: str, arguments: list[str], address: str = "", lane: str = "") -> Child:
        log = self.settings.treeline_data / "logs" / f"{name}.log"
        argv = [sys.executable, "-m", *arguments]
        return Child(name, argv, log, self.lock, address, folder=API_FOLDER, env=self.env | {"WORKER_LANE": lane})

    def _celery(self, name: str, arguments: list[str], address: str, lane: str = "") -> Child:
        return self._python(name, ["celery", "-A", "app.celery", *arguments, "--loglevel", "INFO"], address, lane)

    def _worker(self, name: str, lane: WorkerLane) -> Child:
        pool = ["-P", "threads", "--without-gossip", "--without-mingle"]
        node = ["-n", f"{name}-{self.instance}@%h"]
        address = f"queue {lane.queues[0]}" if len(lane.queues) == 1 else f"{len(lane.queues)} queues"
        worker = self._celery(f"worker-{name}", ["worker", *pool, *node, *lane.options], address, name)
        # Told to stop, it finishes its tasks first; without database and broker that is minutes for nothing.
        worker.death_signal = signal.SIGKILL
        return worker


def _environment(settings: Settings) -> dict[str, str]:
    # Without bytecode every start would compile for seconds.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | {
        "SECRET_KEY": settings.secret_key or kept_secret_key(settings.treeline_data),
        "API_PORT": str(settings.api_port),
        "WEB_PORT": str(settings.web_port),
        "TREELINE_DATA": str(settings.treeline_data),
    }


def kept_secret_key(data: Path) -> str:
    """The key in `<data>/secret_key`, made by whoever is the first to ask for it."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(data / "secret_key", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = secrets.token_urlsafe(42)
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        return key
