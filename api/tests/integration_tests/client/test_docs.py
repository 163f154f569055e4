"""The examples of docs/cli.md, pasted into a shell one after the other."""

import re
import subprocess
import sys
from pathlib import Path

from tests.integration_tests.client.conftest import CommandLine

PAGE = Path(__file__).parents[4] / "docs" / "cli.md"


def test_the_examples_work_when_pasted(cli: CommandLine, tmp_path: Path):
    blocks = re.findall(r"(<!-- not run -->\n)?```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
    script = "\n".join(text for not_run, text in blocks if not not_run)
    # `status` ends with 1 where there are differences, which is what the examples show.
    command = f'treeline() {{ "{sys.executable}" -m treeline.cli "$@" || test $? -eq 1; }}\nset -e\n{script}'
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=cli.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "Nothing to push" not in done.stdout
    assert "+ skills/pdf/SKILL.md" in done.stdout
    assert "- skills/pdf/SKILL.md" in done.stdout
    assert "~ README.md" in done.stdout
    assert "today.log" not in done.stdout
    assert "Equal: 2 files" in done.stdout
