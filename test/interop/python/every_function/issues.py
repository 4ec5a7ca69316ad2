"""Issues of traces."""

import mlflow
from mlflow.entities.issue import IssueSeverity, IssueStatus

from outcomes import do, hostile

from .client import store


def issues(e, traces):
    i = do("create_issue", lambda: store.create_issue(e, "ïssue", "d 🙂", severity=IssueSeverity.HIGH, root_causes=["a", "b"], categories=["c"], created_by="me"))
    for what, text in hostile.items():
        do(f"create_issue name {what}", lambda: len(store.create_issue(e, text, "d").name))
        do(f"create_issue description {what}", lambda: len(store.create_issue(e, f"d {what}", text).description))
        do(f"get_issue {what}", lambda: store.get_issue(text))
        do(f"update_issue {what}", lambda: len(store.update_issue(i.issue_id, name=text).name))
        do(f"search_issues {what}", lambda: len(store.search_issues(e, text)) > 0)
        do(f"search_issues token {what}", lambda: len(store.search_issues(e, page_token=text)) > 0)
    do("create_issue no experiment", lambda: store.create_issue("98765432", "x", "d"))
    do("create_issue no run", lambda: store.create_issue(e, "x", "d", source_run_id="0" * 32).source_run_id)
    do("update_issue", lambda: store.update_issue(i.issue_id, IssueStatus.RESOLVED, "renamed", "words", IssueSeverity.LOW))
    do("update_issue never", lambda: store.update_issue("iss-" + "0" * 32, name="x"))
    do("update_issue nothing", lambda: store.update_issue(i.issue_id).name)
    do("search_issues status", lambda: [x.name for x in store.search_issues(e, "status = 'resolved'")])
    do("search_issues two", lambda: len(store.search_issues(e, max_results=2)))
    do("search_issues order", lambda: store.search_issues(e, "name = 'renamed'")[0].name)
    for size in (0, -1, 1001):
        do(f"search_issues {size}", lambda: len(store.search_issues(e, max_results=size)) > 0)
    do("log_issue", lambda: mlflow.log_issue(trace_id=traces[0], issue_id=i.issue_id).name)
    do("log_issue never", lambda: mlflow.log_issue(trace_id=traces[0], issue_id="iss-" + "0" * 32))
    do("search_issues counts", lambda: [x.trace_count for x in store.search_issues(e, "status = 'resolved'", include_trace_count=True)])
    do("search_traces issue", lambda: len(mlflow.search_traces(locations=[e], filter_string=f"issue.id = '{i.issue_id}'", return_type="list")))
