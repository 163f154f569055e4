"""What can be found, each kind once: how bad it is, what is said, and what to do about it."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Kind:
    """`message` and `remedy` are filled with the finding's parameters."""

    level: Level
    message: str
    remedy: str


@dataclass(frozen=True)
class Finding:
    """`code` is `area.kind`; `params` are what the two sentences were filled with."""

    code: str
    level: Level
    message: str
    remedy: str
    params: dict[str, str] = field(default_factory=dict[str, str])


def found(code: str, **params: object) -> Finding:
    kind, shown = KINDS[code], {name: str(value) for name, value in params.items()}
    return Finding(code, kind.level, kind.message.format(**shown), kind.remedy.format(**shown), shown)


KINDS = {
    # Settings
    "settings.invalid": Kind("error", "{fault}", "Correct this setting in .env, api/.env or the environment."),
    "settings.unknown": Kind(
        "warning",
        "{file} sets {key}, which isn't a setting of Treeline.",
        "Check the spelling against .env.example, or remove the line.",
    ),
    "settings.two_addresses": Kind(
        "warning", "Both {url} and {host} are set; {host} is ignored.", "Remove {host} and the settings beside it."
    ),
    "settings.unused": Kind(
        "warning", "{keys} has no effect, because {choice} is {value}.", "Set {choice}={wanted}, or remove {keys}."
    ),
    "settings.not_an_address": Kind(
        "error",
        "{key} isn't the address of a site: {value}",
        "Use scheme and host only, such as https://console.example.com.",
    ),
    "settings.mixed_schemes": Kind(
        "error",
        "CONSOLE_WEB_URL and CONSOLE_API_URL must both use https: otherwise cookies are sent unencrypted.",
        "Use https for both, or http for both in a trusted network.",
    ),
    "settings.cookie_domain": Kind(
        "error",
        "COOKIE_DOMAIN={domain} doesn't cover {host}, so browsers drop the cookies of a login.",
        "Set COOKIE_DOMAIN to a domain that {host} belongs to, or leave it empty if console and API share a host.",
    ),
    "settings.no_cookie_domain": Kind(
        "error",
        "Console ({web}) and API ({api}) are on different hosts, and COOKIE_DOMAIN is not set.",
        "Set COOKIE_DOMAIN to the domain that both belong to, or serve both from one host.",
    ),
    "settings.cors": Kind(
        "error",
        "CONSOLE_CORS_ALLOW_ORIGINS doesn't list {origin}, so browsers block the console's requests.",
        "Add {origin} to CONSOLE_CORS_ALLOW_ORIGINS.",
    ),
    "settings.proxy_headers": Kind(
        "warning",
        "The console uses https, but the headers of its proxy are ignored: every visitor seems to have the proxy's "
        "address, and shares its limits.",
        "Set RESPECT_XFORWARD_HEADERS_ENABLED=true if the proxy sets X-Forwarded-For.",
    ),
    "settings.weak_key": Kind(
        "error",
        "{key} is short or well known, so it can be guessed.",
        "For {key}, use a random value, for example from: openssl rand -base64 42. To replace SECRET_KEY, see "
        "docs/operations.md.",
    ),
    "settings.weak_password": Kind(
        "warning", "The password of {server} is empty or well known.", "Set another password for {server}."
    ),
    "settings.weak_hashing": Kind(
        "warning",
        "{key}={value} makes passwords easy to guess from a stolen database.",
        "Remove {key} to use the default, {default}.",
    ),
    "settings.debug_log": Kind(
        "warning", "LOG_LEVEL=DEBUG writes what people send to the logs.", "Set LOG_LEVEL=INFO."
    ),
    # Database
    "database.unavailable": Kind(
        "error", "The database doesn't work: {reason}", "Check DATABASE_URL or DB_*, and that the server is running."
    ),
    "database.full": Kind("error", "The database is out of disk space: {reason}", "Free space on its disk."),
    "database.old": Kind(
        "error",
        "{server} {version} is not supported.",
        "Upgrade to {server} {oldest} or later.",
    ),
    "database.encoding": Kind(
        "error",
        "The database stores text as {encoding}, so some characters can't be stored.",
        "Create the database again with {wanted}.",
    ),
    "database.collation": Kind(
        "error",
        "Columns of the database compare text as {collations}, so names that differ only in case may count as equal.",
        "Restore the database with utf8mb4_0900_bin (MySQL) or utf8mb4_nopad_bin (MariaDB) for all columns.",
    ),
    "database.binlog": Kind(
        "error",
        "The binary log records statements, so the server rejects changes (binlog_format STATEMENT).",
        "Set binlog_format to ROW or MIXED.",
    ),
    "database.local_infile": Kind(
        "warning",
        "The server doesn't accept LOAD DATA LOCAL, so creating many files takes longer.",
        "Set local_infile=ON in the configuration of the server.",
    ),
    "database.packet": Kind(
        "warning",
        "The server accepts statements of {size} MiB only, so large requests can fail.",
        "Set max_allowed_packet to {least}M or more.",
    ),
    "database.connections": Kind("warning", "{reason}", "Change one of the two settings, and restart Treeline."),
    "schema.wrong": Kind(
        "error", "{reason}", "Stop Treeline, migrate the database or update the code, and start it again."
    ),
    # Redis
    "redis.unavailable": Kind(
        "error", "Redis doesn't work: {reason}", "Check REDIS_URL or REDIS_*, and that Redis is running."
    ),
    "redis.full": Kind("error", "Redis is out of memory or disk space: {reason}", "Raise maxmemory, or free space."),
    "redis.old": Kind("error", "Redis {version} is not supported.", "Upgrade to Redis {oldest} or later, or Valkey."),
    "redis.eviction": Kind(
        "error",
        "Redis may delete queued tasks when its memory is full (maxmemory-policy {policy}).",
        "Set maxmemory-policy noeviction.",
    ),
    "redis.not_kept": Kind(
        "warning",
        "Redis keeps nothing on disk: a restart loses queued tasks until they are found again, and answers under way.",
        "Set appendonly yes.",
    ),
    # Files
    "storage.unavailable": Kind(
        "error", "Files can't be stored: {reason}", "Check STORAGE_* or S3_*, and the rights of the folder or key."
    ),
    "storage.full": Kind("error", "The storage is full: {reason}", "Free space, or use a larger disk."),
    "storage.differs": Kind(
        "error", "The storage returned other bytes than were written.", "Don't use this storage: files may be damaged."
    ),
    "disk.low": Kind("warning", "Little disk space is left: {reason}", "Free space, or change HEALTH_MIN_FREE_MB."),
    # Background work
    "queues.unattended": Kind(
        "error",
        "No worker takes tasks from: {queues}",
        "Start a worker for these queues, for example with dev/start-worker.",
    ),
    "queues.late": Kind(
        "warning",
        "The oldest task in the queue {queue} has waited for {minutes} minutes.",
        "Look at the logs of the workers, or start another worker for {queue}.",
    ),
    "queues.no_beat": Kind(
        "error", "Beat is not running, so nothing scheduled happens.", "Start it, for example with dev/start-beat."
    ),
    # Secrets and time
    "secret_key.other": Kind(
        "error",
        "SECRET_KEY doesn't match this database, so Treeline doesn't start.",
        "Restore the old key, add it to SECRET_KEY_PREVIOUS to rotate it, or use the right database.",
    ),
    "secret_key.rotating": Kind(
        "warning",
        "SECRET_KEY_PREVIOUS is set: secrets may still be encrypted with an old key.",
        "Run `treeline rotate-key`, then remove SECRET_KEY_PREVIOUS.",
    ),
    "clocks.database": Kind(
        "error",
        "The clocks of this machine and of the database differ by {seconds} seconds.",
        "Turn on time synchronization (NTP) on both machines.",
    ),
    "clocks.redis": Kind(
        "error",
        "The clocks of this machine and of Redis differ by {seconds} seconds.",
        "Turn on time synchronization (NTP) on both machines.",
    ),
    # Signing in
    "sign_in.not_set_up": Kind(
        "warning",
        "Treeline is not set up yet, so no login was tried.",
        "Open the console, create the first account, and check again.",
    ),
    "sign_in.unreachable": Kind(
        "error",
        "{url} can't be reached: {reason}",
        "Start the API, or correct CONSOLE_WEB_URL and CONSOLE_API_URL.",
    ),
    "sign_in.not_treeline": Kind(
        "error",
        "{url} is not answered by Treeline's API (status {status}).",
        "Let the proxy pass /console/api to the API, or correct the address.",
    ),
    "sign_in.other_database": Kind(
        "error",
        "The API at {url} uses another database than this command.",
        "Use the same settings for both, or correct CONSOLE_WEB_URL and CONSOLE_API_URL.",
    ),
    "sign_in.refused": Kind(
        "error", "A login at {url} was refused with {status} {error}.", "Look at the log of the API."
    ),
    "sign_in.cors": Kind(
        "error",
        "The API at {url} doesn't allow requests from {origin}.",
        "Add {origin} to CONSOLE_CORS_ALLOW_ORIGINS and restart the API, or check the proxy.",
    ),
    "sign_in.cookies_dropped": Kind(
        "error",
        "Browsers drop the cookies that the API at {url} sets ({cookies}).",
        "Check COOKIE_DOMAIN, and that CONSOLE_WEB_URL and CONSOLE_API_URL are the addresses that people use.",
    ),
    "sign_in.not_kept": Kind(
        "error",
        "After a login at {url}, the next request was answered with {status} {error}.",
        "Check that the proxy passes on cookies and the header X-CSRF-Token.",
    ),
    # Services
    "vectors.unavailable": Kind(
        "error", "Knowledge bases don't work: {reason}", "Check VECTOR_STORE and the settings of the store."
    ),
    "mail.failing": Kind("error", "{reason}", "Check MAIL_TYPE, SMTP_* and MAIL_DEFAULT_SEND_FROM."),
    "mail.no_links": Kind(
        "error",
        "Emails with links are not sent, because the console's address isn't known.",
        "Set CONSOLE_WEB_URL to the address that people use.",
    ),
    "mail.unencrypted": Kind(
        "warning", "Emails and the password of {server} are sent unencrypted.", "Set SMTP_USE_TLS=true."
    ),
    "outbound.unreadable": Kind(
        "error", "{key} has an entry that matches nothing: {entry}", "Use host, host:port, address or network."
    ),
    "outbound.wide": Kind(
        "warning",
        "{key} allows {entry}, which includes services that trust your network.",
        "List single hosts with their ports instead.",
    ),
    "outbound.metadata": Kind(
        "error",
        "{key} allows {entry}, where cloud providers give out credentials.",
        "Remove {entry} from {key}.",
    ),
    "doctor.broken": Kind(
        "error",
        "The check of {area} itself failed ({error}).",
        "This is a bug in Treeline: run `TREELINE_TRACEBACK=1 treeline doctor` and report the output.",
    ),
}
