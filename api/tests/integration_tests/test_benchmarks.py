"""The benchmarks run, on trees too small to measure anything."""

import os
import subprocess
import sys

import pytest

from tests.processes import API_FOLDER

pytestmark = pytest.mark.faults


NAMES = (
    "batch",
    "bytes",
    "clients",
    "knowledge",
    "shares",
    "streams",
    "tools",
    "tree",
    "triggers",
    "versions",
    "workflows",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_prints_its_table(name: str):
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick"]
    ran = subprocess.run(
        command, cwd=API_FOLDER, env=os.environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr
    # Workers say what they are on the same output.
    lines = ran.stdout.splitlines()
    heads = [number for number, line in enumerate(lines) if line.split() == ["work", "measured", "result", "goal"]]
    assert len(heads) == 1, ran.stdout
    rows = lines[heads[0] + 1 :]
    assert len(rows) >= 6
    assert any(row.endswith(("pass", "MISS")) for row in rows)
