"""Tracing quickstart."""

import os
import pathlib
import subprocess
import tempfile

import mlflow
from mlflow import MlflowClient
from mlflow.entities import SpanType
from mlflow.entities.trace_location import MlflowExperimentLocation
from mlflow.tracing import set_span_chat_tools


client = MlflowClient()


def tracing():
    experiment = mlflow.set_experiment("Tracing Quickstart")

    @mlflow.trace(span_type=SpanType.TOOL)
    def get_weather(city):
        return f"Sunny in {city}"

    @mlflow.trace(name="agent", attributes={"version": "1"}, span_type=SpanType.AGENT)
    def agent(question, user):
        mlflow.update_current_trace(tags={"flavour": "quick"}, metadata={"mlflow.trace.user": user, "mlflow.trace.session": "s-1"})
        with mlflow.start_span("think", span_type=SpanType.CHAIN) as span:
            span.set_inputs({"question": question})
            span.set_attribute("depth", 2)
            span.add_event(mlflow.entities.SpanEvent("thought"))
            weather = get_weather("Oslo")
            span.set_outputs(weather)
        if question == "fail":
            raise ValueError("no answer")
        return weather

    agent("How is the weather?", "ann")
    first = mlflow.get_last_active_trace_id()
    try:
        agent("fail", "bob")
    except ValueError:
        pass
    mlflow.flush_trace_async_logging()
    trace = mlflow.get_trace(first)
    mlflow.set_trace_tag(first, "reviewed", "yes")
    mlflow.log_feedback(trace_id=first, name="helpful", value=True, rationale="It answered")
    frame = mlflow.search_traces(experiment_ids=[experiment.experiment_id], order_by=["timestamp_ms ASC"])
    named = lambda f: [t.info.request_preview for t in mlflow.search_traces([experiment.experiment_id], filter_string=f, return_type="list")]
    seen = {
        "spans": [[s.name, s.span_type, s.status.status_code.value, s.parent_id is None] for s in trace.data.spans],
        "think": [trace.data.spans[1].inputs, trace.data.spans[1].attributes["depth"], [e.name for e in trace.data.spans[1].events]],
        "states": [str(s.value if hasattr(s, "value") else s) for s in frame["state"]],
        "requests": [r["question"] for r in frame["request"]],
        "columns": sorted(frame.columns),
        "by user": len(named("metadata.`mlflow.trace.user` = 'bob'")),
        "by tag": len(named("tags.reviewed = 'yes'")),
        "by status": len(named("attributes.status = 'ERROR'")),
        "by name": len(named("attributes.name = 'agent'")),
        "by feedback": len(named("feedback.helpful = 'true'")),
        "by span": len(named("span.name = 'get_weather' AND span.type = 'TOOL'")),
        "assessments": [[a.name, a.value, a.rationale] for a in mlflow.get_trace(first).info.assessments],
        "found": [s.name for s in trace.search_spans(span_type=SpanType.TOOL)],
    }
    deleted = client.delete_traces(experiment.experiment_id, trace_ids=[first])
    return {**seen, "deleted": [deleted, len(client.search_traces(experiment_ids=[experiment.experiment_id]))]}


def spans_by_hand():
    experiment = mlflow.set_experiment("Spans by hand")
    root = client.start_trace("request", inputs={"q": 1}, attributes={"a": 1}, tags={"env": "prod"})
    child = client.start_span("step", trace_id=root.trace_id, parent_id=root.span_id, span_type="LLM", inputs=[1])
    client.end_span(root.trace_id, child.span_id, outputs=[2], status="OK")
    client.end_trace(root.trace_id, outputs="done", status="OK")
    logged = mlflow.log_trace(name="Logged", request="question", response="answer", intermediate_outputs={"docs": ["d"]}, tags={"by": "hand"}, execution_time_ms=5)

    @mlflow.trace
    def remote():
        return 1

    remote()
    elsewhere = mlflow.get_trace(mlflow.get_last_active_trace_id(), flush=True)

    @mlflow.trace
    def local():
        mlflow.add_trace(elsewhere.to_dict())
        active.append(mlflow.get_active_trace_id())
        return mlflow.get_current_active_span().name

    active = []
    name = local()
    mlflow.flush_trace_async_logging()
    seen = lambda trace: [[x.name, x.span_type, x.inputs, x.outputs, x.parent_id is None] for x in trace.data.spans]
    by_hand, found = mlflow.get_trace(root.trace_id), mlflow.get_trace(logged)
    return {
        "by hand": [seen(by_hand), by_hand.info.state.value, by_hand.info.tags["env"]],
        "logged": [seen(found), found.info.tags["by"]],
        "added": [active == [mlflow.get_last_active_trace_id()], name, seen(mlflow.get_trace(*active))],
        "all": len(mlflow.search_traces(locations=[experiment.experiment_id])),
    }


