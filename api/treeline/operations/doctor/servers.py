"""The database, Redis, the storage, and whether their clocks agree with ours."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from treeline.accounts.errors import WrongSecretKey
from treeline.accounts.service import check_secret_key
from treeline.kernel.storage import new_key
from treeline.operations.doctor import databases
from treeline.operations.doctor.case import Case
from treeline.operations.doctor.databases import Version
from treeline.operations.doctor.findings import Finding, found
from treeline.operations.health import Check

OLDEST_REDIS = (6, 2)
SKEW_SECONDS = 10


def database(case: Case, oldest: Mapping[str, Version] = databases.OLDEST) -> Iterator[Finding]:
    check = case.health.database()
    if not check.ok:
        yield found("database.full" if check.state == "full" else "database.unavailable", reason=check.message)
        return
    if check.state == "low":
        yield found("database.connections", reason=check.message)
    with case.engine.connect() as connection:
        yield from databases.findings(connection, oldest)


def schema(case: Case) -> Iterator[Finding]:
    check = case.health.schema()
    if not check.ok:
        yield found("schema.wrong", reason=check.message)


def redis_server(case: Case, oldest: tuple[int, int] = OLDEST_REDIS) -> Iterator[Finding]:
    check = case.health.redis()
    if not check.ok:
        yield found("redis.full" if check.state == "full" else "redis.unavailable", reason=check.message)
        return
    facts = case.client.info()
    # Valkey calls itself Redis 7.2 here.
    version = str(facts["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < oldest:
        yield found("redis.old", version=version, oldest=".".join(map(str, oldest)))
    policy = facts.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        yield found("redis.eviction", policy=policy)
    if not facts.get("aof_enabled") and not _saves(case):
        yield found("redis.not_kept")


def _saves(case: Case) -> bool:
    try:
        return bool(case.client.config_get("save").get("save"))
    except RedisError:  # a managed Redis does not say, and does keep
        return True


def storage(case: Case) -> Iterator[Finding]:
    check: Check | None = None
    try:
        check = case.health.storage()
    except OSError as error:
        yield found("storage.unavailable", reason=error)
    if check is not None and check.ok:
        yield from _round_trip(case)
    elif check is not None:
        yield found("storage.full" if check.state == "full" else "storage.unavailable", reason=check.message)
    room = case.health.disk() if check is not None else None
    if room is not None and room.state != "ok":
        yield found("disk.low", reason=room.message)


def _round_trip(case: Case) -> Iterator[Finding]:
    key = new_key()
    wanted = key.bytes
    try:
        case.storage.put(key, [wanted])
        try:
            if b"".join(case.storage.read(key, 0, len(wanted))) != wanted:
                yield found("storage.differs")
        finally:
            case.storage.delete(key)
    except OSError as error:
        yield found("storage.unavailable", reason=error)


def secret_key(case: Case) -> Iterator[Finding]:
    with Session(case.engine) as session:
        try:
            check_secret_key(session, case.settings.secret_key or "", case.settings.secret_key_previous)
        except WrongSecretKey:
            yield found("secret_key.other")
            return
    if case.settings.secret_key_previous:
        yield found("secret_key.rotating")


def clocks(case: Case) -> Iterator[Finding]:
    servers = {"clocks.database": _of_database, "clocks.redis": _of_redis}
    for code, ask in servers.items():
        before = case.clock()
        theirs = ask(case)
        ours = before + (case.clock() - before) / 2
        seconds = abs((theirs - ours).total_seconds())
        if seconds > SKEW_SECONDS:
            yield found(code, seconds=round(seconds))


def _of_database(case: Case) -> datetime:
    with case.engine.connect() as connection:
        return connection.execute(select(func.clock_timestamp())).scalar_one()


def _of_redis(case: Case) -> datetime:
    seconds, micro = case.client.time()
    return datetime.fromtimestamp(seconds + micro / 1_000_000, UTC)
