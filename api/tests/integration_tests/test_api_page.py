"""The examples of docs/api.md for programs, pasted into a shell as they stand."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.processes import PASSWORD, Api, Caller

PAGE = Path(__file__).parents[3] / "docs" / "api.md"


def test_the_examples_of_keys_service_api_and_mcp_work(api: Api, caller: Caller, tmp_path: Path):
    page = PAGE.read_text().partition("\n## API keys\n")[2]
    examples = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    # $TASK is to be filled in.
    pasted = [text for text in examples if "$TASK" not in text]
    script = "\n".join(["set -o pipefail", *pasted])
    for written, ours in (
        ("http://localhost:5001", api.base),
        ("you@example.com", caller.email),
        ("your-password-1", PASSWORD),
    ):
        assert written in script
        script = script.replace(written, ours)
    # With the command `treeline`, as in an environment that is switched on.
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("app-")
    assert '"code"' not in done.stdout
    with zipfile.ZipFile(tmp_path / "files.zip") as archive:
        assert archive.read("pdf/SKILL.md") == (tmp_path / "SKILL.md").read_bytes()
    answer, _ = json.JSONDecoder().raw_decode(done.stdout[done.stdout.rindex('{"jsonrpc"') :])
    assert answer["result"]["structuredContent"]["hits"][0]["path"] == "/pdf/SKILL.md"
