"""Documents of every version: Swagger 2 as OpenAPI 3, and what a validator accepts."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from tests.unit_tests.tools.test_openapi_documents import read
from treeline.tools.openapi.changes import changes_of
from treeline.tools.openapi.errors import InvalidDocument

TEXT, LIST = {"type": "string"}, {"type": "array"}
SCHEMA = {"type": "object", "properties": {"n": TEXT}}
ID = {"name": "id", "in": "path", "required": True}
V2: dict[str, Any] = {
    "swagger": "2.0",
    "host": "h",
    "basePath": "/v1",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "definitions": {"S": SCHEMA},
    "parameters": {"q": {"name": "q", "in": "query", **LIST, "items": TEXT, "collectionFormat": "pipes"}},
    "securityDefinitions": {
        "k": {"type": "apiKey", "in": "query", "name": "k"},
        "b": {"type": "basic"},
        "o": {"type": "oauth2"},
    },
}
V2_OPERATIONS: dict[str, Any] = {
    "parameters": [{**ID, "type": "integer", "minimum": 1}],
    "get": [
        {"$ref": "#/parameters/q"},
        {"name": "m", "in": "query", **LIST, "collectionFormat": "multi"},
        {"name": "c", "in": "query", **LIST},
    ],
    "put": [{"name": "any", "in": "body", "required": True, "schema": {"$ref": "#/definitions/S"}}],
    "post": [{"name": "x", "in": "formData", **TEXT, "required": True}, {"name": "y", "in": "formData", **LIST}],
    "patch": [{"name": "x", "in": "formData", "type": "file"}],
}
V3: dict[str, Any] = {
    "openapi": "3.0.0",
    "servers": [{"url": "https://h/v1"}, {"url": "http://h/v1"}],
    "components": {
        "schemas": {"S": SCHEMA},
        "securitySchemes": {**V2["securityDefinitions"], "b": {"type": "http", "scheme": "basic"}},
    },
}
FORM = {"type": "object", "required": ["x"], "properties": {"x": TEXT, "y": LIST}}
V3_OPERATIONS: dict[str, Any] = {
    "parameters": [{**ID, "schema": {"type": "integer", "minimum": 1}}],
    "get": {
        "parameters": [
            {"name": "q", "in": "query", "style": "pipeDelimited", "explode": False, "schema": {**LIST, "items": TEXT}},
            {"name": "m", "in": "query", "schema": LIST},
            {"name": "c", "in": "query", "explode": False, "schema": LIST},
        ]
    },
    "put": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}},
    "post": {"application/x-www-form-urlencoded": {"schema": FORM, "encoding": {"y": {"explode": False}}}},
    "patch": {"multipart/form-data": {"schema": {"type": "object", "properties": {"x": TEXT}}}},
}


def test_swagger_2_is_read_as_openapi_3_is():
    methods = ("get", "put", "post", "patch")
    two = read(
        {**V2, "paths": {"/a/{id}": {**V2_OPERATIONS, **{m: {"parameters": V2_OPERATIONS[m]} for m in methods}}}}
    )
    bodies = {m: {"requestBody": {"content": V3_OPERATIONS[m], "required": m != "patch"}} for m in methods[1:]}
    three = read({**V3, "paths": {"/a/{id}": {**V3_OPERATIONS, **bodies}}})
    assert len(two.operations) == len(methods)
    assert two.operations == three.operations
    assert (two.servers, two.auth_schemes) == (three.servers, three.auth_schemes)


SCHEMAS = st.sampled_from(
    [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}, {"$ref": "#/components/schemas/S"}, {}]
)
STYLES = [("path", "simple"), ("path", "label"), ("path", "matrix"), ("query", "form"), ("query", "spaceDelimited")]
STYLES += [("query", "pipeDelimited"), ("query", "deepObject"), ("header", "simple"), ("cookie", "form")]


MEDIA_TYPES = ["application/json", "text/plain", "multipart/form-data"]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents that are right, of 3.0 and 3.1, as far as they say how an API is called."""
    paths: dict[str, Any] = {}
    for index in range(draw(st.integers(1, 3))):
        parameters = [
            {
                "name": f"p{number}",
                "in": place,
                "style": style,
                "schema": draw(SCHEMAS),
                **({"required": True} if place == "path" else {}),
                **draw(st.sampled_from([{}, {"explode": True}, {"explode": False}])),
            }
            for number, (place, style) in enumerate(draw(st.lists(st.sampled_from(STYLES), max_size=4)))
        ]
        operation: dict[str, Any] = {"parameters": parameters, "responses": {"200": {"description": ""}}}
        media_types = draw(
            st.lists(st.sampled_from(["application/json", "text/plain", "multipart/form-data"]), max_size=2)
        )
        if media_types:
            content = {each: {"schema": draw(SCHEMAS)} for each in media_types}
            operation["requestBody"] = {"content": content, "required": draw(st.booleans())}
        path = f"/x{index}" + "".join(f"/{{{each['name']}}}" for each in parameters if each["in"] == "path")
        paths[path] = {draw(st.sampled_from(["post", "put", "patch", "delete"])): operation}
    schema = {"type": "object", "properties": {"s": {"$ref": "#/components/schemas/S"}}}
    head = {"openapi": draw(st.sampled_from(["3.0.3", "3.1.0"])), "info": {"title": "t", "version": "1"}}
    return {**head, "paths": paths, "components": {"schemas": {"S": schema}}}


@given(documents(), st.sampled_from(["none", "no version", "no paths", "a list", "elsewhere", "undeclared"]))
@settings(max_examples=40, deadline=None)
def test_what_a_validator_accepts_is_read_whole(document: dict[str, Any], fault: str):
    """And what it rejects for the faults that matter here is rejected, or the operation is skipped."""
    spec = OpenAPIV30SpecValidator if document["openapi"] == "3.0.3" else OpenAPIV31SpecValidator
    first = next(iter(document["paths"]))
    if fault == "no version":
        del document["openapi"]
    elif fault == "no paths":
        document["paths"] = {}
    elif fault == "a list":
        document["paths"] = [document["paths"]]
    elif fault == "elsewhere":
        document["paths"][first] = {"get": {"parameters": [{"$ref": "#/components/parameters/none"}]}}
    elif fault == "undeclared":
        document["paths"] = {first + "/{more}": document["paths"][first]}
    try:
        valid = not list(spec(document).iter_errors())  # pyright: ignore[reportArgumentType]  its own type of a schema
    except Exception:
        valid = False
    try:
        api = read(document)
        whole = not api.skipped and len(api.operations) == len(document["paths"])
    except InvalidDocument:
        whole = False
    assert whole == (valid and fault != "no paths")


@given(documents(), st.sampled_from(["path", "description", "required", "style", "gone"]))
@settings(max_examples=40, deadline=None)
def test_changes_are_what_differs(document: dict[str, Any], change: str):
    api = read(document, "https://h/")
    server = api.servers[0].url
    assert changes_of(api, server, False, api.auth_schemes, api.operations) == []
    before = api.operations[0]
    if change == "gone":
        altered = before.model_copy(update={"name": "another"})
    elif change == "required":
        altered = before.model_copy(update={"input_schema": {**before.input_schema, "required": ["x"]}})
    elif change == "style":
        more = [each.model_copy(update={"explode": not each.explode}) for each in before.parameters]
        altered = before.model_copy(update={"parameters": more})
    else:
        altered = before.model_copy(update={change: "/another"})
    found = changes_of(api, server, False, api.auth_schemes, [altered, *api.operations[1:]])
    assert len(found) == (0 if change == "style" and not before.parameters else 1)
