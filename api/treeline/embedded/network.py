"""Where an instance listens, and whether it is allowed to."""

import ipaddress
import socket
from urllib.parse import urlsplit

import psycopg2
import redis

from treeline.embedded.errors import StartError
from treeline.settings import Settings


def refuse_strangers(settings: Settings) -> None:
    """Whoever comes first becomes the admin: on an open network that must be somebody who knows a password."""
    if not _is_loopback(settings.api_host) and not settings.init_password:
        raise StartError(
            f"API_HOST={settings.api_host} makes Treeline reachable from other machines, where the first "
            "visitor would become its admin. Set INIT_PASSWORD to protect the setup, or keep API_HOST at "
            "127.0.0.1."
        )


def refuse_taken_ports(settings: Settings) -> None:
    ports = {"API_PORT": settings.api_port, "WEB_PORT": settings.web_port}
    if len(set(ports.values())) < len(ports):
        raise StartError(f"API_PORT and WEB_PORT are both {settings.api_port}. Use different ports.")
    for name, port in ports.items():
        family, kind, protocol, _, address = socket.getaddrinfo(settings.api_host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                why = f"can't listen on {settings.api_host}, port {port} ({error.strerror})"
                raise StartError(f"{name}: {why}. Set {name} to another port.") from error


def refuse_absent_servers(settings: Settings) -> None:
    """Servers of the user's own that do not answer, said at once and by the name of their setting."""
    if not settings.embeds_database:
        name = "DATABASE_URL" if settings.database_url else "DB_HOST"
        try:
            psycopg2.connect(settings.sqlalchemy_url.replace("+psycopg2", "", 1), connect_timeout=5).close()
        except psycopg2.OperationalError as error:
            raise StartError(f"{name}: can't connect to PostgreSQL. {error}".strip()) from error
    if not settings.embeds_redis:
        name = "REDIS_URL" if settings.redis_url else "REDIS_HOST"
        try:
            redis.Redis.from_url(settings.redis_address, socket_connect_timeout=5, socket_timeout=5).ping()
        except (redis.RedisError, ValueError) as error:
            raise StartError(f"{name}: can't connect to Redis. {error}") from error


def own_host(settings: Settings) -> str:
    """By what name this machine itself reaches what listens on API_HOST."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.api_host, settings.api_host)  # noqa: S104  not a bind


def without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
