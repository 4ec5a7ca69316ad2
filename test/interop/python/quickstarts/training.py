"""Tracking quickstart: training, by autologging and by hand."""

import mlflow
from mlflow import MlflowClient

from quickstarts.iris import iris


client = MlflowClient()
params = {"solver": "lbfgs", "max_iter": 1000, "random_state": 8888}


def autologging():
    from sklearn.linear_model import LogisticRegression

    mlflow.set_experiment("MLflow Quickstart")
    X_train, X_test, y_train, y_test = iris()
    mlflow.sklearn.autolog()
    lr = LogisticRegression(**params)
    lr.fit(X_train, y_train)
    lr.score(X_test, y_test)
    mlflow.sklearn.autolog(disable=True)
    run = mlflow.last_active_run()
    [model] = mlflow.search_logged_models(
        experiment_ids=[run.info.experiment_id], filter_string=f"source_run_id = '{run.info.run_id}'", output_format="list"
    )
    return {
        "experiment": mlflow.get_experiment(run.info.experiment_id).name,
        "status": run.info.status,
        "max_iter": run.data.params["max_iter"],
        "metrics": sorted(run.data.metrics),
        "files": sorted(f.path for f in client.list_artifacts(run.info.run_id)),
        "datasets": [[d.dataset.name, d.dataset.source_type, d.tags[0].value] for d in run.inputs.dataset_inputs],
        "estimator": run.data.tags["estimator_name"],
        "model": [model.name, model.status.value, "training_accuracy_score" in {m.key for m in model.metrics}],
    }


def logging_by_hand():
    import pandas as pd
    from mlflow.models import infer_signature
    from sklearn import datasets
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score

    mlflow.set_experiment("MLflow Quickstart")
    X_train, X_test, y_train, y_test = iris()
    with mlflow.start_run() as run:
        mlflow.log_params(params)
        lr = LogisticRegression(**params)
        lr.fit(X_train, y_train)
        accuracy = accuracy_score(y_test, lr.predict(X_test))
        model_info = mlflow.sklearn.log_model(
            sk_model=lr,
            name="iris_model",
            signature=infer_signature(X_train, lr.predict(X_train)),
            input_example=X_train,
            registered_model_name="tracking-quickstart",
            pip_requirements=["scikit-learn"],
        )
        mlflow.log_metric("accuracy", accuracy)
        mlflow.set_tag("Training Info", "Basic LR model for iris data")
    loaded = mlflow.pyfunc.load_model(model_info.model_uri)
    result = pd.DataFrame(X_test, columns=datasets.load_iris().feature_names)
    result["actual_class"] = y_test
    result["predicted_class"] = loaded.predict(X_test)
    got = client.get_run(run.info.run_id)
    registered = client.get_model_version("tracking-quickstart", 1)
    outputs = got.outputs.model_outputs
    logged = mlflow.get_logged_model(model_info.model_id)
    return {
        "params": got.data.params,
        "accuracy": bool(got.data.metrics["accuracy"] == accuracy == (result.actual_class == result.predicted_class).mean()),
        "tag": got.data.tags["Training Info"],
        "outputs": [o.model_id == model_info.model_id for o in outputs],
        "logged": [logged.name, logged.status.value, logged.source_run_id == run.info.run_id, logged.model_type],
        "of the model": logged.params == got.data.params,
        "signature": [str(i.type) for i in loaded.metadata.signature.inputs.inputs],
        "example": loaded.input_example.shape == X_train.shape,
        "registered": [registered.name, str(registered.version), registered.status, registered.source == f"models:/{model_info.model_id}"],
        "native": type(mlflow.sklearn.load_model(model_info.model_uri)).__name__,
        "by run": len(mlflow.pyfunc.load_model(f"runs:/{run.info.run_id}/iris_model").predict(X_test)),
        "requires": mlflow.pyfunc.get_model_dependencies(model_info.model_uri).endswith("requirements.txt"),
    }


