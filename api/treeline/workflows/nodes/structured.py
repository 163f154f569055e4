"""Answers as JSON of a schema: what the model is told, and how its answer is read."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from treeline.providers.port import System, Turn, User
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.engine.values import dumps, read_json

# Mending takes up to 20 µs a character, and nothing else of the worker's runs meanwhile.
MAX_MENDED = 50_000
# Kinds of providers that take a schema with the request.
KNOW_SCHEMAS = ("openai", "openai_api_compatible")
SHOWN_CHARACTERS = 300


def schema_of(structured_output: Mapping[str, Any] | None) -> dict[str, Any]:
    """Graphs hold it as an object, or as text. Raises NodeFailed."""
    found = (structured_output or {}).get("schema")
    if isinstance(found, str):
        try:
            found = read_json(found)
        except ValueError as error:
            raise NodeFailed("invalid_schema", f"The schema of the structured output is not JSON: {error}.") from error
    if not isinstance(found, dict) or not found:
        raise NodeFailed("invalid_schema", "Structured output is on, but has no schema. Add one, or turn it off.")
    return found


def instructed(turns: Sequence[Turn], schema: Mapping[str, Any]) -> list[Turn]:
    """The turns with the schema among the instructions."""
    told = (
        "Answer with one JSON object that matches this JSON schema, and with nothing else: no explanation, no code "
        f"fence.\n\n{dumps(schema)}"
    )
    first = turns[0] if turns else None
    if isinstance(first, System):
        return [System(f"{first.text}\n\n{told}"), *turns[1:]]
    return [System(told), *turns] if any(isinstance(turn, User) for turn in turns) else [*turns, User(told)]


def response_format(provider: str, schema: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with the request, where the provider knows it."""
    if provider not in KNOW_SCHEMAS or parameters.get("response_format") not in (None, "", "text", "json_schema"):
        return {}
    named = {"name": "answer", "schema": dict(schema), "strict": False}
    return {"response_format": {"type": "json_schema", "json_schema": named}}


def read_output(text: str, schema: Mapping[str, Any], process_data: Mapping[str, Any]) -> Any:
    """The answer as the schema has it. What is not quite JSON is mended. Raises NodeFailed."""
    from jsonschema import SchemaError

    value = read_lenient(text)
    if not isinstance(value, dict | list):
        said = text.strip()[:SHOWN_CHARACTERS]
        told = f"The model's answer is not the JSON that was asked for: {said}" if said else "The model said nothing."
        raise NodeFailed("structured_output_failed", told, retryable=True, process_data=process_data)
    try:
        error = _mismatch(value, dict(schema))
    except SchemaError as wrong:
        raise NodeFailed("invalid_schema", f"The schema of the structured output is wrong: {wrong.message}") from wrong
    if error is not None:
        where = ".".join(str(each) for each in error.absolute_path) or "the answer"
        told = f"The model's answer doesn't match the schema, at {where}: {error.message[:SHOWN_CHARACTERS]}"
        raise NodeFailed("structured_output_failed", told, retryable=True, process_data=process_data)
    return value


def _mismatch(value: Any, schema: dict[str, Any]) -> Any:
    """Raises SchemaError. Nothing is fetched for the schema, and no pattern of it is run: one can take for ever."""
    from jsonschema import Draft202012Validator, SchemaError
    from jsonschema.validators import extend
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    Draft202012Validator.check_schema(schema)
    tested = extend(Draft202012Validator, {"pattern": _untested, "patternProperties": _untested})
    try:
        return next(iter(tested(schema, registry=Registry()).iter_errors(value)), None)
    except (Unresolvable, RecursionError) as error:
        raise SchemaError(f"a reference in it can't be followed: {error}") from error


def _untested(*_: Any) -> Any:
    return ()


def read_lenient(text: str) -> Any:
    """The JSON in a text that a model has written, mended as far as possible; None if there is none."""
    from json_repair import repair_json

    try:
        return read_json(text)
    except ValueError:
        if len(text) > MAX_MENDED:
            return None
    starts = [at for at in (text.find("{"), text.find("[")) if at >= 0]
    if not starts:
        return None
    try:
        return read_json(repair_json(text[min(starts) :], ensure_ascii=False))
    except (ValueError, RecursionError, json.JSONDecodeError):
        return None
