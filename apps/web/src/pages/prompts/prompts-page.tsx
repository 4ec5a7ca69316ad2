import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { useNewPrompt, usePromptList } from "../../data/prompts.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { PromptEditor } from "../../views/prompt/prompt-editor.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { useSortInAddress } from "../../widgets/table/use-sort-in-address.ts";
import { useNow } from "../../widgets/use-now.ts";
import { PromptCard } from "./prompt-card.tsx";
import { promptAddress, promptColumns } from "./prompt-columns.tsx";

const nameOf = ({ name }: RegisteredModel) => name;
const sortable: readonly string[] = ["name", "last_updated_timestamp"];
const changedLast: TableSort = { column: "last_updated_timestamp", descending: true };

/** `/prompts?q=&sort=`: every prompt, found by its name, and new ones made. */
export function Component() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const create = useNewPrompt();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const text = search.get("q") ?? "";
  const [sort, setSort] = useSortInAddress((column) => sortable.includes(column), changedLast);
  const list = usePromptList(text, `${sort.column} ${sort.descending ? "DESC" : "ASC"}`);
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
      <PageHeader crumbs={[{ label: "Prompts" }]}>
        <Button look="primary" onClick={() => setCreating(true)}>
          <Icon name="plus" size={14} />
          New
        </Button>
      </PageHeader>
      <ListToolbar>
        <SearchBox label="Find a prompt" placeholder="Find a prompt by its name" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="prompts"
        empty={<NoPrompts text={text} />}
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
      <Dialog open={creating} onOpen={setCreating} title="New prompt">
        <PromptEditor
          named
          onSave={async (draft, name) => {
            await create(name, draft);
            void navigate(promptAddress(name));
          }}
        />
      </Dialog>
    </>
  );
}

function NoPrompts({ text }: { text: string }) {
  if (text) return <EmptyState icon="search" title={`No prompt is called “${text}”`} />;
  return (
    <EmptyState icon="prompts" title="No prompts yet">
      Make one here, or with <code>mlflow.genai.register_prompt(…)</code> in Python and{" "}
      <code>createClient().registerPrompt(…)</code> in TypeScript.
    </EmptyState>
  );
}
