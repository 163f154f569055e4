"""The README's quickstart as a person does it: each block pasted into one shell, which was opened in the clone."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import TEMPLATE
from tests.processes import Api, database
from treeline.settings import ROOT, Settings

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", README.partition("## The first five minutes")[2], re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def terminal(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What such a shell shows."""
    folder = tmp_path_factory.mktemp("home")
    with database(settings, TEMPLATE) as own:
        api = Api(own, STORAGE_LOCAL_PATH=str(folder / "storage"))
        env = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "TREELINE_URL": api.base}
        # Where a newcomer's shell was before, if anywhere, is of no use.
        env.pop("OLDPWD", None)
        pasted = "".join(f"{block}echo; echo end of block {number}: $?\n" for number, block in enumerate(BLOCKS))
        try:
            done = subprocess.run(
                ["bash"], input=pasted, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        finally:
            api.stop()
    return done.stdout


def test_every_block_does_what_it_says(terminal: str):
    assert len(BLOCKS) > 6
    for number in range(len(BLOCKS)):
        assert f"end of block {number}: 0" in terminal, terminal
    assert "command not found" not in terminal
    assert "No such file" not in terminal


def test_the_wrong_bytes_are_refused_and_nothing_else(terminal: str):
    assert re.findall(r'"status": ?([45][0-9]{2})', terminal) == ["400"], terminal
    assert re.findall(r"^(400|204)$", terminal, re.MULTILINE) == ["400", "204"]


def test_the_folder_is_pushed_once_and_is_the_same(terminal: str):
    pages = len([path for path in Path(ROOT / "docs").rglob("*") if path.is_file()])
    assert f"{pages} files" in terminal, terminal