def sessions_and_context():
    experiment = mlflow.set_experiment("Sessions tutorial")
    other = mlflow.create_experiment("Another destination")

    @mlflow.trace(span_type=SpanType.CHAT_MODEL)
    def chat(message):
        if span := mlflow.get_current_active_span():
            set_span_chat_tools(span, [{"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}])
        return message.upper()

    for session, turns in {"s-1": 3, "s-2": 1}.items():
        with mlflow.tracing.context(session_id=session, user="ann", tags={"project": "docs"}, metadata={"tier": "gold"}):
            for turn in range(turns):
                chat(f"{session} {turn}")
    with mlflow.tracing.context(enabled=False):
        chat("untraced")
    mlflow.tracing.disable()
    chat("untraced")
    mlflow.tracing.enable()
    mlflow.tracing.set_destination(MlflowExperimentLocation(experiment_id=other))
    chat("elsewhere")
    mlflow.tracing.reset()

    def redact(span):
        span.set_inputs({"message": "[redacted]"})

    mlflow.tracing.configure(span_processors=[redact])
    chat("secret")
    mlflow.tracing.configure(span_processors=[])
    mlflow.flush_trace_async_logging()
    messages = lambda traces: sorted(t.data.spans[0].inputs["message"] for t in traces)
    found = mlflow.search_sessions(locations=[experiment.experiment_id])
    [one] = mlflow.search_traces([experiment.experiment_id], filter_string="metadata.`mlflow.trace.session` = 's-2'", return_type="list")
    return {
        "sessions": sorted([session.id, messages(session)] for session in found),
        "context": [one.info.trace_metadata["mlflow.trace.user"], one.info.trace_metadata["tier"], one.info.tags["project"]],
        "tools": [tool["function"]["name"] for tool in one.data.spans[0].get_attribute("mlflow.chat.tools")],
        "all": messages(mlflow.search_traces([experiment.experiment_id], return_type="list")),
        "elsewhere": messages(mlflow.search_traces([other], return_type="list")),
    }


def distributed():
    experiment = mlflow.set_experiment("Two services")

    def service(headers):
        with mlflow.tracing.set_tracing_context_from_http_request_headers(headers):
            with mlflow.start_span("server") as span:
                span.set_outputs("pong")

    with mlflow.start_span("client") as span:
        service(mlflow.tracing.get_tracing_context_headers_for_http_request())
    mlflow.flush_trace_async_logging()
    [trace] = mlflow.search_traces([experiment.experiment_id], return_type="list")
    return {"spans": sorted([s.name, s.parent_id == span.span_id, s.outputs] for s in trace.data.spans), "state": trace.info.state.value}


def versions_of_an_application():
    mlflow.set_experiment("Application versions")

    @mlflow.trace
    def chat_with_agent(message):
        return message

    model = mlflow.create_external_model(name="chatbot_agent", model_type="agent", tags={"version": "v1.0", "environment": "production"})
    mlflow.log_model_params({"temperature": "0.7", "max_tokens": "1000"}, model_id=model.model_id)
    mlflow.set_active_model(model_id=model.model_id)
    chat_with_agent("one")
    active = mlflow.get_active_model_id() == model.model_id
    with mlflow.set_active_model(name="next_agent") as following:
        chat_with_agent("two")
    mlflow.clear_active_model()
    chat_with_agent("nobody's")
    with tempfile.TemporaryDirectory() as here:
        run = lambda *args: subprocess.run(["git", "-C", here, "-c", "user.name=a", "-c", "user.email=a@b", *args], check=True, capture_output=True, text=True).stdout
        run("init", "-b", "main")
        (pathlib.Path(here) / "a").write_text("a")
        run("add", "a")
        run("commit", "-m", "first")
        commit = run("rev-parse", "HEAD").strip()
        back = os.getcwd()
        os.chdir(here)
        try:
            with mlflow.genai.enable_git_model_versioning() as versioning:
                chat_with_agent("of a commit")
                version = mlflow.get_logged_model(versioning.active_model.model_id)
        finally:
            os.chdir(back)
    of = lambda m: [t.data.spans[0].inputs["message"] for t in mlflow.search_traces(model_id=m, return_type="list", flush=True)]
    return {
        "traces": [of(model.model_id), of(following.model_id), of(version.model_id)],
        "active": [active, mlflow.get_active_model_id()],
        "params": mlflow.get_logged_model(model.model_id).params,
        "production": mlflow.search_logged_models(filter_string="tags.environment = 'production' AND model_type = 'agent'")["name"].tolist(),
        "git": [version.tags["mlflow.source.git.branch"], version.tags["mlflow.source.git.commit"] == commit],
    }


scenarios = [tracing, spans_by_hand, sessions_and_context, distributed, versions_of_an_application]
