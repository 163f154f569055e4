"""The rules that a machine keeps: import order, one commit, file sizes, one HTTP client, no network in models."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from celery.local import Proxy

from treeline import FEATURES
from treeline.kernel.features import Feature
from treeline.kernel.web import Routes
from treeline.settings import Settings

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


@dataclass(frozen=True)
class Source:
    """What the rules look at in a file; each file is parsed once for all of them."""

    path: Path
    lines: int
    imports: frozenset[str]
    commits: tuple[int, ...]
    # At the top of the file, for others to import.
    classes: tuple[str, ...]

    @property
    def layer(self) -> str:
        return self.path.relative_to(TREELINE).parts[0]

    def imports_any(self, packages: set[str]) -> set[str]:
        """Those of these modules that it imports, or imports from."""
        return {name for name in self.imports if name in packages or name.split(".")[0] in packages}

    def __str__(self) -> str:
        return str(self.path.relative_to(API))


@cache
def read(path: Path) -> Source:
    text = path.read_text()
    names: set[str] = set()
    commits: list[int] = []
    tree = ast.parse(text)
    classes = tuple(node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and node.attr == "commit":
            commits.append(node.lineno)
    return Source(path, len(text.splitlines()), frozenset(names), tuple(commits), classes)


def ours() -> list[Source]:
    return [read(path) for path in OURS]


def test_a_file_is_no_longer_than_can_be_read():
    sizes = {str(path.relative_to(API)): len(path.read_text().splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in sizes.items() if lines > MAX_LINES} == {}
    assert [path for path in sizes if Path(path).name in VAGUE] == []


MARKER = re.compile(
    r"#\s*(?:type:\s*ignore|pyright:\s*(?:ignore|basic|off)|noqa|ruff:\s*noqa|pragma:)(?P<more>[^#]*)(?P<next>#.*)?"
)
NAMED = re.compile(r"(?:\[[\w, -]+\]|: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)")


def without_reason(line: str) -> bool:
    """Whether a marker that silences a check does not name the check, or has no reason behind it."""
    for marker in MARKER.finditer(line):
        named = NAMED.match(marker["more"])
        if named is None or not re.search(r"\w", marker["more"][named.end() :] + (marker["next"] or "")):
            return True
    return False


def test_what_silences_a_check_says_why():
    lines = [(path, number, line) for path in SOURCES for number, line in enumerate(path.read_text().splitlines(), 1)]
    assert [f"{path.relative_to(API)}:{number}" for path, number, line in lines if without_reason(line)] == []


def test_a_marker_without_a_reason_is_seen():
    hash_ = "#"
    bad = [
        "type: ignore",
        "type: ignore[a-b]",
        "pyright: ignore",
        "pyright: ignore[a]  ",
        "noqa",
        "noqa: A002",
        "noqa  why",
    ]
    good = ["type: ignore[a-b]  why", "pyright: ignore[a, b]  # why", "noqa: A002, B1  why", "noqa: S506 - why", "why"]
    assert [text for text in [*bad, *good] if without_reason(f"x = 1  {hash_} {text}")] == bad


def test_a_feature_imports_only_from_its_left():
    wrong = [
        f"{source} imports {name}"
        for source in ours()
        if source.layer not in OUTSIDE
        for name in sorted(source.imports)
        if is_to_the_right(name, source.layer)
    ]
    assert wrong == []


def is_to_the_right(name: str, here: str) -> bool:
    parts = name.split(".")
    feature = parts[1] if parts[0] == "treeline" and len(parts) > 1 else ""
    return feature in LAYERS and LAYERS.index(feature) > LAYERS.index(here)


def test_only_the_unit_of_work_commits():
    others = [source for source in ours() if source.path not in COMMITS and source.layer != "embedded"]
    assert [f"{source}:{line}" for source in others for line in source.commits] == []


def test_only_the_kernel_speaks_http():
    others = [source for source in ours() if source.path not in MAY_SPEAK_HTTP and source.layer not in OUTSIDE]
    assert [f"{source}: {found}" for source in others if (found := source.imports & HTTP_CLIENTS)] == []


def test_only_the_kernel_reads_csv():
    """Its limit is the whole process's: who sets it for one text sets it for all others that are read meanwhile."""
    others = [source for source in ours() if source.path != TREELINE / "kernel" / "csv_fields.py"]
    assert [str(source) for source in others if source.imports_any({"csv"})] == []


def test_only_the_s3_storage_speaks_s3():
    others = [source for source in ours() if source.path not in MAY_SPEAK_S3]
    assert [f"{source}: {found}" for source in others if (found := source.imports_any(S3_CLIENTS))] == []


