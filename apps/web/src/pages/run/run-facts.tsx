import type { Run } from "../../data/messages.ts";
import { Fact, Facts, Moment } from "../../views/overview/facts.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { formatDurationMs } from "../../widgets/format/duration.ts";
import { RunStatus } from "../../widgets/run-status.tsx";
import { useNow } from "../../widgets/use-now.ts";

/** When, by whom and from what the run was made. What is not known has no line. */
export function RunFacts({ run, tags }: { run: Run; tags: Readonly<Record<string, string>> }) {
  const { run_id: runId, status, start_time: startMs = 0, end_time: endMs = 0, artifact_uri: uri } = run.info;
  const nowMs = useNow(status === "RUNNING" ? 1_000 : 30_000);
  const running = status === "RUNNING";
  const untilMs = endMs || (running ? nowMs : 0);
  const user = run.info.user_id || tags["mlflow.user"];
  const commit = tags["mlflow.source.git.commit"];
  const branch = tags["mlflow.source.git.branch"];
  const repository = tags["mlflow.source.git.repoURL"];
  return (
    <Facts>
      <Fact name="Status">
        <RunStatus status={status} />
      </Fact>
      {startMs > 0 && (
        <Fact name="Started">
          <Moment unixMs={startMs} nowMs={nowMs} />
        </Fact>
      )}
      {endMs > 0 && (
        <Fact name="Ended">
          <Moment unixMs={endMs} nowMs={nowMs} />
        </Fact>
      )}
      {startMs > 0 && untilMs >= startMs && (
        <Fact name="Duration">
          {formatDurationMs(running && !endMs ? Math.floor((untilMs - startMs) / 1_000) * 1_000 : untilMs - startMs)}
          {running && " so far"}
        </Fact>
      )}
      {user && <Fact name="User">{user}</Fact>}
      {tags["mlflow.source.name"] && <Fact name="Source">{tags["mlflow.source.name"]}</Fact>}
      {tags["mlflow.project.entryPoint"] && <Fact name="Entry point">{tags["mlflow.project.entryPoint"]}</Fact>}
      {commit && (
        <Fact name="Git commit">
          <code title={commit}>{commit.slice(0, 12)}</code>
          <CopyButton text={commit} label="Copy commit" />
        </Fact>
      )}
      {branch && <Fact name="Git branch">{branch}</Fact>}
      {repository && <Fact name="Repository">{repository}</Fact>}
      <Fact name="Run id">
        <code>{runId}</code>
        <CopyButton text={runId} label="Copy run id" />
      </Fact>
      {uri && (
        <Fact name="Artifacts at">
          <code>{uri}</code>
          <CopyButton text={uri} label="Copy artifact address" />
        </Fact>
      )}
    </Facts>
  );
}
