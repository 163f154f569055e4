"""A data folder that cannot be used: said at once, by the name of its setting and with the reason."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from treeline.embedded import servers
from treeline.embedded.errors import StartError
from treeline.embedded.folder import prepare


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    folder.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True)
        if done.returncode != 0:
            pytest.skip("only who may mount can make such a disk")
    except FileNotFoundError:
        pytest.skip("there is no mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def reason(data: Path) -> str:
    with pytest.raises(StartError) as refused:
        servers.start(data, durable=False)
    assert f"TREELINE_DATA={data} can't be used" in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("data", ["file", "file/data", "file/deep/data"])
def test_a_folder_that_is_none(tmp_path: Path, data: str):
    (tmp_path / "file").write_text("")
    assert "not a folder" in reason(tmp_path / data)


def test_a_disk_that_can_only_be_read(tmp_path: Path):
    with mounted(tmp_path / "disk", "ro") as disk:
        assert "read-only" in reason(disk)
        assert "read-only" in reason(disk / "data")


def test_a_disk_without_room(tmp_path: Path):
    with mounted(tmp_path / "disk", "size=16k") as disk:
        assert "disk is full" in reason(disk / "data")
        assert list((disk / "data").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes nobody")
@pytest.mark.parametrize("name", ["theirs", "theirs/data"])
def test_a_folder_of_somebody_else(name: str):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "theirs").mkdir(mode=0o755)
        data = Path(folder) / name
        child = os.fork()
        if child == 0:
            os.setuid(65534)
            try:
                prepare(data)
            except StartError as error:
                os._exit(0 if f"{folder}/theirs belongs to root" in str(error) else 1)
            os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
