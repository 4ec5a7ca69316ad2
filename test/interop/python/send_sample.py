"""Sends the sample trace with OpenTelemetry's Python SDK and prints its ids as JSON.

send_sample.py (http|grpc) ENDPOINT (none|gzip|deflate) MARKER ATTRIBUTES TIMES
"""

import json
import sys

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags

protocol, endpoint, compression, marker, attributes, times = sys.argv[1:]
attributes = json.loads(attributes)
times = {name: int(value) for name, value in json.loads(times).items()}

if protocol == "grpc":
    import grpc
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter

    algorithms = {"none": grpc.Compression.NoCompression, "gzip": grpc.Compression.Gzip}
    exporter = OTLPSpanExporter(endpoint=endpoint, insecure=True, compression=algorithms[compression])
else:
    from opentelemetry.exporter.otlp.proto.http import Compression
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    exporter = OTLPSpanExporter(endpoint=endpoint, compression=Compression(compression))

provider = TracerProvider(resource=Resource.create({"service.name": "interop-python", "int64": 2**63 - 1}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("interop", "1.2.3")

root = tracer.start_span(
    "invoke_agent planner",
    kind=SpanKind.INTERNAL,
    start_time=times["rootStart"],
    attributes={**attributes, "int64": 9007199254740993, "int64.minimum": -(2**63)},
)
in_root = trace.set_span_in_context(root)
cached = SpanContext(0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331, True, TraceFlags(1))
chat = tracer.start_span(
    "chat gpt-4o-mini",
    context=in_root,
    kind=SpanKind.CLIENT,
    start_time=times["chatStart"],
    attributes={
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 12,
        "gen_ai.usage.output_tokens": 5,
    },
    links=[Link(cached, {"reason": "cached answer"})],
)
chat.add_event("first token", {"index": 0}, times["firstToken"])
chat.end(times["chatEnd"])
tool = tracer.start_span(
    "execute_tool weather",
    context=in_root,
    start_time=times["toolStart"],
    attributes={
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "weather",
        "interop.tool": marker,
    },
)
tool.add_event(
    "exception", {"exception.type": "ValueError", "exception.message": "no such city"}, times["failure"]
)
tool.set_status(Status(StatusCode.ERROR, "no such city"))
tool.end(times["toolEnd"])
root.set_status(Status(StatusCode.OK))
root.end(times["rootEnd"])
provider.shutdown()

print(
    json.dumps(
        {
            "marker": marker,
            "traceId": trace.format_trace_id(root.get_span_context().trace_id),
            "rootSpanId": trace.format_span_id(root.get_span_context().span_id),
            "chatSpanId": trace.format_span_id(chat.get_span_context().span_id),
            "toolSpanId": trace.format_span_id(tool.get_span_context().span_id),
        }
    )
)
