"""How long bytes take: many small files and some large ones, by each way there is.

The floor is one file of the same size, written and synced; a raw PUT is the same bytes as one file, through the same
server. Trees are made before the clock starts, but where a way makes them itself. Everything in one run, taking turns.
"""

import hashlib
import io
import os
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from benchmarks.parts import stack as stacks
from benchmarks.parts.memory import MIB, worker_bytes
from benchmarks.parts.options import read_options
from benchmarks.parts.report import finish
from benchmarks.parts.stack import Stack
from benchmarks.parts.table import Row, medians, ms

CONNECTIONS = 8
# One PUT a file is so slow that a part of them is sent, and the time multiplied.
PUT_ONE_OF = 5


class Files:
    """So many files of one size, a hundred in a folder; no two alike, and none like those of another round."""

    def __init__(self, count: int, size: int):
        self.count, self.size = count, size
        self._body, self._round = os.urandom(size), 0

    def fresh(self) -> "Files":
        self._round += 1
        return self

    def content(self, number: int) -> bytes:
        return struct.pack(">QQ", self._round, number) + self._body[16:]

    def path(self, number: int) -> str:
        return f"folder {number // 100}/file {number}.bin"

    def tree(self) -> list[dict[str, Any]]:
        folders: dict[str, list[dict[str, Any]]] = {}
        for number in range(self.count):
            folder, _, name = self.path(number).partition("/")
            folders.setdefault(folder, []).append({"name": name, "node_type": "file", "size": self.size})
        return [{"name": name, "node_type": "folder", "children": files} for name, files in folders.items()]

    def listed(self) -> list[dict[str, Any]]:
        return [
            {"path": self.path(n), "size": self.size, "sha256": hashlib.sha256(self.content(n)).hexdigest()}
            for n in range(self.count)
        ]

    def frames(self) -> Iterator[bytes]:
        for number in range(self.count):
            yield struct.pack(">IQ", number, self.size) + self.content(number)

    @property
    def mib(self) -> float:
        return self.count * self.size / MIB


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


