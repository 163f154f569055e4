"""The embedded PostgreSQL and Redis, as real processes."""

import gzip
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import psycopg2
import pytest
import redis

from tests.integration_tests.embedded.living import processes_of, wait_for
from treeline.embedded import servers
from treeline.embedded.errors import StartError
from treeline.embedded.servers import Servers

# They start, stop and kill servers.
pytestmark = pytest.mark.faults

STARTER = """
import sys
from pathlib import Path
from treeline.embedded import servers

with servers.start(Path(sys.argv[1]), durable=False):
    print("ready", flush=True)
    sys.stdin.read()
"""


def ask(database_url: str, statement: str) -> str:
    with closing(psycopg2.connect(database_url.replace("+psycopg2", ""))) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        connection.commit()
        return str((cursor.fetchone() or ("",))[0]) if cursor.description else ""


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def starter() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Another process that has started the servers of a folder."""
    started: list[subprocess.Popen[str]] = []

    def start(data: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.communicate()


def test_both_answer_and_leave_nothing_behind(data: Path):
    with servers.start(data, durable=False) as running:
        assert ask(running.database_url, "SHOW server_version").startswith("18")
        assert ask(running.database_url, "SELECT current_database()") == "treeline"
        assert ask(running.database_url, "SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'") == "1"
        # The one of the wheel, not one that happens to be on the PATH.
        assert redis.Redis.from_url(running.redis_url).info("server")["valkey_version"] == "9.1.2"
        running.check()
        assert servers.running(data) == (running.database_url, running.redis_url)
        sockets = Path(running.redis_url.removeprefix("unix://").partition("?")[0]).parent
        assert mode(sockets) == 0o700
    assert processes_of(data) == []
    assert servers.running(data) is None
    assert not sockets.exists()


def test_names_sort_by_code_point_and_case_knows_unicode(data: Path):
    with servers.start(data, durable=False) as running:
        assert ask(running.database_url, "SELECT 'Z' < 'a' AND 'z' < 'ä'") == "True"
        assert ask(running.database_url, "SELECT lower('ÄÉЖ')") == "äéж"


def test_nothing_listens_on_the_network(data: Path):
    with servers.start(data, durable=False) as running:
        assert ask(running.database_url, "SHOW listen_addresses") == ""
        assert redis.Redis.from_url(running.redis_url).config_get("port") == {"port": "0"}
        rules = ask(running.database_url, "SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules "
                                          "WHERE type <> 'local'")  # fmt: skip
        assert rules == "reject"


def test_what_was_written_is_there_after_a_restart(data: Path):
    with servers.start(data) as running:
        ask(running.database_url, "CREATE TABLE kept AS SELECT 7 AS number")
        redis.Redis.from_url(running.redis_url).set("kept", "seven")
    with servers.start(data) as running:
        assert ask(running.database_url, "SELECT number FROM kept") == "7"
        assert redis.Redis.from_url(running.redis_url).get("kept") == b"seven"
        assert ask(running.database_url, "SHOW fsync") == "on"


def test_what_redis_6_2_left_is_read(data: Path):
    """A folder of an earlier Treeline: a file that Redis 6.2.14 rewrote (`base:`), and appended to later (`tail:`)."""
    (data / "redis").mkdir(parents=True)
    left = gzip.decompress((Path(__file__).parent / "redis-6.2.aof.gz").read_bytes())
    (data / "redis" / "appendonly.aof").write_bytes(left)
    for _ in range(2):
        with servers.start(data) as running:
            client = redis.Redis.from_url(running.redis_url)
            assert client.dbsize() == 20
            for tag in ("base", "tail"):
                assert client.get(f"{tag}:string") == b"text"
                assert client.pttl(f"{tag}:expires") > 10**9
                assert client.lrange(f"{tag}:queue", 0, -1) == [b"message %d" % i for i in reversed(range(140))]
                assert client.hgetall(f"{tag}:hash") == {b"field %d" % i: b"%d" % i for i in range(140)}
                assert client.hgetall(f"{tag}:small") == {b"a": b"1"}
                assert client.smembers(f"{tag}:numbers") == {b"%d" % i for i in range(20)}
                assert client.smembers(f"{tag}:set") == {b"m%d" % i for i in range(140)}
                assert client.zrange(f"{tag}:scores", 0, -1, withscores=True) == [(b"m%d" % i, i) for i in range(140)]
                assert client.zscore(f"{tag}:few", "m") == 1.5
                stream = cast(Any, client.xrange(f"{tag}:stream"))
                assert [key for key, _ in stream] == [b"%d-0" % i for i in range(1, 131) if i != 5]
                assert client.xpending(f"{tag}:stream", "readers")["pending"] == 3


def test_a_second_start_on_the_same_folder_is_refused_and_names_the_holder(
    data: Path, starter: Callable[[Path], subprocess.Popen[str]]
):
    holder = starter(data)
    with pytest.raises(StartError) as refused:
        servers.start(data)
    assert str(data) in str(refused.value)
    assert f"{holder.pid}  {sys.executable}" in str(refused.value)
    found = servers.running(data)
    assert found
    assert ask(found.database_url, "SELECT 1") == "1"


def test_folders_that_only_their_owner_may_enter_stay_so(tmp_path: Path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with servers.start(closed / "data", durable=False) as running:
        running.check()
    assert mode(closed) == 0o700
    assert mode(closed / "data" / "postgres") == 0o700


def test_a_path_longer_than_a_socket_may_have(tmp_path: Path):
    data = tmp_path / ("long" * 30) / ("longer" * 30) / "data"
    with servers.start(data, durable=False) as running:
        running.check()
        assert servers.running(data)


def test_two_folders_side_by_side(tmp_path: Path):
    with servers.start(tmp_path / "a", durable=False) as one, servers.start(tmp_path / "b", durable=False) as other:
        assert one.database_url != other.database_url
        redis.Redis.from_url(one.redis_url).set("whose", "one's")
        assert redis.Redis.from_url(other.redis_url).get("whose") is None
        ask(one.database_url, "CREATE TABLE mine ()")
        assert ask(other.database_url, "SELECT to_regclass('mine')") == "None"


@pytest.mark.parametrize("alive", [False, True], ids=["a zombie", "another program"])
def test_the_pid_file_of_a_dead_server_does_not_stop_the_next_one(data: Path, alive: bool):
    with servers.start(data, durable=False):
        left = (data / "postgres" / "postmaster.pid").read_text()
    with subprocess.Popen(["sleep", "60" if alive else "0"]) as other:
        pid_file = data / "postgres" / "postmaster.pid"
        pid_file.write_text("\n".join([str(other.pid), *left.splitlines()[1:]]) + "\n")
        with servers.start(data, durable=False) as running:
            running.check()
        other.kill()


def test_half_a_cluster_is_made_anew(data: Path):
    unfinished = data / "postgres.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with servers.start(data, durable=False) as running:
        running.check()


def test_a_socket_folder_of_somebody_else_is_refused(data: Path):
    with servers.start(data, durable=False) as running:
        sockets = Path(running.redis_url.removeprefix("unix://").partition("?")[0]).parent
    sockets.mkdir()
    sockets.chmod(0o777)
    try:
        with pytest.raises(StartError, match="not a private folder"):
            servers.start(data, durable=False)
    finally:
        sockets.rmdir()


def without_unshare(folder: Path) -> str:
    """A PATH on which there is a shell and no `unshare`, as if user namespaces were off."""
    folder.mkdir()
    (folder / "sh").symlink_to(shutil.which("sh") or "/bin/sh")
    return str(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="of root alone PostgreSQL wants another name")
def test_root_without_user_namespaces_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setenv("PATH", without_unshare(tmp_path / "programs"))
    with pytest.raises(StartError, match="DATABASE_URL"):
        servers.start(closed / "data", durable=False)
    assert mode(closed) == 0o700
    assert not servers.running(closed / "data")


@pytest.mark.skipif(
    os.geteuid() != 0 or subprocess.run(["ls", sys.prefix], user="nobody", capture_output=True).returncode != 0,
    reason="only root becomes nobody, and nobody must be able to enter the environment's folder",
)
def test_root_without_user_namespaces_serves_as_nobody(monkeypatch: pytest.MonkeyPatch):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("PATH", without_unshare(Path(folder) / "programs"))
        for _ in range(2):
            with servers.start(Path(folder) / "data", durable=False) as running:
                running.check()
                assert (Path(folder) / "data" / "postgres").stat().st_uid == pwd.getpwnam("nobody").pw_uid


def test_kill_9_of_the_starter_leaves_nothing_and_the_next_start_works(
    data: Path, starter: Callable[[Path], subprocess.Popen[str]]
):
    killed = starter(data)
    assert len(processes_of(data)) > 2
    killed.kill()
    with servers.start(data, durable=False) as running:
        running.check()
    assert wait_for(lambda: not processes_of(data), 2), processes_of(data)


@pytest.mark.parametrize("which", [0, 1], ids=["postgres", "redis"])
def test_check_says_which_server_has_died(data: Path, which: int):
    running: Servers = servers.start(data, durable=False)
    try:
        victim = running.children[which]
        assert victim.process
        victim.process.kill()
        victim.process.wait()
        with pytest.raises(StartError, match=f"{victim.name} was killed by SIGKILL"):
            running.check()
    finally:
        running.stop()
    assert wait_for(lambda: not processes_of(data), 2), processes_of(data)
