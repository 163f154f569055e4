"""Whatever is sent to a webhook: it is read, or its faults are said; what is read can be stored and read again."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from treeline.triggers.webhooks.reading import MASK, Received, given_values, masked, told_by
from treeline.workflows.nodes.webhook import CONTENT_TYPES, RAW, WebhookData, WebhookField, read_field

TYPES = st.sampled_from(["string", "number", "boolean", "object", "array[string]", "array[number]", "file", "any"])
NAMES = st.sampled_from(["a", "b-c", "X-Kind", "token", "Authorization"])
FIELDS = st.lists(st.builds(WebhookField, name=NAMES, type=TYPES, required=st.booleans()), max_size=3)
TEXTS = st.text(max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXTS, inner, max_size=3),
    max_leaves=8,
)
BODIES = st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode())


@st.composite
def requests(draw: st.DrawFn) -> tuple[WebhookData, Received]:
    kind = draw(st.sampled_from([*CONTENT_TYPES, "application/xml"]))
    data = WebhookData(
        type="trigger-webhook", content_type=kind, headers=draw(FIELDS), params=draw(FIELDS), body=draw(FIELDS)
    )
    named = st.dictionaries(NAMES | TEXTS, st.lists(TEXTS, min_size=1, max_size=2), max_size=3)
    received = Received(
        method="POST",
        content_type=kind,
        charset=draw(st.sampled_from(["", "utf-8", "latin-1", "utf-16", "no-such", "hex"])),
        headers=draw(st.dictionaries(NAMES.map(str.lower), TEXTS, max_size=4)),
        query=draw(named),
        body=draw(BODIES),
        form=draw(named) if "form" in kind else {},
    )
    return data, received


@given(requests())
def test_what_is_taken_can_be_read(drawn: tuple[WebhookData, Received]):
    data, received = drawn
    told = told_by(data, received)
    text = json.dumps(told.content, allow_nan=False, ensure_ascii=False)
    assert "\0" not in json.loads(text).__str__()
    text.encode()
    assert told.content["headers"].get("authorization", MASK) == MASK
    if told.problems:
        assert all(each["path"] and each["message"] for each in told.problems)
        return
    values = given_values(data, json.loads(text))
    assert set(values) == {*data.fields, RAW}
    for name, declared in data.fields.items():
        if declared.value_type != "file":
            read, wrong = read_field(declared, values[name])
            # Where two have one name, another one's value may count.
            assert wrong is None or sum(each.variable == name for each in _all(data)) > 1, (read, wrong)


def _all(data: WebhookData) -> list[Any]:
    return [*data.headers, *data.params, *data.body]


def test_what_proves_who_somebody_is_stays_out():
    headers = {"authorization": "a", "cookie": "b", "x-api-key": "c", "x-auth-token": "d", "accept": "e", "host": "f"}
    assert masked(headers, set()) == {**dict.fromkeys(headers, MASK), "accept": "e", "host": "f"}
    assert masked(headers, {"authorization", "x-api-key"})["authorization"] == MASK
    assert masked(headers, {"authorization", "x-api-key"})["x-api-key"] == "c"
