"""Registered models and their versions."""

import mlflow

from outcomes import do, hostile, short

from .client import client, run_in


def registry(e, m):
    name = "régistered 🙂"
    r = run_in(e, "source", start_time=11)
    client.log_text(r, "x", "model/x.txt")
    do("create_registered_model", lambda: client.create_registered_model(name, {"k": "v"}, "words"))
    client.create_registered_model("other")
    for what, text in {**hostile, "slash": "a/b", "colon": "a:b", "dots": "..", "path": "../x"}.items():
        do(f"create_registered_model {what}", lambda: short(client.create_registered_model(text).name))
        do(f"get_registered_model {what}", lambda: short(client.get_registered_model(text).name))
        do(f"rename_registered_model {what}", lambda: client.rename_registered_model("other", text).name == text and client.rename_registered_model(text, "other").name)
        do(f"update_registered_model {what}", lambda: len(client.update_registered_model(name, text).description or ""))
        do(f"set_registered_model_tag value {what}", lambda: client.set_registered_model_tag(name, f"value {what}", text))
        do(f"set_registered_model_tag key {what}", lambda: client.set_registered_model_tag(name, text, "v"))
        do(f"delete_registered_model_tag {what}", lambda: client.delete_registered_model_tag(name, text))
        do(f"search_registered_models {what}", lambda: len(client.search_registered_models(text)) > 0)
        do(f"search_registered_models token {what}", lambda: len(client.search_registered_models(page_token=text)) > 0)
        do(f"search_registered_models order {what}", lambda: len(client.search_registered_models(order_by=[text])) > 0)
        do(f"search_model_versions {what}", lambda: client.search_model_versions(text)[:0])
        do(f"create_model_version source {what}", lambda: short(client.create_model_version("other", text).source))
        do(f"create_model_version of {what}", lambda: short(client.create_model_version(text, "s3://b/x").name))
        do(f"create_model_version run {what}", lambda: short(client.create_model_version("other", "s3://b/x", text).run_id))
        do(f"get_model_version {what}", lambda: client.get_model_version("other", text))
        do(f"get_model_version_by_alias {what}", lambda: client.get_model_version_by_alias("other", text))
        do(f"set_registered_model_alias {what}", lambda: client.set_registered_model_alias("other", text, "1"))
        do(f"delete_registered_model_alias {what}", lambda: client.delete_registered_model_alias("other", text))
        do(f"update_model_version {what}", lambda: len(client.update_model_version("other", "1", text).description or ""))
        do(f"set_model_version_tag value {what}", lambda: client.set_model_version_tag("other", "1", f"value {what}", text))
        do(f"set_model_version_tag key {what}", lambda: client.set_model_version_tag("other", "1", text, "v"))
        do(f"delete_model_version_tag {what}", lambda: client.delete_model_version_tag("other", "1", text))
        do(f"transition_model_version_stage {what}", lambda: client.transition_model_version_stage("other", "1", text))
        do(f"get_latest_versions {what}", lambda: client.get_latest_versions("other", [text]))
        do(f"get_latest_versions of {what}", lambda: client.get_latest_versions(text)[:0])
        do(f"delete_model_version {what}", lambda: client.delete_model_version("other", text))
        do(f"delete_registered_model {what}", lambda: client.delete_registered_model(text))
        do(f"copy_model_version {what}", lambda: client.copy_model_version(text, "copy"))
    do("get_registered_model", lambda: client.get_registered_model(name))
    do("get_registered_model other", lambda: client.get_registered_model("other"))
    do("create_registered_model again", lambda: client.create_registered_model(name))
    do("create_registered_model number", lambda: client.create_registered_model(5))
    do("rename_registered_model taken", lambda: client.rename_registered_model("other", name))
    do("rename_registered_model itself", lambda: client.rename_registered_model("other", "other").name)
    do("rename_registered_model never", lambda: client.rename_registered_model("never", "never 2"))
    do("update_registered_model nothing", lambda: client.update_registered_model(name))
    do("update_registered_model never", lambda: client.update_registered_model("never", "x"))
    do("set_registered_model_tag never", lambda: client.set_registered_model_tag("never", "k", "v"))
    do("delete_registered_model_tag never", lambda: client.delete_registered_model_tag("never", "k"))
    root = client.get_run(r).info.artifact_uri
    for at, (source, more) in enumerate([
        (f"runs:/{r}/model", {"run_id": r}),
        (f"runs:/{r}/model", {}),
        (f"{root}/model", {"run_id": r}),
        (f"{root}/model", {}),
        (f"{root}/../x", {"run_id": r}),
        (f"models:/{m}", {"model_id": m}),
        (f"models:/{m}", {}),
        (f"models:/{name}/1", {}),
        (f"models:/{name}/99", {}),
        (f"models:/{name}@champ", {}),
        ("models:/never/1", {}),
        ("file:///etc", {}),
        ("/etc/passwd", {"run_id": r}),
        ("s3://b/x?y", {}),
        ("s3://b/x#y", {}),
        ("s3://b/../x", {}),
        ("s3://b/%2e%2e/x", {}),
        ("http://example.com/x", {}),
        ("mlflow-artifacts:/x", {}),
        ("dummy-source", {}),
        ("relative/path", {}),
        ("s3://b/x", {"tags": {"a": 5, "ü": "🙂"}, "description": "d", "run_link": "http://x/y"}),
        ("s3://b/x", {"run_id": "0" * 32}),
        ("s3://b/x", {"model_id": "m-" + "0" * 32}),
    ]):
        do(f"create_model_version {at} {source.replace(r, 'RUN').replace(m, 'MODEL')}", lambda: client.create_model_version(name, source, **more))
    do("get_model_version", lambda: client.get_model_version(name, "1"))
    do("get_model_version number", lambda: client.get_model_version(name, 1).version)
    for version in ("0", "-1", "99", "abc", "1.0", "99999999999999999999", None):
        do(f"get_model_version {version!r}", lambda: client.get_model_version(name, version))
        do(f"get_model_version_download_uri {version!r}", lambda: client.get_model_version_download_uri(name, version))
        do(f"update_model_version {version!r}", lambda: client.update_model_version(name, version, "x").version)
        do(f"delete_model_version {version!r}", lambda: client.delete_model_version(name, version))
        do(f"set_registered_model_alias to {version!r}", lambda: client.set_registered_model_alias(name, "a", version))
        do(f"set_model_version_tag of {version!r}", lambda: client.set_model_version_tag(name, version, "k", "v"))
        do(f"delete_model_version_tag of {version!r}", lambda: client.delete_model_version_tag(name, version, "k"))
        do(f"transition_model_version_stage of {version!r}", lambda: client.transition_model_version_stage(name, version, "Staging"))
    do("get_model_version_download_uri", lambda: client.get_model_version_download_uri(name, "1"))
    do("get_model_version_stages", lambda: client.get_model_version_stages(name, "1"))
    for alias in ("champ", "Champ", "latest", "LATEST", "v1", "V12", "a b", "a.b", "ü", "a" * 256, "_-", "1"):
        do(f"set_registered_model_alias {alias[:9]}", lambda: client.set_registered_model_alias(name, alias, "1"))
        do(f"get_model_version_by_alias {alias[:9]}", lambda: client.get_model_version_by_alias(name, alias).version)
    do("set_registered_model_alias moved", lambda: client.set_registered_model_alias(name, "champ", "2"))
    do("set_registered_model_alias never", lambda: client.set_registered_model_alias("never", "a", "1"))
    do("delete_registered_model_alias never", lambda: client.delete_registered_model_alias("never", "a"))
    do("get_model_version_by_alias never", lambda: client.get_model_version_by_alias("never", "a"))
    do("aliases", lambda: client.get_registered_model(name).aliases)
    do("set_model_version_tag stage", lambda: client.set_model_version_tag(name, key="k", value="v", stage="None"))
    do("set_model_version_tag neither", lambda: client.set_model_version_tag(name, key="k", value="v"))
    do("delete_model_version_tag stage", lambda: client.delete_model_version_tag(name, key="k", stage="None"))
    for stage in ("production", "STAGING", "Archived", "None", "nope"):
        for archive in (False, True):
            do(f"transition_model_version_stage {stage} {archive}", lambda: client.transition_model_version_stage(name, "1", stage, archive).current_stage)
    do("get_latest_versions", lambda: [(v.version, v.current_stage) for v in client.get_latest_versions(name)])
    do("get_latest_versions none", lambda: [v.version for v in client.get_latest_versions(name, [])])
    do("get_latest_versions never", lambda: client.get_latest_versions("never"))
    do("delete_model_version of an alias", lambda: client.delete_model_version(name, "2"))
    do("get_model_version_by_alias of deleted", lambda: client.get_model_version_by_alias(name, "champ"))
    do("delete_model_version again", lambda: client.delete_model_version(name, "2"))
    do("set_model_version_tag of deleted", lambda: client.set_model_version_tag(name, "2", "k", "v"))
    do("update_model_version of deleted", lambda: client.update_model_version(name, "2", "d"))
    do("get_model_version_download_uri of deleted", lambda: client.get_model_version_download_uri(name, "2"))
    do("set_registered_model_alias of deleted", lambda: client.set_registered_model_alias(name, "x", "2"))
    do("copy_model_version", lambda: client.copy_model_version(f"models:/{name}/1", "copied"))
    do("copy_model_version onto itself", lambda: client.copy_model_version(f"models:/{name}/1", name).version)
    do("copy_model_version deleted", lambda: client.copy_model_version(f"models:/{name}/2", "copied"))
    do("copy_model_version run", lambda: client.copy_model_version(f"runs:/{r}/model", "copied"))
    do("mlflow.register_model", lambda: mlflow.register_model(f"models:/{m}", "fluent", tags={"a": "b"}).version)
    do("mlflow.register_model alias", lambda: mlflow.register_model(f"runs:/{r}/model", name, await_registration_for=0).version)
    for at in range(4):
        client.create_registered_model(f"page {at}")
    page = client.search_registered_models("name LIKE 'page %'", max_results=2)
    do("search_registered_models page", lambda: [x.name for x in page])
    do("search_registered_models token of another", lambda: [x.name for x in client.search_registered_models("name LIKE 'p%'", max_results=2, order_by=["name DESC"], page_token=page.token)])
    for size in (0, -1, 1001):
        do(f"search_registered_models {size}", lambda: client.search_registered_models(max_results=size)[:0])
        do(f"search_model_versions {size}", lambda: client.search_model_versions(max_results=size)[:0])
    do("search_model_versions 200001", lambda: client.search_model_versions(max_results=200001)[:0])
    do("search_model_versions", lambda: [(v.version, v.source) for v in client.search_model_versions(f"name = '{name}'", order_by=["version_number ASC"])])
    do("search_model_versions run", lambda: [(v.name, v.version) for v in client.search_model_versions(f"run_id = '{r}'", order_by=["name ASC", "version_number DESC"])])
    do("mlflow.search_model_versions", lambda: len(mlflow.search_model_versions(filter_string=f"name = '{name}'", max_results=3)))
    do("mlflow.search_registered_models", lambda: [x.name for x in mlflow.search_registered_models(filter_string="name LIKE 'page%'", order_by=["name DESC"])])
    do("delete_registered_model", lambda: client.delete_registered_model("copied"))
    do("delete_registered_model again", lambda: client.delete_registered_model("copied"))
    do("search_model_versions of deleted", lambda: client.search_model_versions("name = 'copied'"))
    do("create_registered_model after delete", lambda: client.create_registered_model("copied").latest_versions)
    do("create_model_version after delete", lambda: client.create_model_version("copied", "s3://b/x").version)
