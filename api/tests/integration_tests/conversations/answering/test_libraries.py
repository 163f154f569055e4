"""Which processes load the libraries that speak to models: those that make answers, and before anybody asks."""

import subprocess
import sys
from pathlib import Path

from tests.answers import live_answers
from tests.processes import API_FOLDER, ColdWorker, environment, wait_until
from treeline.runs.tasks import QUEUE
from treeline.settings import Settings

LIBRARIES = {"httpx2", "pydantic_ai", "openai", "anthropic", "google.genai", "mcp"}
# Of vector stores, loaded by whoever first speaks to one.
STORES = {"weaviate", "qdrant_client", "grpc"}


def test_the_app_itself_does_without_them(settings: Settings):
    look = "import sys, treeline; treeline.create_app(); print(*sys.modules)"
    child = subprocess.run(
        [sys.executable, "-c", look],
        cwd=API_FOLDER,
        env=environment(settings, VECTOR_STORE="weaviate"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (LIBRARIES | STORES) & set(child.stdout.split()) == set()


def test_a_worker_that_makes_answers_is_ready_with_them(settings: Settings, tmp_path: Path):
    with live_answers(settings) as live:
        answers = loaded(live.settings, tmp_path / "answers", QUEUE, "retention")
        others = loaded(live.settings, tmp_path / "others", "conversation", "retention")
    # Of the kinds of providers those that there are credentials for.
    assert LIBRARIES & answers == {"httpx2", "pydantic_ai", "openai"}
    assert LIBRARIES & others == set()


def loaded(settings: Settings, told: Path, *queues: str) -> set[str]:
    """What a worker of these queues has loaded when it is ready."""
    worker = ColdWorker(settings, *queues, module="tests.libraries_app", LOADED=str(told))
    try:
        wait_until(lambda: told.exists() and told.read_text())
    finally:
        worker.kill()
    return set(told.read_text().splitlines())
