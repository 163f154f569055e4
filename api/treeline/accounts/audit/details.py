"""What a request did, from its path, its body, its reply, and what services told of it. No text of a body is kept."""

from collections.abc import Iterable
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from treeline.kernel.deeds import Deed, Doing, Named

MAX_NAME = 255


def deed_of(doing: Doing, places: Iterable[Named]) -> Deed:
    """The thing that was made, or the one of the deed's kind that the path names. Other things of the path are related.

    `places`: what ids in paths are of.
    """
    kind = doing.name.partition(".")[0]
    kinds = {param: param.removesuffix("_id") for param in doing.path}
    kinds |= {place.param: place.kind for place in places if kinds.get(place.param) != kind}
    object_id, object_name = _made(doing.result)
    details = changes(doing.body)
    related: list[dict[str, str]] = []
    for param, value in doing.path.items():
        before = doing.names.get(param, "")
        if not isinstance(value, UUID):
            # A provider by its id, a version by its number; or what is to be done: enable, disable.
            details[param] = value
            object_name = object_name or ("" if param == "action" else str(value))
        elif kinds[param] == kind and object_id in (None, value):
            if object_name and before and object_name != before:
                details["name_before"] = before[:MAX_NAME]
            object_id, object_name = value, object_name or before
        else:
            related.append({"kind": kinds[param], "id": str(value), "name": before[:MAX_NAME]})
    if related:
        details["related"] = related
    told = {"object_id": object_id, "object_name": object_name} | doing.told
    object_id, object_name = told.pop("object_id"), told.pop("object_name")
    return Deed(doing.name, kind, object_id, object_name, {**details, **told})


def changes(body: BaseModel | None) -> dict[str, Any]:
    """The fields of a body that were given: `values` of those that have few, how many where there are lists.

    All other fields are only named in `fields`: what stands in them may be a secret.
    """
    if body is None:
        return {}
    values: dict[str, Any] = {}
    fields: list[str] = []
    for name, field in type(body).model_fields.items():
        if name not in body.model_fields_set:
            continue
        value = getattr(body, name)
        if isinstance(value, bool) or (isinstance(value, str) and _is_choice(field.annotation)):
            values[name] = value
        elif isinstance(value, list):
            values[name] = len(value)
        else:
            fields.append(name)
    return ({"fields": fields} if fields else {}) | ({"values": values} if values else {})


def _is_choice(annotation: Any) -> bool:
    """One of some texts that stand in the code."""
    if get_origin(annotation) in (Union, UnionType):
        return all(each is type(None) or _is_choice(each) for each in get_args(annotation))
    return get_origin(annotation) is Literal


def _made(result: Any) -> tuple[UUID | None, str]:
    """The id and name of what a view returns, where it returns one thing."""
    found = result if isinstance(result, dict) else {each: getattr(result, each, None) for each in ("id", "name")}
    given, name = found.get("id"), found.get("name")
    try:
        made = UUID(given) if isinstance(given, str) else given if isinstance(given, UUID) else None
    except ValueError:
        made = None
    return made, name if isinstance(name, str) else ""
