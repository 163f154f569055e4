"""Operations and arguments as requests: the styles of the specification, forms, and nothing that leads elsewhere."""

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from treeline.tools.openapi.auth import Auth
from treeline.tools.openapi.operations import read_api
from treeline.tools.openapi.request import BadArguments, Prepared, prepare
from treeline.tools.openapi.shapes import Operation
from treeline.tools.openapi.tools import without_credentials

TEXT, LIST, OBJECT = "blue", ["blue", "black", "brown"], {"R": 100, "G": 200, "B": 150}


def operation(parameters: list[dict[str, Any]], body: Any = None, path: str = "/a") -> Operation:
    given = {"parameters": parameters, **({"requestBody": {"content": body, "required": True}} if body else {})}
    return read_api({"openapi": "3.1.0", "paths": {path: {"post": given}}}, None).operations[0]


# The table "Style Examples" of the specification; what it has no row for is left to us.
@pytest.mark.parametrize(
    ("place", "style", "explode", "value", "expected"),
    [
        ("path", "matrix", False, TEXT, ";color=blue"),
        ("path", "matrix", False, LIST, ";color=blue,black,brown"),
        ("path", "matrix", False, OBJECT, ";color=R,100,G,200,B,150"),
        ("path", "matrix", True, LIST, ";color=blue;color=black;color=brown"),
        ("path", "matrix", True, OBJECT, ";R=100;G=200;B=150"),
        ("path", "label", False, TEXT, ".blue"),
        ("path", "label", True, LIST, ".blue.black.brown"),
        ("path", "label", False, LIST, ".blue,black,brown"),
        ("path", "label", True, OBJECT, ".R=100.G=200.B=150"),
        ("path", "simple", False, TEXT, "blue"),
        ("path", "simple", False, LIST, "blue,black,brown"),
        ("path", "simple", False, OBJECT, "R,100,G,200,B,150"),
        ("path", "simple", True, OBJECT, "R=100,G=200,B=150"),
        ("query", "form", False, TEXT, "color=blue"),
        ("query", "form", False, LIST, "color=blue,black,brown"),
        ("query", "form", False, OBJECT, "color=R,100,G,200,B,150"),
        ("query", "form", True, LIST, "color=blue&color=black&color=brown"),
        ("query", "form", True, OBJECT, "R=100&G=200&B=150"),
        ("query", "form", False, "", "color="),
        ("query", "form", False, [], ""),
        ("query", "spaceDelimited", False, LIST, "color=blue%20black%20brown"),
        ("query", "spaceDelimited", False, OBJECT, "color=R%20100%20G%20200%20B%20150"),
        ("query", "pipeDelimited", False, LIST, "color=blue%7Cblack%7Cbrown"),
        ("query", "deepObject", True, OBJECT, "color[R]=100&color[G]=200&color[B]=150"),
        ("header", "simple", False, TEXT, "blue"),
        ("header", "simple", False, LIST, "blue,black,brown"),
        ("header", "simple", False, OBJECT, "R,100,G,200,B,150"),
        ("header", "simple", True, OBJECT, "R=100,G=200,B=150"),
        ("cookie", "form", False, TEXT, "color=blue"),
        ("cookie", "form", False, LIST, "color=blue,black,brown"),
    ],
)
def test_styles_are_those_of_the_specification(place: str, style: str, explode: bool, value: Any, expected: str):
    given = {"name": "color", "in": place, "required": place == "path", "style": style, "explode": explode}
    path = "/a/{color}" if place == "path" else "/a"
    prepared = prepare(operation([given], path=path), {"color": value})
    found = {
        "path": prepared.target.removeprefix("/a/"),
        "query": prepared.target.partition("?")[2],
        "header": prepared.headers.get("color"),
        "cookie": "; ".join(prepared.cookies),
    }
    assert found[place] == expected


def test_values_of_other_types():
    query = operation([{"name": name, "in": "query"} for name in ("a", "b", "c")])
    assert prepare(query, {"a": True, "b": 1.5, "c": None}).target == "/a?a=true&b=1.5"
    as_json = operation([{"name": "f", "in": "query", "content": {"application/json": {}}}])
    assert prepare(as_json, {"f": {"x": [1]}}).target == "/a?f=%7B%22x%22%3A%20%5B1%5D%7D"
    reserved = operation([{"name": "u", "in": "query", "allowReserved": True}])
    assert prepare(reserved, {"u": "a/b?c&d=e#f"}).target == "/a?u=a/b?c%26d%3De%23f"


ARGUMENTS = st.text(min_size=1, max_size=20) | st.integers() | st.booleans()


