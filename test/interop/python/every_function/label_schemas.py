"""What reviewers are asked."""

from mlflow.genai import label_schemas as ls

from outcomes import do, hostile, short


def label_schemas(e):
    kinds = {
        "pass": ls.InputPassFail(positive_label="ja ✓", negative_label="nein"),
        "numbers": ls.InputNumeric(min_value=-1.5, max_value=5),
        "no bounds": ls.InputNumeric(),
        "one of": ls.InputCategorical(options=["a", "ü 🙂"]),
        "some of": ls.InputCategorical(options=["a", "b"], multi_select=True),
        "text": ls.InputText(max_length=5),
        "long text": ls.InputText(),
    }
    made = {
        name: do(f"create_label_schema {name}", lambda: ls.create_label_schema(name, type="feedback", input=kind, experiment_id=e))
        for name, kind in kinds.items()
    }
    one = made["pass"]
    for name, build in {
        "options none": lambda: ls.InputCategorical(options=[]),
        "options twice": lambda: ls.InputCategorical(options=["a", "a"]),
        "options empty": lambda: ls.InputCategorical(options=[""]),
        "options many": lambda: ls.InputCategorical(options=[str(at) for at in range(500)]),
        "bounds turned": lambda: ls.InputNumeric(min_value=5, max_value=1),
        "bounds nan": lambda: ls.InputNumeric(min_value=float("nan")),
        "length zero": lambda: ls.InputText(max_length=0),
        "length negative": lambda: ls.InputText(max_length=-1),
        "labels same": lambda: ls.InputPassFail(positive_label="x", negative_label="x"),
        "labels empty": lambda: ls.InputPassFail(positive_label="", negative_label="x"),
    }.items():
        do(f"create_label_schema {name}", lambda: inputs_of(ls.create_label_schema(name, type="feedback", input=build(), experiment_id=e)))
    for what, text in hostile.items():
        do(f"create_label_schema name {what}", lambda: len(ls.create_label_schema(text, type="expectation", input=kinds["text"], experiment_id=e).name))
        do(f"create_label_schema instruction {what}", lambda: len(ls.create_label_schema(f"i {what}", type="expectation", input=kinds["text"], instruction=text, experiment_id=e).instruction or ""))
        do(f"create_label_schema in {what}", lambda: ls.create_label_schema("x", type="feedback", input=kinds["text"], experiment_id=text) and "made")
        do(f"get_label_schema {what}", lambda: ls.get_label_schema(schema_id=text))
        do(f"get_label_schema name {what}", lambda: ls.get_label_schema(text, experiment_id=e).type)
        do(f"update_label_schema name {what}", lambda: len(ls.update_label_schema(one.schema_id, name=text).name))
        do(f"delete_label_schema {what}", lambda: ls.delete_label_schema(schema_id=text))
    do("create_label_schema again", lambda: ls.create_label_schema("text", type="feedback", input=kinds["text"], experiment_id=e))
    do("create_label_schema type", lambda: ls.create_label_schema("t", type="nope", input=kinds["text"], experiment_id=e))
    do("create_label_schema no experiment", lambda: ls.create_label_schema("t", type="feedback", input=kinds["text"], experiment_id="98765432"))
    do("update_label_schema nothing", lambda: ls.update_label_schema(one.schema_id))
    do("update_label_schema", lambda: ls.update_label_schema(one.schema_id, name="renamed", instruction="i", enable_comment=True))
    do("update_label_schema kind", lambda: inputs_of(ls.update_label_schema(one.schema_id, input=kinds["numbers"])))
    do("update_label_schema taken", lambda: ls.update_label_schema(one.schema_id, name="text"))
    do("update_label_schema never", lambda: ls.update_label_schema("ls-" + "0" * 32, name="x"))
    do("get_label_schema", lambda: ls.get_label_schema("renamed", experiment_id=e))
    do("get_label_schema never", lambda: ls.get_label_schema("never", experiment_id=e))
    do("list_label_schemas", lambda: sorted(short(s.name) for s in ls.list_label_schemas(e) if len(s.name) < 100))
    page = do("list_label_schemas page", lambda: len(ls.list_label_schemas(e, max_results=2)))
    for size in (0, -1, 1001):
        do(f"list_label_schemas {size}", lambda: len(ls.list_label_schemas(e, max_results=size)) > 0)
    do("list_label_schemas token", lambda: ls.list_label_schemas(e, page_token="x"))
    do("list_label_schemas no experiment", lambda: ls.list_label_schemas("98765432"))
    do("delete_label_schema", lambda: ls.delete_label_schema(schema_id=made["text"].schema_id))
    do("delete_label_schema again", lambda: ls.delete_label_schema(schema_id=made["text"].schema_id))
    return [made["numbers"].schema_id, made["one of"].schema_id]


def inputs_of(schema):
    return [type(schema.input).__name__, vars(schema.input)]