class Ways:
    """Each way to bring the files of a set into an app, in seconds."""

    def __init__(self, stack: Stack, files: Files):
        self.stack, self.files, self.app_id = stack, files, stack.caller.new_app()
        self.base = f"/apps/{self.app_id}/assets"

    def floor(self) -> float:
        pieces = [self.files.fresh().content(n) for n in range(min(self.files.count, 1000))]
        with tempfile.NamedTemporaryFile(dir=self.stack.settings.treeline_data) as file:

            def write() -> None:
                for n in range(self.files.count):
                    file.write(pieces[n % len(pieces)])
                file.flush()
                os.fsync(file.fileno())

            return timed(write)

    def raw_put(self) -> float:
        size = self.files.count * self.files.size
        body = [{"name": "one file", "node_type": "file", "size": size}]
        url = self.stack.filled(self.app_id, body)["children"][0]["upload_url"]
        self.files.fresh()
        whole = b"".join(self.files.content(n) for n in range(self.files.count)) if self.files.mib < 256 else None

        def chunks() -> Iterator[bytes]:
            for n in range(self.files.count):
                yield self.files.content(n)

        return self._cleared(lambda: self._sent(url, chunks() if whole is None else whole))

    def pack(self) -> float:
        upload = self.stack.filled(self.app_id, self.files.fresh().tree())["upload"]
        whole = b"".join(self.files.frames()) if self.files.mib < 256 else None
        return self._cleared(lambda: self._sent(upload["pack_url"], self.files.frames() if whole is None else whole))

    def put_each(self) -> float:
        made = self.stack.filled(self.app_id, self.files.fresh().tree())["children"]
        urls = [file["upload_url"] for folder in made for file in folder["children"]]
        every = PUT_ONE_OF if self.files.count >= 1000 else 1
        sessions = [requests.Session() for _ in range(CONNECTIONS)]

        def send(connection: int) -> None:
            for number in range(connection, self.files.count // every, CONNECTIONS):
                reply = sessions[connection].put(urls[number], data=self.files.content(number), timeout=60)
                assert reply.status_code == 204, reply.text

        with ThreadPoolExecutor(CONNECTIONS) as pool:
            return every * self._cleared(lambda: list(pool.map(send, range(CONNECTIONS))))

    def zip_import(self) -> float:
        self.files.fresh()
        with io.BytesIO() as out:
            with zipfile.ZipFile(out, "w") as archive:
                for number in range(self.files.count):
                    archive.writestr(self.files.path(number), self.files.content(number))
            body = out.getvalue()
        return self._cleared(lambda: self._call("/import-archive", body, "application/zip", 201))

    def push(self) -> tuple[float, float]:
        """The first and the second push of the same folder: sync, pack, sync; then one sync."""
        self.files.fresh()
        wanted = {"files": self.files.listed()}

        def first() -> None:
            upload = self.stack.caller.call("POST", f"{self.base}/sync", json=wanted).json()["upload"]
            assert len(upload["missing"]) == self.files.count
            self._sent(upload["pack_url"], b"".join(self.files.frames()))
            self.synced(wanted)

        one, two = timed(first), timed(lambda: self.synced(wanted))
        self._clear()
        return one, two

    def synced(self, wanted: dict[str, Any]) -> None:
        reply = self.stack.caller.call("POST", f"{self.base}/sync", json=wanted)
        assert reply.status_code == 200, reply.text[:300]

    def _sent(self, url: str, body: Any) -> None:
        reply = requests.put(url, data=body, timeout=600)
        assert reply.status_code in (200, 204), reply.text[:300]
        assert reply.status_code == 204 or reply.json()["ready"] == self.files.count, reply.text[:300]

    def _call(self, path: str, body: bytes, kind: str, status: int) -> None:
        reply = self.stack.caller.call("POST", f"{self.base}{path}", data=body, headers={"Content-Type": kind})
        assert reply.status_code == status, reply.text[:300]

    def _cleared(self, act: Callable[[], object]) -> float:
        took = timed(act)
        self._clear()
        return took

    def _clear(self) -> None:
        for node in self.stack.caller.call("GET", f"{self.base}/children?limit=100").json()["data"]:
            self.stack.caller.call("DELETE", f"{self.base}/nodes/{node['id']}")
        if self.stack.caller.call("GET", f"{self.base}/children?limit=1").json()["data"]:
            self._clear()


def small_rows(stack: Stack, files: Files, rounds: int) -> list[Row]:
    ways, work = Ways(stack, files), f"{files.count:,} files of {files.size // 1024} KiB"
    second: list[float] = []

    def push() -> float:
        first, again = ways.push()
        second.append(again)
        return first

    floor, raw, pack, zipped, pushed, each = medians(
        rounds, ways.floor, ways.raw_put, ways.pack, ways.zip_import, push, ways.put_each
    )
    again = sorted(second[1:])[len(second[1:]) // 2]
    return [
        Row(f"{work}, in a pack", f"{ms(pack)}; one raw PUT {ms(raw)}", pack / raw, "x the raw PUT", 8),
        Row("  against the floor", f"floor {ms(floor)}", pack / floor, "x the floor"),
        Row("  one PUT a file", f"{ms(each)}, {CONNECTIONS} connections", each / pack, "x the pack", 30, at_least=True),
        Row("  a zip, its tree made too", ms(zipped), zipped / pack, "x the pack"),
        Row("  first push: sync, pack, sync", ms(pushed), pushed / pack, "x the pack"),
        Row("  second push: no bytes", ms(again), again / pushed, "x the first"),
    ]


def large_rows(stack: Stack, files: Files) -> list[Row]:
    ways, work = Ways(stack, files), f"{files.count:,} files of {files.size / MIB:.3g} MiB"
    floor, pack, each = medians(1, ways.floor, ways.pack, ways.put_each)
    return [
        Row(f"{work}, in a pack", f"{ms(pack)}, floor {ms(floor)}", pack / floor, "x the floor"),
        Row("  one PUT a file", f"{ms(each)}, {CONNECTIONS} connections", each / pack, "x the pack"),
    ]


def memory_rows(stack: Stack, few: Files, many: Files) -> list[Row]:
    """A pack and one many times its size, through a fresh API with one worker process."""
    peaks: list[int] = []
    with stack.another_api() as (api, caller):
        app_id = caller.new_app()
        before = worker_bytes(api, "VmRSS")
        for files in (few, many):
            body = {"children": files.fresh().tree()}
            reply = caller.call("POST", f"/apps/{app_id}/assets/batch-upload", json=body)
            url = reply.json()["upload"]["pack_url"]
            before = max(before, worker_bytes(api, "VmHWM"))
            assert requests.put(url, data=files.frames(), timeout=600).json()["ready"] == files.count
            peaks.append(worker_bytes(api, "VmHWM"))
            for node in reply.json()["children"]:
                caller.call("DELETE", f"/apps/{app_id}/assets/nodes/{node['id']}")
    shown = f"peak {peaks[0] / MIB:.0f} MiB with {few.mib:.0f} MiB, {peaks[1] / MIB:.0f} with {many.mib:,.0f}"
    return [Row(f"a pack of {many.mib:,.0f} MiB: extra memory", shown, (peaks[1] - before) / MIB, "MiB", 16)]


def main() -> None:
    options = read_options(__doc__)
    scale = 100 if options.quick else 1
    small, large = Files(10_000 // scale, 4096), Files(200 // min(scale, 50), 10 * MIB // scale)
    with stacks.running() as stack:
        rows = small_rows(stack, small, options.rounds)
        rows += large_rows(stack, large)
        rows += memory_rows(stack, Files(small.count // 10, 4096), large)
    finish("bytes", rows, options)


if __name__ == "__main__":
    main()
