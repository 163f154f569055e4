"""Values go into rows and come out again; large ones stand once, however many rows name them."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from treeline.workflows.engine.file import File
from treeline.workflows.running.packing import LARGE, Packing, names_of, previewed, unpacked

FILES = st.builds(File, id=st.none() | st.text(), type=st.just("image"), transfer_method=st.just("local_file"))
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text() | FILES
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from(["dify_model_identity", "$value"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def stored(packing: Packing, values: Any) -> tuple[Any, dict[str, Any]]:
    """A row's JSON, and the large values beside it."""
    row = msgspec.json.decode(msgspec.json.encode(packing.packed(values)))
    return row, {each.digest: msgspec.json.decode(each.data) for each in packing.take()}


def plain(value: Any) -> Any:
    """What PostgreSQL has no characters for is left out."""
    if isinstance(value, str):
        return value.replace("\0", "").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {plain(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@given(st.dictionaries(st.text(alphabet="abc", min_size=1, max_size=3), VALUES, max_size=4))
def test_what_goes_in_comes_out(values: dict[str, Any]):
    row, large = stored(Packing(), values)
    if not _has_files(values):
        assert unpacked(row, large.__getitem__) == plain(values)
    assert b"\\u0000" not in msgspec.json.encode(row).replace(b"\\\\", b"")


@given(FILES.filter(lambda file: "\0" not in (file.id or "")))
def test_a_file_comes_out_as_a_file(file: File):
    row, _ = stored(Packing(), {"file": file, "files": [file]})
    assert unpacked(row, dict[str, Any]().__getitem__) == {"file": file, "files": [file]}


def test_what_looks_like_the_name_of_a_large_value_is_none():
    values = {"x": {"$value": {"digest": "0", "preview": "nothing"}}, "y": {"$value": {}}}
    row, large = stored(Packing(), values)
    assert unpacked(row, large.__getitem__) == values


def test_a_large_value_stands_once():
    packing, text = Packing(), "x" * (LARGE + 1)
    first, large = stored(packing, {"text": text, "short": "y"})
    again, nothing = stored(packing, {"other": text})
    assert (list(large.values()), nothing) == ([text], {})
    assert names_of(first) == names_of(again) == list(large)
    assert unpacked(first, large.__getitem__) == {"text": text, "short": "y"}
    assert previewed(first) == {"text": f'"{text[:999]}…', "short": "y"}


def test_its_size_is_told_without_packing_it_twice():
    packing, values = Packing(), {"text": "x" * (LARGE + 1), "n": 1}
    assert packing.size_of(values) == LARGE + 1 + 2 + 1
    assert len(packing.fresh) == 1
    packing.packed(values)
    assert len(packing.fresh) == 1


def _has_files(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_files, value.values()))
    return any(map(_has_files, value)) if isinstance(value, list) else isinstance(value, File)
