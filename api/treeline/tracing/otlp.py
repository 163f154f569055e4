"""Traces as OTLP says them, in protobuf."""

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Status
from opentelemetry.proto.trace.v1.trace_pb2 import Span as OtlpSpan

from treeline.tracing.spans import Span, Trace, Value

MEDIA_TYPE = "application/x-protobuf"


def spans_of(trace: Trace) -> list[Any]:
    return [_span(trace.id, span) for span in trace.spans]


def request_of(spans: Iterable[Any], attributes: Mapping[str, str]) -> bytes:
    """Compressed. `attributes`: of the resource, beside its name."""
    resource = {"service.name": "treeline", "service.version": version("treeline"), **attributes}
    scope = InstrumentationScope(name="treeline.tracing")
    scoped = ScopeSpans(scope=scope, spans=list(spans))
    told = ResourceSpans(resource=Resource(attributes=_pairs(resource)), scope_spans=[scoped])
    whole = ExportTraceServiceRequest(resource_spans=[told])
    return gzip.compress(whole.SerializeToString(), compresslevel=5, mtime=0)


def rejected_in(media_type: str, body: bytes) -> tuple[int, str]:
    """How many spans of a request that was accepted were not, and why."""
    if "json" in media_type:
        try:
            told = json.loads(body).get("partialSuccess") or {}
            return int(told.get("rejectedSpans") or 0), str(told.get("errorMessage") or "")
        except (ValueError, AttributeError, TypeError):
            return 0, ""
    try:
        partial = ExportTraceServiceResponse.FromString(body).partial_success
    except DecodeError:
        return 0, ""
    return partial.rejected_spans, partial.error_message


def _span(trace_id: bytes, span: Span) -> Any:
    kind = OtlpSpan.SPAN_KIND_CLIENT if span.is_client else OtlpSpan.SPAN_KIND_INTERNAL
    status = Status(code=Status.STATUS_CODE_OK)
    if span.error is not None:
        status = Status(code=Status.STATUS_CODE_ERROR, message=span.error)
    return OtlpSpan(
        trace_id=trace_id,
        span_id=span.id,
        parent_span_id=span.parent or b"",
        name=span.name,
        kind=kind,
        start_time_unix_nano=_nanoseconds(span.start),
        end_time_unix_nano=_nanoseconds(span.end),
        attributes=_pairs(span.attributes),
        status=status,
    )


def _pairs(attributes: Mapping[str, Value]) -> list[KeyValue]:
    return [KeyValue(key=name, value=_value(value)) for name, value in attributes.items()]


def _value(value: Value) -> AnyValue:
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    # What is no text in UTF-8 must not hold back the rest.
    return AnyValue(string_value=value.encode(errors="replace").decode())


def _nanoseconds(time: datetime) -> int:
    return int(time.timestamp() * 1_000_000) * 1000
