"""What is looked at: the settings, and the servers they name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import redis
from sqlalchemy import Engine, create_engine

from treeline.kernel.clock import now
from treeline.kernel.db import engine_options
from treeline.kernel.storage import Storage, create_storage
from treeline.operations.health import Health
from treeline.settings import Settings

WAIT_SECONDS = 5


@dataclass
class Case:
    """Connections of its own: none of the application's is taken, and the application need not be able to start."""

    settings: Settings
    engine: Engine
    client: redis.Redis
    clock: Callable[[], datetime] = now
    # Those of this installation, where none are named.
    env_files: Sequence[Path] | None = None

    @cached_property
    def storage(self) -> Storage:
        """May raise OSError."""
        return create_storage(self.settings)

    @cached_property
    def health(self) -> Health:
        """What /health checks, checked now."""
        return Health(self.settings, lambda: self.engine, self.client, self.storage, lambda _: None)


@contextmanager
def opened(settings: Settings) -> Iterator[Case]:
    engine = create_engine(settings.sqlalchemy_url, **engine_options(settings))
    client = redis.Redis.from_url(
        settings.redis_address, socket_connect_timeout=WAIT_SECONDS, socket_timeout=WAIT_SECONDS
    )
    try:
        yield Case(settings, engine, client)
    finally:
        client.close()
        engine.dispose()
