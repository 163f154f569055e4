"""The rooms of assets: what they share knows none of them, and none leads back to itself."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from treeline import assets

ASSETS = Path(assets.__file__).parent


def rooms_of(name: str) -> set[str]:
    """The room that a module stands in, if in one."""
    parts = name.split(".")
    inside = parts[:2] == ["treeline", "assets"] and len(parts) > 2 and (ASSETS / parts[2]).is_dir()
    return {parts[2]} if inside else set()


def rooms_used(path: Path) -> set[str]:
    imports = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom))
    names = {f"{node.module}.{alias.name}" for node in imports for alias in node.names}
    return set().union(*map(rooms_of, names))


def test_what_rooms_share_knows_none_of_them():
    shared = {path.name: rooms_used(path) for path in ASSETS.glob("*.py") if path.name != "feature.py"}
    assert {name: rooms for name, rooms in shared.items() if rooms} == {}


def test_no_room_leads_back_to_itself():
    rooms = {path.name for path in ASSETS.iterdir() if (path / "__init__.py").exists()}
    used = {room: set().union(*map(rooms_used, (ASSETS / room).glob("*.py"))) - {room} for room in rooms}
    assert len(list(TopologicalSorter(used).static_order())) == len(rooms)
