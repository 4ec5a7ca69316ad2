import { type ReactNode, useMemo } from "react";
import { useNavigate } from "react-router";
import { useEvaluationList } from "../../data/evaluations.ts";
import type { Evaluation } from "../../data/messages.ts";
import { SelectionBar } from "../../views/bulk/selection-bar.tsx";
import { useSelection } from "../../views/bulk/use-selection.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { evaluationAddress } from "../evaluation/evaluation-address.ts";
import { EvaluationCard } from "./evaluation-card.tsx";
import { evaluationColumns, scoreKeys } from "./evaluation-columns.tsx";

const keyOf = ({ info }: Evaluation) => info.run_id;
const nameOf = ({ info }: Evaluation) => info.run_name || info.run_id;

/** Runs whose traces were scored, the newest first, with what their scores add up to. Two of them are compared. */
export function EvaluationRuns({ experimentId, switcher }: { experimentId: string; switcher: ReactNode }) {
  const [search] = useAddressedQuery();
  const navigate = useNavigate();
  const text = search.get("q") ?? "";
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const list = useEvaluationList(experimentId, text);
  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.evaluations) ?? [], [list.data]);
  const selection = useSelection(
    experimentId,
    useMemo(() => runs.map(keyOf), [runs]),
  );
  const { selected } = selection;
  const keys = useMemo(() => scoreKeys(runs), [runs]);
  const columns = useMemo(() => evaluationColumns(runs, keys, nowMs, zone), [runs, keys, nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (run: Evaluation) => <EvaluationCard run={run} keys={keys} nowMs={nowMs} zone={zone} />,
    }),
    [keys, nowMs, zone],
  );
  // In the order of the list: the newer is looked at, the older is what it is compared with.
  const [newer, older] = runs.filter(({ info }) => selected.has(info.run_id));
  const compare =
    newer && older && selected.size === 2
      ? () => void navigate(evaluationAddress(newer.info.run_id, older.info.run_id))
      : undefined;
  useShortcuts(compare ? { d: compare } : {});

  return (
    <>
      <ListToolbar wraps>
        {switcher}
        <SearchBox label="Find an evaluation" placeholder="Find an evaluation by its name, or by its dataset" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="evaluations"
        empty={<NoEvaluations text={text} />}
        label="Evaluations"
        name="evaluations"
        rows={runs}
        keyOf={keyOf}
        nameOf={nameOf}
        columns={columns}
        card={card}
        selection={selection}
        addressOf={({ info }) => evaluationAddress(info.run_id)}
      />
      {selected.size > 0 && (
        <SelectionBar selection={selection} count={selected.size} noun="evaluation" total={undefined} hasMore={false}>
          <Button
            disabled={!compare}
            title={compare ? "Compare the two (d)" : "Select two evaluations to compare them"}
            onClick={compare}
          >
            Compare
          </Button>
        </SelectionBar>
      )}
    </>
  );
}

function NoEvaluations({ text }: { text: string }) {
  if (text) return <NothingCalled what="evaluation and no dataset" text={text} />;
  return (
    <EmptyState icon="review" title="No evaluations yet">
      <code>mlflow.genai.evaluate(data=…, predict_fn=…, scorers=[…])</code> in this experiment makes one: each row of
      the data becomes a trace with a score from every scorer.
    </EmptyState>
  );
}
