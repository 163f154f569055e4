"""Archives through a real API: memory and database connections while bytes travel, and imports that meet."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from sqlalchemy import create_engine, text

from tests.processes import Api, Caller
from tests.zips import GOOD, TEXT, Part, zip_of

MIB = 1024 * 1024
ZIP = {"Content-Type": "application/zip"}


class Memory:
    """The worker of an API with one worker, as Linux counts it."""

    def __init__(self, api: Api):
        master = api.process.pid
        worker = Path(f"/proc/{master}/task/{master}/children").read_text().split()[0]
        self.worker = Path(f"/proc/{worker}")

    def _read(self, name: str) -> int:
        (line,) = [line for line in (self.worker / "status").read_text().splitlines() if line.startswith(name)]
        return int(line.split()[1]) * 1024

    def forget_peak(self) -> int:
        """The memory in use, from which the next peak is counted."""
        (self.worker / "clear_refs").write_text("5")
        return self._read("VmRSS:")

    def peak(self) -> int:
        return self._read("VmHWM:")


def connections_at_work(api: Api) -> int:
    """Those of the API's that are in a transaction."""
    engine = create_engine(api.settings.sqlalchemy_url)
    with engine.connect() as connection:
        busy = connection.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
        )
    engine.dispose()
    return busy or 0


@pytest.fixture
def large() -> Iterator[BinaryIO]:
    """An archive of 200 MiB and of what small files there are in it."""
    draw = random.Random(7)
    with TemporaryFile() as file:
        with ZipFile(file, "w") as archive:
            for number in range(3):
                with archive.open(f"large/{number}.zip", "w") as member:
                    for _ in range(60):
                        member.write(draw.randbytes(MIB))
            archive.writestr("text.md", (TEXT + draw.randbytes(9)) * (20 * MIB // len(TEXT)), ZIP_DEFLATED, 1)
            for number in range(500):
                archive.writestr(f"small/{number}", b"%d" % number, ZIP_STORED)
        file.seek(0)
        yield file


def test_200_mib_pass_without_memory_and_without_a_connection(api: Api, caller: Caller, large: BinaryIO):
    assets = f"/apps/{caller.new_app()}/assets"
    warm = caller.call("POST", f"{assets}/import-archive", data=zip_of(GOOD), headers=ZIP)
    assert warm.status_code == 201
    memory = Memory(api)
    before = memory.forget_peak()
    seen: list[int] = []

    def body() -> Iterator[bytes]:
        while chunk := large.read(MIB):
            if large.tell() == 100 * MIB:
                seen.append(connections_at_work(api))
            yield chunk

    reply = caller.call("POST", f"{assets}/import-archive", data=body(), headers=ZIP)
    assert reply.status_code == 201, reply.text
    assert memory.peak() - before < 24 * MIB

    before = memory.forget_peak()
    stream = caller.call("GET", f"{assets}/archive", stream=True)
    assert stream.status_code == 200
    with TemporaryFile() as copy:
        for chunk in stream.iter_content(MIB):
            if copy.tell() // MIB == 100:
                seen.append(connections_at_work(api))
            copy.write(chunk)
        assert memory.peak() - before < 24 * MIB
        with ZipFile(copy) as ours, ZipFile(large) as theirs:
            assert ours.testzip() is None
            sums = {info.filename: (info.CRC, info.file_size) for info in ours.filelist if not info.is_dir()}
            assert sums == {
                "good.txt": sums["good.txt"],
                **{info.filename: (info.CRC, info.file_size) for info in theirs.filelist},
            }
    assert seen
    assert set(seen) == {0}


def test_of_imports_that_meet_one_wins_and_leaves_one_object(api: Api, caller: Caller):
    assets = f"/apps/{caller.new_app()}/assets"
    folder = Path(api.settings.storage_folder)
    archive = zip_of(*(Part(f"d/{number}", b"%d" % number) for number in range(2000)))
    before = {path.name for path in folder.rglob("*") if path.is_file()}
    callers = [Caller(api.base).log_in() for _ in range(6)]
    with ThreadPoolExecutor(len(callers)) as pool:
        replies = list(
            pool.map(lambda each: each.call("POST", f"{assets}/import-archive", data=archive, headers=ZIP), callers)
        )
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409, 409]
    assert len({path.name for path in folder.rglob("*") if path.is_file()} - before) == 1
    tree = caller.call("GET", f"{assets}/tree").json()["children"]
    assert [len(node["children"]) for node in tree] == [2000]


def test_names_of_every_script_stand_in_a_header(caller: Caller):
    """The test client takes what no server could send."""
    reply = caller.call("POST", "/apps", json={"name": 'größe "日本"\n/x', "mode": "chat"})
    stream = caller.call("GET", f"/apps/{reply.json()['id']}/assets/archive")
    assert stream.status_code == 200
    assert stream.headers["Content-Disposition"] == (
        "attachment; filename=\"groe ____x.zip\"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20_%E6%97%A5%E6%9C%AC___x.zip"
    )
