"""The rules that a machine keeps: import order, one commit, file sizes, one HTTP client, no network in models."""

import ast
from pathlib import Path

import pytest

from treeline import FEATURES

API = Path(__file__).parents[2]
TREELINE = API / "treeline"
MAX_LINES = 400
LAYERS = (
    "kernel",
    "mail",
    "accounts",
    "apps",
    "files",
    "assets",
    "providers",
    "tools",
    "runs",
    "datasets",
    "conversations",
    "workflows",
    "triggers",
    "tracing",
    "retention",
    "operations",
)
COMMITS = {TREELINE / "kernel" / "db.py"}
HTTP_CLIENTS = {"requests", "httpx", "httpx2", "urllib3", "aiohttp", "http.client", "urllib.request"}
# Addresses are read by the client's own rules.
MAY_SPEAK_HTTP = {TREELINE / "kernel" / "http.py", TREELINE / "kernel" / "addresses.py"}
S3_CLIENTS = {"boto3", "botocore", "s3transfer"}
MAY_SPEAK_S3 = {TREELINE / "kernel" / "storage" / "s3.py"}
# Servers and the command line stand outside the features: the command line speaks to a server over HTTP like anyone
# else; the supervisor asks its own child whether it is healthy.
OUTSIDE = {"client", "embedded", "cli.py", "settings.py", "__init__.py"}
VAGUE = {"utils.py", "helpers.py", "manager.py", "common.py", "base.py", "misc.py"}

SOURCES = sorted(path for path in API.rglob("*.py") if API / "migrations" not in path.parents)
OURS = sorted(TREELINE.rglob("*.py"))


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def layer(path: Path) -> str:
    return path.relative_to(TREELINE).parts[0]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(API)))
def test_a_file_is_no_longer_than_can_be_read(path: Path):
    assert len(path.read_text().splitlines()) <= MAX_LINES
    assert path.name not in VAGUE


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(API)))
def test_a_feature_imports_only_from_its_left(path: Path):
    here = layer(path)
    if here in OUTSIDE:
        return
    for name in imported(ast.parse(path.read_text())):
        parts = name.split(".")
        if parts[0] == "treeline" and len(parts) > 1 and parts[1] in LAYERS:
            assert LAYERS.index(parts[1]) <= LAYERS.index(here), f"{here} imports {name}"


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(API)))
def test_only_the_unit_of_work_commits(path: Path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)]
    if path not in COMMITS and layer(path) != "embedded":
        assert not [node.lineno for node in calls if node.attr == "commit"]


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(API)))
def test_only_the_kernel_speaks_http(path: Path):
    if path not in MAY_SPEAK_HTTP and layer(path) not in OUTSIDE:
        assert not imported(ast.parse(path.read_text())) & HTTP_CLIENTS


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(API)))
def test_only_the_s3_storage_speaks_s3(path: Path):
    if path not in MAY_SPEAK_S3:
        assert not {name.split(".")[0] for name in imported(ast.parse(path.read_text()))} & S3_CLIENTS


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(API)))
def test_services_know_no_flask_and_models_no_queries(path: Path):
    names = imported(ast.parse(path.read_text()))
    if path.name == "service.py":
        assert not {name for name in names if name.split(".")[0] == "flask"}
    if path.name == "models.py":
        assert not {name for name in names if name.endswith((".service", ".controllers", ".select"))}


def test_features_stand_in_order_and_none_is_forgotten():
    folders = {path.name for path in TREELINE.iterdir() if path.is_dir() and path.name in LAYERS}
    assert list(FEATURES) == [name for name in LAYERS if name in FEATURES]
    assert folders == {"kernel", *FEATURES}
