"""Values of variables, by the dozen."""

from hypothesis import strategies as st

from treeline.workflows.engine.values import File

texts = st.text(max_size=12)
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
files = st.builds(
    File,
    id=st.none() | texts,
    type=st.sampled_from(["image", "document", "audio", "video", "custom"]),
    transfer_method=st.sampled_from(["local_file", "tool_file"]),
    name=texts,
    extension=st.sampled_from(["", ".png", ".pdf"]),
    mime_type=texts,
    size=st.integers(-1, 10**9),
    url=st.none() | texts.filter(bool),
    related_id=st.none() | texts,
)
plain = st.none() | st.booleans() | numbers | texts
keys = texts | st.sampled_from(["dify_model_identity", "value", "type", "filename"])
identities = st.sampled_from(["__dify__file__", "__object__"])
values = st.recursive(
    plain | files | identities,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(keys, below, max_size=4),
    max_leaves=12,
)
