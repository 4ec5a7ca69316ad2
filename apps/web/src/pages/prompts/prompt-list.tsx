import { useMemo } from "react";
import type { RegisteredModel } from "../../data/messages.ts";
import { usePromptList } from "../../data/prompts.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { useSortInAddress } from "../../widgets/table/use-sort-in-address.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { NewPrompt } from "./new-prompt.tsx";
import { PromptCard } from "./prompt-card.tsx";
import { promptAddress, promptColumns } from "./prompt-columns.tsx";

const nameOf = ({ name }: RegisteredModel) => name;
const sortable: readonly string[] = ["name", "last_updated_timestamp"];
const changedLast: TableSort = { column: "last_updated_timestamp", descending: true };

/** Prompts of the server, or of one experiment, found by their names; `q` and `sort` stand in the address. */
export function PromptList({ experimentId }: { experimentId?: string }) {
  const [search] = useAddressedQuery();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const text = search.get("q") ?? "";
  const [sort, setSort] = useSortInAddress((column) => sortable.includes(column), changedLast);
  const list = usePromptList(text, `${sort.column} ${sort.descending ? "DESC" : "ASC"}`, experimentId);
  const prompts = useMemo(() => list.data?.pages.flatMap(({ models }) => models) ?? [], [list.data]);
  const columns = useMemo(() => promptColumns(nowMs, zone), [nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (prompt: RegisteredModel) => <PromptCard prompt={prompt} nowMs={nowMs} zone={zone} />,
    }),
    [nowMs, zone],
  );
  return (
    <>
      <ListToolbar>
        <SearchBox label="Find a prompt" placeholder="Find a prompt by its name" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="prompts"
        empty={<NoPrompts text={text} experimentId={experimentId} />}
        label="Prompts"
        name="prompts"
        rows={prompts}
        keyOf={nameOf}
        nameOf={nameOf}
        columns={columns}
        sort={sort}
        onSort={setSort}
        card={card}
        addressOf={({ name }) => promptAddress(name)}
      />
    </>
  );
}

function NoPrompts({ text, experimentId }: { text: string; experimentId: string | undefined }) {
  if (text) return <NothingCalled what="prompt" text={text} />;
  const isOfExperiment = experimentId !== undefined;
  return (
    <EmptyState
      icon="prompts"
      title={isOfExperiment ? "No prompts belong to this experiment" : "No prompts yet"}
      actions={<NewPrompt experimentId={experimentId} label="Make a prompt" />}
    >
      Make one here, or with <code>mlflow.genai.register_prompt(…)</code> in Python
      {isOfExperiment ? (
        " while this is the active experiment."
      ) : (
        <>
          {" "}
          and <code>createClient().registerPrompt(…)</code> in TypeScript.
        </>
      )}
    </EmptyState>
  );
}
