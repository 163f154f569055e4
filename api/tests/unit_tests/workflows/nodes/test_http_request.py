"""The HTTP node against a real server of this machine."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.node_context import KEY, FakeFiles, NodeContext, failure, run
from tests.settings import settings_of
from tests.sites import Site, site
from treeline.workflows.engine.file import File
from treeline.workflows.engine.step import NodeFailed
from treeline.workflows.nodes.http.body import json_body
from treeline.workflows.nodes.http.fields import header_fields
from treeline.workflows.nodes.http_request import HttpRequestData, HttpRequestNode
from treeline.workflows.running.ports.http import MAX_REPLY_BYTES, GuardedHttp

NODE = HttpRequestNode()
HERE = settings_of(node_allowed_hosts=["127.0.0.1"])
PICTURE = File(
    id="f1", type="image", transfer_method="local_file", name="a.png", mime_type="image/png", related_id="f1"
)
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with site() as server:
        yield server


@pytest.fixture
def server(running: Site) -> Site:
    running.asked.clear()
    running.bodies.clear()
    running.methods.clear()
    running.pages = {"/": (200, {"Content-Type": "text/plain"}, b"hello")}
    return running


def context(values: dict[str, Any] | None = None, **files: bytes) -> NodeContext:
    return NodeContext({"n": values or {}, "env": {"KEY": "s3cret"}}, http=GuardedHttp(HERE), files=FakeFiles(**files))


def sent(server: Site, values: dict[str, Any] | None = None, **data: Any) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a request that was taken."""
    files = {"f1": b"\x89PNG"}
    run(NODE, context(values, **files), **{"method": "post", "url": server.url, **data})
    return server.asked[-1][1], server.bodies[-1]


def test_it_works(server: Site):
    done = run(
        NODE,
        context({"q": "a b&c", "id": 7}),
        method="get",
        url=server.url + "/{{#n.id#}}?x=1",
        params="q: {{#n.q#}}\n\nempty",
        headers="X-Id: {{#n.id#}}",
    )
    assert server.asked[0][0] == "/7?x=1&q=a+b%26c&empty="
    assert server.asked[0][1]["X-Id"] == "7"
    assert "Idempotency-Key" not in server.asked[0][1]
    # There is no such page: that is an answer like any other.
    assert done.outputs["status_code"] == 404


def test_outputs(server: Site):
    server.pages["/"] = (200, {**JSON, "X-A": "1"}, '{"é": 1}'.encode())
    done = run(NODE, context(), method="GET", url=server.url)
    assert done.outputs["body"] == '{"é": 1}'
    assert done.outputs["headers"]["x-a"] == "1"
    assert done.outputs["files"] == []
    server.pages["/"] = (200, {"Content-Type": "text/plain; charset=gbk"}, "你好".encode("gbk"))
    assert run(NODE, context(), method="GET", url=server.url).outputs["body"] == "你好"


