"""Puts runs into the database of MLflow's server by MLflow's own models: over REST it takes 10,000 of them an hour.

    fill_mlflow.py <database uri> <JSON lines of runs>

A line is {"run_id", "experiment_id", "name", "start", "params": {}, "metrics": {key: [value at each step]}}.
"""

import json
import sys

import sqlalchemy
from mlflow.store.tracking.dbmodels.models import SqlLatestMetric, SqlMetric, SqlParam, SqlRun, SqlTag
from sqlalchemy.orm import Session

engine = sqlalchemy.create_engine(sys.argv[1])
with Session(engine) as session, open(sys.argv[2]) as lines:
    for line in lines:
        run = json.loads(line)
        run_id, start = run["run_id"], run["start"]
        own = {"run_uuid": run_id}
        session.execute(
            sqlalchemy.insert(SqlRun),
            [
                {
                    **own,
                    "experiment_id": int(run["experiment_id"]),
                    "name": run["name"],
                    "user_id": "bench",
                    "source_type": "UNKNOWN",
                    "source_name": "",
                    "source_version": "",
                    "entry_point_name": "",
                    "status": "FINISHED",
                    "start_time": start,
                    "end_time": start + 60_000,
                    "lifecycle_stage": "active",
                    "artifact_uri": f"mlflow-artifacts:/{run_id}/artifacts",
                }
            ],
        )
        session.execute(sqlalchemy.insert(SqlTag), [{**own, "key": "mlflow.runName", "value": run["name"]}])
        if run["params"]:
            session.execute(sqlalchemy.insert(SqlParam), [{**own, "key": k, "value": v} for k, v in run["params"].items()])
        for key, values in run["metrics"].items():
            points = [
                {**own, "key": key, "value": value, "timestamp": start + step, "step": step, "is_nan": False}
                for step, value in enumerate(values)
            ]
            session.execute(sqlalchemy.insert(SqlMetric), points)
            session.execute(sqlalchemy.insert(SqlLatestMetric), points[-1:])
    session.commit()