# Requests, replies and the making of the application; everything else is told what it needs.
KNOW_FLASK = {
    "controllers",
    "access",
    "requests",
    "tasks",
    "startup",
    "cookies",
    "links",
    "serving",
    "conditions",
    "replies",
}
KNOW_FLASK_TOO = {"runs/endings.py", "runs/streaming.py", "operations/console.py", "operations/heartbeat.py"}


def test_domain_files_know_no_flask_and_models_no_queries():
    domain = [
        source
        for source in ours()
        if source.layer not in OUTSIDE | {"kernel"}
        and source.path.stem not in KNOW_FLASK
        and str(source.path.relative_to(TREELINE)) not in KNOW_FLASK_TOO
    ]
    assert [f"{source}: {found}" for source in domain if (found := source.imports_any({"flask"}))] == []
    models = [source for source in ours() if source.path.name == "models.py"]
    queries = (".service", ".controllers", ".select")
    assert [f"{source}: {name}" for source in models for name in source.imports if name.endswith(queries)] == []


def test_names_of_classes_are_unique_within_a_package():
    """Two of one name in one package are taken for each other."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in ours():
        for name in source.classes:
            found.setdefault((source.layer, name), []).append(str(source))
    assert {key: files for key, files in found.items() if len(files) > 1} == {}


def test_features_stand_in_order_and_none_is_forgotten():
    folders = {path.name for path in TREELINE.iterdir() if path.is_dir() and path.name in LAYERS}
    assert list(FEATURES) == [name for name in LAYERS if name in FEATURES]
    assert folders == {"kernel", *FEATURES}


def declared() -> dict[str, Feature]:
    return {name: import_module(f"treeline.{name}.feature").FEATURE for name in FEATURES}


def modules_of(name: str) -> list[ModuleType]:
    files = (source.path.relative_to(API).with_suffix("") for source in ours() if source.layer == name)
    return [import_module(".".join(path.parts).removesuffix(".__init__")) for path in files]


@pytest.mark.parametrize("name", FEATURES)
def test_routes_and_tasks_are_declared(name: str):
    """Those that no FEATURE names would not be there, or only by chance."""
    feature, modules = declared()[name], modules_of(name)
    routes = [value for module in modules for value in vars(module).values() if isinstance(value, Routes)]
    assert [each.name for each in routes if each not in feature.routes] == []
    tasks = {module.__name__ for module in modules if any(isinstance(v, Proxy) for v in vars(module).values())}
    assert tasks == {module.__name__ for module in feature.tasks}


def test_settings_are_declared():
    parts = [feature.settings for feature in declared().values() if feature.settings]
    assert [part for part in parts if not issubclass(Settings, part)] == []
    assert set(Settings.model_fields) == {field for part in parts for field in part.model_fields}


# Whoever asks an app something may be shown what these say.
SHOWN_TO_END_USERS = {"apps", "conversations", "files", "providers", "runs", "tools"}
OPERATORS_WORDS = re.compile(r"/console/api|/v1/|\b(GET|POST|PUT|PATCH|DELETE) /|\b[A-Z]{2,}_[A-Z_]{2,}\b")


def test_no_error_names_routes_or_settings():
    """They belong to the documentation: an end user can do nothing with them."""
    shown = [source.path for source in ours() if source.layer in SHOWN_TO_END_USERS]
    assert [place for path in shown for place in operators_words(path)] == []


def operators_words(path: Path) -> list[str]:
    """What is raised or returned here that names a route or a setting within a sentence."""
    told = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Raise | ast.Return))
    texts = {(n.lineno, n.value) for call in told for n in ast.walk(call) if isinstance(n, ast.Constant)}
    sentences = ((line, text) for line, text in texts if isinstance(text, str) and " " in text)
    return [f"{path}:{line}: {text}" for line, text in sentences if OPERATORS_WORDS.search(text)]


CLOCKS = {"monotonic", "perf_counter", "process_time", "time"}
# What waits for others ends at some time.
MAY_LOOK_AT_THE_CLOCK = {API / "tests" / "processes.py"}


def test_no_test_asserts_that_something_is_quick():
    """On another machine it is not: times are figures of `dev/bench`; tests count what causes them."""
    tests = [path for path in SOURCES if API / "tests" in path.parents and path not in MAY_LOOK_AT_THE_CLOCK]
    assert [place for path in tests if "time." in (text := path.read_text()) for place in quick(path, text)] == []


def quick(path: Path, text: str) -> list[str]:
    """Asserts that a difference of clocks is below something."""
    asserts = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Assert))
    below = [
        each
        for node in asserts
        for each in ast.walk(node)
        if isinstance(each, ast.Compare) and any(isinstance(op, ast.Lt | ast.LtE) for op in each.ops)
    ]
    return [f"{path}:{each.lineno}" for each in below if reads_a_clock(each)]


def reads_a_clock(node: ast.AST) -> bool:
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(isinstance(func, ast.Attribute) and func.attr in CLOCKS for func in calls)
