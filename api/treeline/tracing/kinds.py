"""The tools that traces can go to: what is asked for, where their OTLP endpoint is, and what it is sent as headers."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, str]


@dataclass(frozen=True)
class ConfigField:
    name: str
    label: str
    secret: bool = False
    required: bool = False
    default: str = ""
    # Lines `Name: value`.
    headers: bool = False


@dataclass(frozen=True)
class TraceKind:
    """`address`: the field with the address of the server. `path`: from there to where traces are posted."""

    label: str
    fields: tuple[ConfigField, ...]
    address: str
    path: str
    headers: Callable[[Values], dict[str, str]]
    # Of the resource that spans belong to.
    attributes: Callable[[Values], dict[str, str]] = lambda values: {}

    def endpoint(self, values: Values) -> str:
        base = values[self.address].rstrip("/")
        return base if base.endswith("/v1/traces") else base + self.path


def _langfuse(values: Values) -> dict[str, str]:
    login = b64encode(f"{values.get('public_key', '')}:{values.get('secret_key', '')}".encode()).decode()
    return {"Authorization": f"Basic {login}", "x-langfuse-ingestion-version": "4"}


def _langsmith(values: Values) -> dict[str, str]:
    return _given({"x-api-key": values.get("api_key", ""), "Langsmith-Project": values.get("project", "")})


def _phoenix(values: Values) -> dict[str, str]:
    key = values.get("api_key", "")
    return {"Authorization": f"Bearer {key}", "api_key": key} if key else {}


def _phoenix_project(values: Values) -> dict[str, str]:
    return _given({"openinference.project.name": values.get("project", "")})


def _opik(values: Values) -> dict[str, str]:
    named = {"Comet-Workspace": values.get("workspace", ""), "projectName": values.get("project", "")}
    return _given({"Authorization": values.get("api_key", ""), **named})


def _otlp(values: Values) -> dict[str, str]:
    return headers_in(values.get("headers", ""))


def headers_in(text: str) -> dict[str, str]:
    """Raises ValueError, which says what is wrong."""
    headers = dict[str, str]()
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        if not colon or not name.replace("-", "").replace("_", "").isalnum() or not line.isascii():
            raise ValueError("each line must be a header: Name: value")
        headers[name.strip()] = value.strip()
    return headers


def _given(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


_KEY = ConfigField("api_key", "API key", secret=True)
_PROJECT = ConfigField("project", "Project")

KINDS: dict[str, TraceKind] = {
    "langfuse": TraceKind(
        "Langfuse",
        (
            ConfigField("public_key", "Public key", required=True),
            ConfigField("secret_key", "Secret key", secret=True, required=True),
            ConfigField("host", "Host", default="https://cloud.langfuse.com"),
        ),
        "host",
        "/api/public/otel/v1/traces",
        _langfuse,
    ),
    "langsmith": TraceKind(
        "LangSmith",
        (
            ConfigField("api_key", "API key", secret=True, required=True),
            _PROJECT,
            ConfigField("endpoint", "Endpoint", default="https://api.smith.langchain.com"),
        ),
        "endpoint",
        "/otel/v1/traces",
        _langsmith,
    ),
    "phoenix": TraceKind(
        "Phoenix",
        (_KEY, _PROJECT, ConfigField("endpoint", "Endpoint", default="https://app.phoenix.arize.com")),
        "endpoint",
        "/v1/traces",
        _phoenix,
        _phoenix_project,
    ),
    "opik": TraceKind(
        "Opik",
        (
            _KEY,
            _PROJECT,
            ConfigField("workspace", "Workspace"),
            ConfigField("url", "URL", default="https://www.comet.com/opik/api"),
        ),
        "url",
        "/v1/private/otel/v1/traces",
        _opik,
    ),
    "otlp": TraceKind(
        "OpenTelemetry",
        (
            ConfigField("endpoint", "Endpoint", required=True),
            ConfigField("headers", "Headers", secret=True, headers=True),
        ),
        "endpoint",
        "/v1/traces",
        _otlp,
    ),
}