@given(ARGUMENTS, ARGUMENTS, st.lists(st.text(max_size=10), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_arguments_stay_in_their_places(one: Any, two: Any, words: list[str]):
    """No argument makes another path, another parameter, or a header's end; what the server reads is what was given."""
    declared = [
        {"name": "one", "in": "path", "required": True},
        {"name": "two", "in": "query"},
        {"name": "words", "in": "query"},
    ]
    try:
        target = prepare(operation(declared, path="/a/{one}/b"), {"one": one, "two": two, "words": words}).target
    except BadArguments:
        assert one in (".", "..")
        return
    parts = urlsplit("http://h" + target)
    as_text = [each if isinstance(each, str) else json.dumps(each) for each in (one, two)]
    as_text = [each.encode(errors="replace").decode() for each in as_text]
    assert [unquote(part) for part in parts.path.split("/")] == ["", "a", as_text[0], "b"]
    expected = [("two", as_text[1]), *(("words", each.encode(errors="replace").decode()) for each in words)]
    assert parse_qsl(parts.query, keep_blank_values=True) == expected
    assert parts.fragment == ""


@pytest.mark.parametrize("value", ["a\r\nX: y", "é", "a\0", "x" * 8001])
def test_headers_take_no_more_than_headers_can(value: str):
    with pytest.raises(BadArguments, match="header"):
        prepare(operation([{"name": "h", "in": "header"}]), {"h": value})


def test_parts_of_a_path_that_add_up_to_dots():
    both = operation([{"name": name, "in": "path", "required": True} for name in "ab"], path="/x/{a}{b}/y")
    with pytest.raises(BadArguments):
        prepare(both, {"a": ".", "b": "."})
    assert prepare(both, {"a": ".", "b": "x"}).target == "/x/.x/y"


SHIP = {"type": "object", "properties": {"name": {}, "tags": {}, "deep": {}}, "required": ["name"]}
GIVEN = {"name": "A & B", "tags": ["x", "y z"], "deep": {"a": 1}}


def body(media_type: str, schema: Any = SHIP, **more: Any) -> Operation:
    return operation([], {media_type: {"schema": schema, **more}})


def sent(told: Operation, arguments: dict[str, Any]) -> tuple[bytes | None, str]:
    prepared = prepare(told, arguments)
    return prepared.content, prepared.headers.get("Content-Type", "")


def test_bodies():
    data, media_type = sent(body("application/vnd.api+json; charset=utf-8"), GIVEN)
    assert (json.loads(data or b""), media_type) == (GIVEN, "application/vnd.api+json; charset=utf-8")
    data, media_type = sent(body("application/x-www-form-urlencoded"), GIVEN)
    assert data == b"name=A+%26+B&tags=x&tags=y+z&deep=%7B%22a%22%3A+1%7D"
    joined = {"tags": {"style": "form", "explode": False}}
    data, _ = sent(body("application/x-www-form-urlencoded", encoding=joined), GIVEN)
    assert b"tags=x%2Cy+z" in (data or b"")
    parts = prepare(body("multipart/form-data"), GIVEN).parts
    assert parts == [("name", b"A & B"), ("tags", b"x"), ("tags", b"y z"), ("deep", b'{"a": 1}')]
    assert sent(body("text/plain", {"type": "string"}), {"body": "é"}) == ("é".encode(), "text/plain; charset=utf-8")
    assert sent(body("application/json", {"type": "array"}), {"body": []}) == (b"[]", "application/json")
    # Null is a value in JSON, and nothing elsewhere.
    assert sent(body("application/json"), {"name": None})[0] == b'{"name": null}'
    with pytest.raises(BadArguments, match="object"):
        sent(body("application/x-www-form-urlencoded", {}), {"body": "x"})
    for wrong in ({}, {"name": "x", "other": 1}):
        with pytest.raises(BadArguments):
            sent(body("application/json"), wrong)


def test_what_belongs_to_the_connection_or_the_credentials_is_no_argument():
    declared = [
        {"name": name, "in": "header"} for name in ("Authorization", "Host", "Content-Type", "X-Key", "X-Other")
    ]
    told = operation([*declared, {"name": "key", "in": "query", "required": True}])
    assert list(told.input_schema["properties"]) == ["X-Key", "X-Other", "key"]
    for auth, left in (
        (Auth(type="header", name="x-key", value="s"), ["X-Other", "key"]),
        (Auth(type="query", name="key", value="s"), ["X-Key", "X-Other"]),
        (Auth(type="basic", username="key"), ["X-Key", "X-Other", "key"]),
    ):
        kept = without_credentials(told, auth)
        assert list(kept.input_schema["properties"]) == left == [each.name for each in kept.parameters]
    assert without_credentials(told, Auth(type="query", name="key", value="s")).input_schema["required"] == []


@given(st.text("abc&=?%#/:+ ", min_size=8, max_size=20).map(str.strip))
@settings(max_examples=100, deadline=None)
def test_a_secret_is_taken_from_urls_and_replies(secret: str):
    assume(len(secret) >= 8)
    for auth in (Auth(type="query", name="k&y", value=secret), Auth(type="header", name="K", value=secret)):
        url = auth.taken_from(Auth(type="query", name="k&y", value=secret).added_to("http://h/p?a=b"))
        assert url == "http://h/p?a=b"
        assert secret not in auth.masked(f'{{"you sent": "{secret}"}}')


def test_prepared_is_empty_by_default():
    assert prepare(operation([]), {}) == Prepared("POST", "/a")
