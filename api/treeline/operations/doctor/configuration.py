"""Settings that are misspelled, contradict each other, have no effect, or protect nothing."""

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import make_url

from treeline.kernel.addresses import origin_of
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.findings import Finding, found
from treeline.settings import Settings, unknown_keys

SHORTEST_KEY = 32
WELL_KNOWN = {"", "postgres", "password", "changeme", "secret", "admin", "redis", "treeline", "difyai123456", "123456"}
# From where on hashing costs a thief little: half of what is the default.
LEAST_HASHING = {"argon2_memory_kib": 19 * 1024, "argon2_time_cost": 2}
URLS = ("console_web_url", "console_api_url", "files_url")


def settings(case: Case) -> Iterator[Finding]:
    for each in unknown_keys(case.env_files):
        file, _, key = each.rpartition(": ")
        yield found("settings.unknown", file=file, key=key)
    yield from _without_effect(case.settings)
    yield from _addresses(case.settings)
    yield from _weak(case.settings)


def _without_effect(of: Settings) -> Iterator[Finding]:
    for url, host in (("database_url", "db_host"), ("redis_url", "redis_host")):
        if url in of.model_fields_set and host in of.model_fields_set:
            yield found("settings.two_addresses", url=url.upper(), host=host.upper())
    choices = (
        ("storage_type", "s3", ("s3_bucket_name", "s3_endpoint")),
        ("vector_store", "weaviate", ("weaviate_endpoint", "weaviate_api_key")),
        ("vector_store", "qdrant", ("qdrant_url", "qdrant_api_key")),
        ("mail_type", "smtp", ("smtp_server", "mail_default_send_from")),
    )
    for choice, wanted, keys in choices:
        value = getattr(of, choice)
        given = [key.upper() for key in keys if key in of.model_fields_set]
        if given and value != wanted:
            shown = value or "not set"
            yield found("settings.unused", keys=", ".join(given), choice=choice.upper(), value=shown, wanted=wanted)


def _addresses(of: Settings) -> Iterator[Finding]:
    sites = {key: urlsplit(value) for key in URLS if (value := getattr(of, key))}
    odd = {key for key, site in sites.items() if not _is_site(site)}
    for key in sorted(odd):
        yield found("settings.not_an_address", key=key.upper(), value=getattr(of, key))
    web, api = sites.get("console_web_url"), sites.get("console_api_url")
    if odd or web is None:
        return
    if web.scheme == "https" and not of.respect_xforward_headers_enabled:
        yield found("settings.proxy_headers")
    if api is not None:
        yield from _two_sites(of, web, api)


def _two_sites(of: Settings, web: SplitResult, api: SplitResult) -> Iterator[Finding]:
    if web.scheme != api.scheme:
        yield found("settings.mixed_schemes")
    domain = of.cookie_domain.lstrip(".").lower()
    for host in dict.fromkeys((web.hostname or "", api.hostname or "")):
        if domain and host != domain and not host.endswith(f".{domain}"):
            yield found("settings.cookie_domain", domain=of.cookie_domain, host=host)
    # Set for a web client on another origin than the API's; the console itself asks its own origin.
    if not (domain or of.console_cors_allow_origins) or web.netloc == api.netloc:
        return
    if web.hostname != api.hostname and not domain:
        yield found("settings.no_cookie_domain", web=web.hostname, api=api.hostname)
    origin = origin_of(of.console_web_url)
    if origin not in of.console_cors_allow_origins:
        yield found("settings.cors", origin=origin)


def _is_site(site: SplitResult) -> bool:
    try:
        _ = site.port
    except ValueError:
        return False
    bare = site.path in ("", "/") and not site.query and not site.fragment
    return site.scheme in ("http", "https") and bool(site.hostname) and bare


def _weak(of: Settings) -> Iterator[Finding]:
    if _is_weak(of.secret_key or "", SHORTEST_KEY):
        yield found("settings.weak_key", key="SECRET_KEY")
    if of.init_password is not None and _is_weak(of.init_password, 8):
        yield found("settings.weak_key", key="INIT_PASSWORD")
    servers = {
        "PostgreSQL": "" if of.embeds_database else of.sqlalchemy_url,
        "Redis": "" if of.embeds_redis else of.redis_address,
    }
    for server, url in servers.items():
        # On a socket, who may connect is a matter of the file's rights.
        if url and _has_host(url) and (make_url(url).password or "").lower() in WELL_KNOWN:
            yield found("settings.weak_password", server=server)
    for key, least in LEAST_HASHING.items():
        if getattr(of, key) < least:
            default = type(of).model_fields[key].default
            yield found("settings.weak_hashing", key=key.upper(), value=getattr(of, key), default=default)
    if of.log_level == "DEBUG":
        yield found("settings.debug_log")


def _has_host(url: str) -> bool:
    return not url.startswith("unix:") and bool(make_url(url).host)


def _is_weak(secret: str, shortest: int) -> bool:
    return len(secret) < shortest or len(set(secret)) < shortest // 4 or secret.lower() in WELL_KNOWN
