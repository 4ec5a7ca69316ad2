import { useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { useNewPrompt, usePromptList } from "../../data/prompts.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PromptEditor } from "../../views/prompt/prompt-editor.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { readSort, writeSort } from "../../widgets/table/sort-in-address.ts";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { PromptCard } from "./prompt-card.tsx";
import { promptAddress, promptColumns } from "./prompt-columns.tsx";

const nameOf = ({ name }: RegisteredModel) => name;
const sortable: readonly string[] = ["name", "last_updated_timestamp"];
const changedLast: TableSort = { column: "last_updated_timestamp", descending: true };

/** `/prompts?q=&sort=`: every prompt, found by its name, and new ones made. */
export function Component() {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const create = useNewPrompt();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const text = search.get("q") ?? "";
  const sort = readSort(search.get("sort"), sortable, changedLast);
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

  function onSort(next: TableSort | undefined) {
    setSearch((before) => {
      const params = new URLSearchParams(before);
      if (next) params.set("sort", writeSort(next));
      else params.delete("sort");
      return params;
    });
  }

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
      {list.isPending && <ListPlaceholder label="Loading prompts" />}
      {list.error && !list.data && <LoadFailed what="prompts" error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && prompts.length === 0 && (
        <EmptyState icon="prompts" title={text ? `No prompt is called “${text}”` : "No prompts yet"}>
          {!text && (
            <>
              Make one here, or with <code>mlflow.genai.register_prompt(…)</code> in Python and{" "}
              <code>createClient().registerPrompt(…)</code> in TypeScript.
            </>
          )}
        </EmptyState>
      )}
      {prompts.length > 0 && (
        <Table
          ref={scroller}
          label="Prompts"
          name="prompts"
          rows={prompts}
          keyOf={nameOf}
          nameOf={nameOf}
          total={list.hasNextPage ? undefined : prompts.length}
          columns={columns}
          sort={sort}
          onSort={onSort}
          card={card}
          onOpen={({ name }, newTab) =>
            newTab ? window.open(promptAddress(name), "_blank", "noopener") : void navigate(promptAddress(name))
          }
          onNearEnd={() =>
            list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
          }
          end={<ListEnd list={list} what="prompts" />}
        />
      )}
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