def searching_hyperparameters():
    from sklearn.linear_model import LogisticRegression

    experiment = mlflow.set_experiment("hyperparameter tuning")
    X_train, X_test, y_train, y_test = iris()
    with mlflow.start_run(run_name="study") as study:
        mlflow.log_param("n_trials", 4)
        for trial, c in enumerate([0.001, 0.1, 1.0, 10.0]):
            with mlflow.start_run(nested=True, run_name=f"trial_{trial}") as child:
                mlflow.log_params({"C": c, "solver": "lbfgs"})
                lr = LogisticRegression(C=c, max_iter=1000).fit(X_train, y_train)
                model = mlflow.initialize_logged_model(name=f"c{trial}", params={"C": c})
                mlflow.finalize_logged_model(model.model_id, "READY")
                for step in range(3):
                    mlflow.log_metric("loss", 1 / (step + 1) + c, step=step, model_id=model.model_id)
                mlflow.log_metric("accuracy", lr.score(X_test, y_test), model_id=model.model_id)
        best = mlflow.search_runs(
            [experiment.experiment_id],
            filter_string=f"tags.mlflow.parentRunId = '{study.info.run_id}' AND params.solver = 'lbfgs'",
            order_by=["metrics.accuracy DESC", "params.C ASC"],
            max_results=1,
        ).iloc[0]
        mlflow.log_params({"best_C": best["params.C"]})
        mlflow.log_metric("best_accuracy", best["metrics.accuracy"])
    frame = mlflow.search_runs(experiment_names=["hyperparameter tuning"], order_by=["metrics.loss ASC", "attributes.start_time ASC"])
    models = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string="metrics.loss < 1 AND params.C != '0.1'",
        order_by=[{"field_name": "metrics.loss", "ascending": False}],
        output_format="list",
    )
    history = client.get_metric_history(child.info.run_id, "loss")
    return {
        "shape": [len(frame), sorted(c for c in frame.columns if c.startswith(("params.", "metrics.")))],
        "in order": frame["tags.mlflow.runName"].tolist(),
        "parents": int((frame["tags.mlflow.parentRunId"] == study.info.run_id).sum()),
        "types": [str(frame[c].dtype) for c in ["start_time", "metrics.accuracy", "params.C"]],
        "best": [best["tags.mlflow.runName"], client.get_run(study.info.run_id).data.params["best_C"] == best["params.C"]],
        "models": [m.name for m in models],
        "history": [[m.step, round(m.value, 3)] for m in history],
        "children": len(client.search_runs([experiment.experiment_id], f"tag.mlflow.parentRunId = '{study.info.run_id}'")),
        "recent": [r.info.run_name for r in client.search_runs([experiment.experiment_id], order_by=["start_time DESC"], max_results=2)],
    }


def autologging_everything():
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.metrics import classification_report

    mlflow.set_experiment("Autologging")
    X_train, X_test, y_train, y_test = iris()
    mlflow.autolog()
    with mlflow.start_run():
        model = RandomForestClassifier(n_estimators=5, random_state=1)
        model.fit(X_train, y_train)
        report = classification_report(y_test, model.predict(X_test), output_dict=True)
        mlflow.log_metrics({"f1_macro": report["macro avg"]["f1-score"]})
        current = mlflow.active_run()
    mlflow.autolog(disable=True)
    last = mlflow.last_active_run()
    logged = mlflow.last_logged_model()
    return {
        "same": [last.info.run_id == current.info.run_id, last.info.status],
        "trees": last.data.params["n_estimators"],
        "metrics": sorted(last.data.metrics),
        "model": [logged.name, logged.status.value, logged.source_run_id == last.info.run_id],
        "loaded": mlflow.pyfunc.load_model(f"models:/{logged.model_id}").predict(X_test).tolist() == model.predict(X_test).tolist(),
    }


def checkpoints():
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    experiment = mlflow.set_experiment("Checkpoints")
    X_train, X_test, y_train, y_test = iris()
    train = mlflow.data.from_pandas(pd.DataFrame(X_train), name="training_data")
    test = mlflow.data.from_pandas(pd.DataFrame(X_test), name="test_set")
    with mlflow.start_run() as run:
        for epoch in range(0, 30, 10):
            model = LogisticRegression(max_iter=epoch + 1).fit(X_train, y_train)
            info = mlflow.sklearn.log_model(model, name=f"checkpoint-{epoch}", step=epoch, pip_requirements=["scikit-learn"])
            mlflow.log_metric(key="accuracy", value=model.score(X_train, y_train), step=epoch, model_id=info.model_id, dataset=train)
            mlflow.log_metric(key="accuracy", value=epoch / 100, step=epoch, model_id=info.model_id, dataset=test)
    ranked = lambda **by: [
        m.name
        for m in mlflow.search_logged_models(
            experiment_ids=[experiment.experiment_id], order_by=[{"field_name": "metrics.accuracy", **by}], output_format="list"
        )
    ]
    frame = mlflow.search_logged_models(
        experiment_ids=[experiment.experiment_id],
        filter_string=f"metrics.accuracy > 0.05 AND source_run_id = '{run.info.run_id}'",
        datasets=[{"dataset_name": "test_set", "dataset_digest": test.digest}],
        order_by=[{"field_name": "creation_time", "ascending": False}],
        max_results=10,
    )
    return {
        "by test set": [ranked(ascending=False, dataset_name="test_set"), ranked(dataset_name="test_set", dataset_digest=test.digest)],
        "found": frame["name"].tolist(),
        "steps": sorted(o.step for o in client.get_run(run.info.run_id).outputs.model_outputs),
        "metrics": sorted([m.dataset_name, m.step] for m in mlflow.get_logged_model(info.model_id).metrics),
    }


# The first must come before one flavor is switched off.
scenarios = [autologging_everything, autologging, logging_by_hand, searching_hyperparameters, checkpoints]
