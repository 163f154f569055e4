"""The key that an instance makes for itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from treeline.embedded.programs import kept_secret_key

# They start, stop and kill servers.
pytestmark = pytest.mark.faults

ASK = "import sys; from pathlib import Path; from treeline.embedded.programs import kept_secret_key; "


def test_it_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path):
    key = kept_secret_key(tmp_path / "data")
    assert len(key) >= 42
    assert kept_secret_key(tmp_path / "data") == key
    assert kept_secret_key(tmp_path / "other") != key
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_somebody_put_there_is_taken(tmp_path: Path):
    (tmp_path / "secret_key").write_text("my own key\n")
    assert kept_secret_key(tmp_path) == "my own key"


def test_those_who_ask_at_the_same_moment_get_the_same(tmp_path: Path):
    command = [sys.executable, "-c", ASK + "print(kept_secret_key(Path(sys.argv[1])))", str(tmp_path)]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in asking}) == 1