@pytest.mark.parametrize(
    ("headers", "body", "name"),
    [
        ({"Content-Type": "image/png"}, b"\x89PNG", "report.png"),
        ({"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="../a b.csv"'}, b"1,2", "a b.csv"),
        ({}, b"\x00\x01", "report.bin"),
        (JSON, b'"' + b"x" * 400_001 + b'"', "report.json"),
    ],
)
def test_what_is_no_text_or_too_long_is_a_file(server: Site, headers: dict[str, str], body: bytes, name: str):
    server.pages["/report"] = (200, headers, body)
    files = context()
    done = run(NODE, files, method="GET", url=server.url + "/report")
    assert done.outputs["body"] == ""
    assert files.ports.files.kept == {name: body}
    assert [file.name for file in done.outputs["files"]] == [name]


def test_the_effect_key(server: Site):
    assert sent(server)[0]["Idempotency-Key"] == str(KEY)
    assert sent(server, headers="idempotency-key: mine")[0]["idempotency-key"] == "mine"
    assert "Idempotency-Key" not in sent(server, idempotency_key=False)[0]
    assert "Idempotency-Key" not in sent(server, method="HEAD")[0]


@pytest.mark.parametrize(
    ("config", "name", "value"),
    [
        ({"type": "bearer", "api_key": "{{#env.KEY#}}"}, "Authorization", "Bearer s3cret"),
        ({"type": "basic", "api_key": "a:b"}, "Authorization", "Basic YTpi"),
        ({"type": "basic", "api_key": "YTpi", "header": ""}, "Authorization", "Basic YTpi"),
        ({"type": "custom", "api_key": "{{#env.KEY#}}", "header": "X-Key"}, "X-Key", "s3cret"),
    ],
)
def test_authorization(server: Site, config: dict[str, str], name: str, value: str):
    authorization = {"type": "api-key", "config": config}
    done = run(NODE, context(), method="POST", url=server.url, authorization=authorization, headers=f"{name}: old")
    assert server.asked[0][1][name] == value
    assert value not in str(done.process_data)
    assert f"{name}: ****" in done.process_data["request"]


def test_a_redirect_elsewhere_does_not_take_the_key_along(server: Site):
    with site() as other:
        server.pages["/"] = (307, {"Location": other.url + "/"}, b"")
        config = {"type": "custom", "api_key": "s3cret", "header": "X-Key"}
        run(NODE, context(), url=server.url, authorization={"type": "api-key", "config": config}, headers="Cookie: a=b")
        assert server.asked[0][1]["X-Key"] == "s3cret"
        assert "s3cret" not in str(other.asked)
        assert "Cookie" not in other.asked[0][1]
        server.pages["/"] = (307, {"Location": "/on"}, b"")
        run(NODE, context(), url=server.url, authorization={"type": "api-key", "config": config})
        assert server.asked[-1][1]["X-Key"] == "s3cret"


@pytest.mark.parametrize("shape", ["text", "list"])
def test_forms(server: Site, shape: str):
    fields = [{"key": "a", "type": "text", "value": "{{#n.v#}}"}, {"key": "b", "value": "2:3"}]
    data: Any = "a:{{#n.v#}}\nb: 2:3" if shape == "text" else fields
    body = {"type": "x-www-form-urlencoded", "data": data}
    headers, content = sent(server, {"v": "x\ny&z"}, body=body)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert content == b"a=x%0Ay%26z&b=2%3A3"
    headers, content = sent(server, {"v": "x\ny"}, body={"type": "form-data", "data": data})
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert b'name="a"\r\n\r\nx\ny\r\n' in content


def test_files_are_sent(server: Site):
    item = {"key": "doc", "type": "file", "file": ["n", "f"]}
    _, content = sent(server, {"f": [PICTURE]}, body={"type": "form-data", "data": [item]})
    assert b'name="doc"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in content
    headers, content = sent(server, {"f": PICTURE}, body={"type": "binary", "data": [item]})
    assert (headers["Content-Type"], content) == ("image/png", b"\x89PNG")
    wrong = failure(NODE, context({"f": "text"}), url=server.url, body={"type": "binary", "data": [item]})
    assert (wrong.type, wrong.message) == ("http_invalid_body", "n.f is not a file.")


def test_raw_text(server: Site):
    headers, content = sent(server, {"v": "é"}, body={"type": "raw-text", "data": [{"value": "<{{#n.v#}}>"}]})
    assert (headers["Content-Type"], content) == ("text/plain; charset=utf-8", "<é>".encode())
    headers, _ = sent(server, headers="Content-Type: text/xml", body={"type": "raw-text", "data": "x"})
    assert headers["Content-Type"] == "text/xml"


VALUES = {
    "text": 'say "hi"\n\\ then',
    "n": 3,
    "f": 1.5,
    "yes": True,
    "object": {"a": [1, True]},
    "json": '{"b": 2}',
    "word": "word",
}


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ('{"a": "{{#n.text#}}"}', {"a": VALUES["text"]}),
        ('{"a": "<{{#n.yes#}}> {{#n.n#}} {{#n.none#}}"}', {"a": "<true> 3 "}),
        (
            '{"a": {{#n.n#}}, "b": {{#n.f#}}, "c": {{#n.yes#}}, "d": {{#n.none#}}}',
            {"a": 3, "b": 1.5, "c": True, "d": None},
        ),
        ('{"a": {{#n.object#}}, "b": {{#n.json#}}}', {"a": {"a": [1, True]}, "b": {"b": 2}}),
        ('{"a": {{#n.word#}}}', {"a": "word"}),
        ("{{#n.object#}}", {"a": [1, True]}),
        ('{"a": "one\ntwo \\"{{#n.word#}}\\""}', {"a": 'one\ntwo "word"'}),
    ],
)
def test_json_bodies(server: Site, template: str, made: Any):
    for data in (template, [{"id": "1", "key": "", "type": "text", "value": template}]):
        headers, content = sent(server, VALUES, body={"type": "json", "data": data})
        assert headers["Content-Type"] == "application/json"
        assert json.loads(content) == made


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


