import { useState } from "react";
import { useNavigate } from "react-router";
import { useFoundPlaces } from "../../data/places.ts";
import { useFewTraces } from "../../data/traces.ts";
import page from "../../styles/page.module.css";
import { FirstTrace } from "../../views/first-trace/first-trace.tsx";
import { useFirstTrace } from "../../views/first-trace/use-first-trace.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { LoadSampleData } from "../../views/sample-data/load-sample-data.tsx";
import styles from "./home-page.module.css";
import { NotableTraces } from "./notable-traces.tsx";
import { RecentPlaces } from "./recent-places.tsx";

const kinds = ["experiment", "run"];
const few = 8;
const newest = { filter: "", orderBy: "start_time desc", count: 1 };
const waitingMs = 3_000;
const idleMs = 30_000;

/** `/`: what happened last and what needs a look, or how to send the first trace while there is nothing. */
export function Component() {
  const navigate = useNavigate();
  const [isLoading, setLoading] = useState(false);
  const places = useFoundPlaces("", kinds, few);
  const runs = places.data?.filter(({ kind }) => kind === "run") ?? [];
  const isWithoutRuns = places.isSuccess && runs.length === 0;
  const trace = useFewTraces(newest, isWithoutRuns ? waitingMs : idleMs);
  const isUnused = isWithoutRuns && trace.data?.length === 0;
  useFirstTrace(
    isUnused && !isLoading,
    isLoading ? undefined : trace.data?.[0],
    ({ trace_id }) => void navigate(`/traces/${trace_id}`),
  );
  const error = places.error ?? trace.error;
  const isReady = places.data !== undefined && trace.data !== undefined;
  return (
    <>
      <PageHeader crumbs={[{ label: "Home" }]} />
      {!isReady && error && (
        <LoadFailed what="what happened last" error={error} onRetry={() => void places.refetch()} />
      )}
      {(isUnused || isLoading) && (
        <FirstTrace experimentId={undefined}>
          <p className={styles.sample}>
            Nothing to send yet? Look around in made-up traces and runs, which can be removed.{" "}
            <LoadSampleData onLoading={setLoading} />
          </p>
        </FirstTrace>
      )}
      {isReady && !isUnused && !isLoading && (
        <div className={page.scrolled}>
          <div className={styles.sections}>
            <RecentPlaces
              title="Experiments"
              places={places.data.filter(({ kind }) => kind === "experiment")}
              addressOf={(id) => `/experiments/${id}`}
              none="None yet."
              all="/experiments"
            />
            <RecentPlaces
              title="Last runs"
              places={runs}
              addressOf={(id) => `/runs/${id}`}
              none="None yet: each execution of training or evaluation code is one."
            />
            <NotableTraces
              title="Failing traces"
              request={{ filter: "error_count > 0", orderBy: "start_time desc", days: 7, count: few }}
              show="errors"
              none="No trace of the last 7 days has an error in it."
              all="/traces?q=error_count+%3E+0&from=-7d"
            />
            <NotableTraces
              title="Most expensive traces"
              request={{ filter: "cost > 0", orderBy: "cost desc", days: 7, count: few }}
              show="cost"
              none="No trace of the last 7 days has a known cost."
              all="/traces?sort=-cost&from=-7d"
            />
          </div>
        </div>
      )}
    </>
  );
}
