import json
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from treeline.client.errors import LocalFiles
from treeline.client.folder import Folder, scan
from treeline.client.hashing import HashCache, cache_folder, hash_files

YEAR_2020_NS = 1_577_836_800 * 10**9
LATER_NS = 4_000_000_000 * 10**9


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root").mkdir()
    return tmp_path / "root"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def settled(root: Path, place: Path) -> tuple[Folder, HashCache]:
    """A folder whose hashes are kept: as if they had been taken long after the last change."""
    folder, cache = scan(root), HashCache(root, place)
    for path, file in folder.files.items():
        cache.put(file, digest((root / path).read_text()), LATER_NS)
    cache.save(folder.files)
    return folder, HashCache(root, place)


def test_all_files_are_hashed(root: Path, place: Path):
    for number in range(300):
        (root / f"{number:03}").write_text(str(number))
    steps: list[int] = []
    found = hash_files(scan(root), HashCache(root, place), advance=steps.append)
    assert found == {f"{number:03}": digest(str(number)) for number in range(300)}
    assert list(found) == sorted(found)
    assert sum(steps) == 300


def test_what_is_kept_is_not_read_again(root: Path, place: Path):
    (root / "a").write_text("a")
    folder, cache = settled(root, place)
    cache._known["a"][4] = "from the cache"
    assert hash_files(folder, cache) == {"a": "from the cache"}


@pytest.mark.parametrize("keep_mtime", [False, True])
def test_a_change_of_the_same_size_is_seen(root: Path, place: Path, keep_mtime: bool):
    (root / "a").write_text("old")
    before = os.stat(root / "a")
    settled(root, place)
    (root / "a").write_text("new")
    if keep_mtime:
        os.utime(root / "a", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert hash_files(scan(root), HashCache(root, place)) == {"a": digest("new")}


def test_a_file_that_another_took_the_place_of_is_seen(root: Path, place: Path):
    (root / "a").write_text("old")
    (root / "b").write_text("new")
    for name in "ab":
        os.utime(root / name, ns=(YEAR_2020_NS, YEAR_2020_NS))
    settled(root, place)
    os.replace(root / "b", root / "a")
    assert hash_files(scan(root), HashCache(root, place)) == {"a": digest("new")}


def test_a_young_file_is_not_kept(root: Path, place: Path):
    """Within a step of the file system's clock a change does not show."""
    (root / "a").write_text("old")
    os.utime(root / "a", ns=(YEAR_2020_NS, YEAR_2020_NS))  # its ctime is young all the same
    folder, cache = scan(root), HashCache(root, place)
    hash_files(folder, cache)
    assert HashCache(root, place).get(folder.files["a"]) is None


def test_two_runs_at_once_leave_a_whole_cache(root: Path, place: Path):
    for number in range(50):
        (root / str(number)).write_text(str(number))
    folder = scan(root)

    def run(_: int) -> None:
        cache = HashCache(root, place)
        for path, file in folder.files.items():
            cache.put(file, digest(path), LATER_NS)
        cache.save(folder.files)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, range(40)))
    cache = HashCache(root, place)
    assert all(cache.get(file) == digest(path) for path, file in folder.files.items())
    assert len(list((place / "hashes").iterdir())) == 1


@pytest.mark.parametrize(
    "content", [b"", b"no json", b"[]", b'{"format":1,"files":{"a":[1]}}', b'{"format":1,"files":3}']
)
def test_a_spoiled_cache_is_an_empty_one(root: Path, place: Path, content: bytes):
    (root / "a").write_text("a")
    settled(root, place)
    next((place / "hashes").iterdir()).write_bytes(content)
    assert hash_files(scan(root), HashCache(root, place)) == {"a": digest("a")}


def test_what_is_gone_is_forgotten(root: Path, place: Path):
    (root / "a").write_text("a")
    (root / "b").write_text("b")
    settled(root, place)
    (root / "a").unlink()
    hash_files(scan(root), HashCache(root, place))
    kept = json.loads(next((place / "hashes").iterdir()).read_bytes())
    assert list(kept["files"]) == ["b"]


def test_a_cache_that_cannot_be_written_is_no_error(root: Path, place: Path):
    (root / "a").write_text("a")
    place.write_text("a file where the folder should be")
    settled(root, place)


def test_files_gone_since_the_scan_drop_out_and_changed_ones_are_as_now(root: Path, place: Path):
    (root / "gone").write_text("x")
    (root / "grown").write_text("x")
    folder = scan(root)
    (root / "gone").unlink()
    (root / "grown").write_text("longer")
    assert hash_files(folder, HashCache(root, place)) == {"grown": digest("longer")}
    assert folder.files["grown"].size == 6
    assert "gone" not in folder.files


def test_a_file_that_became_a_link_is_not_read(root: Path, place: Path, tmp_path: Path):
    (root / "a").write_text("x")
    folder = scan(root)
    (tmp_path / "secret").write_text("secret")
    (root / "a").unlink()
    (root / "a").symlink_to(tmp_path / "secret")
    with pytest.raises(LocalFiles) as refused:
        hash_files(folder, HashCache(root, place))
    assert refused.value.problems[0].startswith("a: ")


def test_the_cache_lies_where_the_user_keeps_caches(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/some/where")
    assert cache_folder() == Path("/some/where/treeline")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert cache_folder() == Path("/home/somebody/.cache/treeline")