BREAKING = st.text(st.sampled_from('"\\,:{}a\n'), max_size=12)


@given(st.text() | BREAKING, JSON_VALUES)
def test_no_value_reaches_beyond_its_place(text: str, value: Any):
    made = json.loads(json_body(context({"t": text, "v": value}), '{"a": "{{#n.t#}}", "b": {{#n.v#}}, "c": 1}'))
    assert set(made) == {"a", "b", "c"}
    assert made["a"] == text
    assert made["c"] == 1
    if not isinstance(value, str):
        assert made["b"] == value


@given(st.text(alphabet=st.sampled_from("a:\r\n \0é"), max_size=12))
def test_no_value_makes_a_header(value: str):
    if any(each in value.strip() for each in "\r\n\0"):
        with pytest.raises(NodeFailed, match="line breaks"):
            header_fields(context({"v": value}), "X-A: {{#n.v#}}\nX-B: 1")
        return
    found = header_fields(context({"v": value}), "X-A: {{#n.v#}}\nX-B: 1")
    assert [name for name, _ in found] == ["X-A", "X-B"]
    assert not set(found[0][1]) & set("\r\n\0")


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        ({"url": ""}, "http_invalid_url", "The URL is empty."),
        ({"url": "example.com"}, "http_invalid_url", "http://"),
        ({"url": "file:///etc/passwd"}, "http_invalid_url", "http://"),
        ({"url": "http://a.example/{{#n.lines#}}"}, "http_invalid_url", "Invalid URL"),
        ({"method": "brew"}, "http_invalid_method", "Accepted: GET"),
        ({"headers": "a b: c"}, "http_invalid_header", "can't be the name"),
        ({"headers": "{{#n.lines#}}: c"}, "http_invalid_header", "can't be the name"),
        ({"headers": "A: {{#n.lines#}}"}, "http_invalid_header", "line breaks"),
        ({"body": {"type": "json", "data": '{"a": }'}}, "http_invalid_json", "not valid JSON"),
        ({"authorization": {"type": "api-key", "config": {"api_key": ""}}}, "http_no_api_key", "empty"),
        ({"url": "http://127.0.0.2:9/"}, "http_address_refused", "NODE_ALLOWED_HOSTS"),
        ({"url": "http://127.0.0.1:9/"}, "http_not_reached", "127.0.0.1:9"),
    ],
)
def test_refusals(server: Site, data: dict[str, Any], kind: str, words: str):
    failed = failure(NODE, context({"lines": "a\nb: c"}), **{"method": "post", "url": server.url, **data})
    assert failed.type == kind
    assert words in failed.message
    assert failed.retryable == (kind == "http_not_reached")
    assert server.asked == []


def test_an_answer_without_end_is_cut_off(server: Site):
    server.pages["/"] = (200, {}, bytes(MAX_REPLY_BYTES + 1))
    assert failure(NODE, context(), method="GET", url=server.url).type == "http_reply_too_large"


def test_silence_is_a_time_out(server: Site):
    from socket import create_server

    with create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        failed = failure(NODE, context(), method="GET", url=address, timeout={"connect": "", "read": 0.1, "write": 0})
    assert (failed.type, failed.retryable) == ("http_timeout", True)


@pytest.mark.parametrize(
    "minds", [{"error_strategy": "fail-branch"}, {"retry_config": {"retry_enabled": True, "max_retries": 3}}]
)
def test_a_refusal_fails_where_somebody_minds(server: Site, minds: dict[str, Any]):
    server.pages["/"] = (503, {}, b"busy")
    assert run(NODE, context(), url=server.url).outputs["status_code"] == 503
    failed = failure(NODE, context(), url=server.url, **minds)
    assert (failed.type, failed.message, failed.retryable) == (
        "http_status",
        "The server returned HTTP 503: busy",
        True,
    )


def test_what_it_reads():
    body = {"type": "form-data", "data": [{"key": "{{#a.k#}}", "value": "{{#a.v#}}"}, {"key": "f", "file": ["a", "f"]}]}
    authorization = {"type": "api-key", "config": {"api_key": "{{#env.KEY#}}"}}
    texts = {"url": "{{#a.url#}}", "headers": "A: {{#a.h#}}", "params": "b: {{#a.p#}}"}
    data = HttpRequestData.model_validate(
        {"type": "http-request", "body": body, "authorization": authorization, **texts}
    )
    names = {".".join(selector) for selector in NODE.reads(data)}
    assert names == {"a.url", "env.KEY", "a.h", "a.p", "a.k", "a.v", "a.f"}
