import type { Assessment } from "@spanloom/wire";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import type { TraceSummary } from "../../data/messages.ts";
import { useAssessmentsOf } from "../../data/sessions.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./session-page.module.css";
import { Turn } from "./turn.tsx";

interface TurnsProps {
  /** The oldest first. */
  readonly turns: readonly TraceSummary[];
  readonly list: Parameters<typeof ListEnd>[0]["list"] & { readonly isFetching: boolean };
}

/** Before it is measured: two lines of question, three of answer. */
const usualTurnPx = 150;
const overscan = 6;
/** What was said of turns is asked for so many at a time, of those around the ones in view. */
const assessedAtOnce = 100;

/** The turns of a conversation, of which those in view are mounted. `j` and `k` go from turn to turn, Enter opens one. */
export function Turns({ turns, list }: TurnsProps) {
  const navigate = useNavigate();
  const [search, setSearch] = useAddressedQuery();
  const scroller = useRef<HTMLDivElement>(null);
  const chosen = search.get("turn") ?? "";
  const active = turns.findIndex(({ trace_id }) => trace_id === chosen);
  const rows = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualTurnPx,
    overscan,
    getItemKey: (index) => turns[index]!.trace_id,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  const firstPart = Math.floor((items[0]?.index ?? 0) / assessedAtOnce);
  const lastPart = Math.floor(lastShown / assessedAtOnce);
  const assessed = useMemo(
    () =>
      Array.from({ length: lastPart - firstPart + 1 }, (_, at) =>
        turns.slice((firstPart + at) * assessedAtOnce, (firstPart + at + 1) * assessedAtOnce),
      ),
    [turns, firstPart, lastPart],
  );
  const assessments = useAssessmentsOf(assessed);

  const more = useEffectEvent(() => {
    if (list.hasNextPage && !list.isFetching && !list.isFetchNextPageError) list.fetchNextPage();
  });
  // The turn that the address names may be further on than what is loaded.
  const isSought = chosen !== "" && active < 0;
  useEffect(() => {
    if (isSought || lastShown >= turns.length - 2 * overscan) more();
  }, [isSought, lastShown, turns.length]);
  // The one that a link names is shown among its neighbours; from there on no more moves than must.
  const hasArrived = useRef(chosen === "");
  useEffect(() => {
    if (active < 0) return;
    rows.scrollToIndex(active, { align: hasArrived.current ? "auto" : "center" });
    hasArrived.current = true;
  }, [rows, active]);

  function choose(index: number) {
    const turn = turns[Math.max(0, Math.min(turns.length - 1, index))];
    if (!turn) return;
    setSearch({ turn: turn.trace_id }, { replace: true });
  }
  const next = () => choose(active + 1);
  const previous = () => choose(active < 0 ? 0 : active - 1);
  useShortcuts({
    j: next,
    ArrowDown: next,
    k: previous,
    ArrowUp: previous,
    Enter: () => active >= 0 && void navigate(`/traces/${turns[active]!.trace_id}`),
  });

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={scroller} className={styles.scroller} aria-label="Turns" tabIndex={0}>
      <ol className={styles.turns} style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const turn = turns[item.index]!;
          return (
            <li
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              className={styles.item}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Turn
                turn={turn}
                number={item.index + 1}
                before={turns[item.index - 1]}
                assessments={assessments.get(turn.trace_id) ?? none}
                isActive={item.index === active}
              />
            </li>
          );
        })}
      </ol>
      <ListEnd list={list} what="turns" />
    </section>
  );
}

const none: readonly Assessment[] = [];
