"""App files of several versions, written for these tests."""

from pathlib import Path

FOLDER = Path(__file__).parent / "files"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
WORKFLOWS = [name for name in NAMES if name not in ("agent_chat", "completion_advanced")]


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.yaml").read_text()
