"""Embedded servers for processes started by hand, such as `flask run` or `celery worker`, if none are configured."""

import atexit
import time

from treeline.embedded import servers
from treeline.embedded.errors import AlreadyRunning, StartError
from treeline.embedded.programs import kept_secret_key
from treeline.settings import Settings

PATIENCE_SECONDS = 15


def with_servers(settings: Settings, *, start: bool = True) -> Settings:
    """Settings that name servers and a SECRET_KEY, whatever was configured.

    Where no database or Redis is named, those of the instance that runs on TREELINE_DATA. If none does, they are
    started and end with this process; several that start at once share those of the first. `start=False`: only look.
    Raises StartError.
    """
    found: dict[str, str] = {}
    if settings.embeds_database or settings.embeds_redis:
        addresses = servers.running(settings.treeline_data)
        if addresses is None and not start:
            raise StartError(f"No instance is running on {settings.treeline_data}. Start one with dev/up.")
        addresses = addresses or _started(settings)
        if settings.embeds_database:
            found["database_url"] = addresses.database_url
        if settings.embeds_redis:
            found["redis_url"] = addresses.redis_url
    if not settings.secret_key:
        found["secret_key"] = kept_secret_key(settings.treeline_data)
    return settings.model_copy(update=found)


def _started(settings: Settings) -> servers.Addresses:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            own = servers.start(settings.treeline_data)
        except AlreadyRunning:
            # Another process may be starting them at this moment.
            if addresses := servers.running(settings.treeline_data):
                return addresses
            if time.monotonic() > until:
                raise
            continue
        atexit.register(own.stop)
        return servers.Addresses(own.database_url, own.redis_url)
