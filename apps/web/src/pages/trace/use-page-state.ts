import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { addressedQuery, useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { type PageState, readPageState, writePageState } from "./page-state.ts";

/** `merge`: one of many small steps (typing, an arrow key, the wheel) that "back" shall undo together. */
export type UpdatePage = (change: Partial<PageState>, how?: "merge") => void;

/** Small steps of one kind closer together than this are one entry of the history. */
const oneStepMs = 1_000;
/** Browsers refuse too many history entries a second; nobody reloads faster than this. */
const writeAfterMs = 120;

/**
 * The page's state with its copy in the address. A change is on the screen at once and in the address a moment later;
 * a change of the address (back, a link) comes back into the state.
 */
export function usePageState(): [PageState, UpdatePage] {
  const [params, setSearch] = useAddressedQuery();
  const { state: kept } = useLocation();
  const query = params.toString();
  const [state, setState] = useState(() => readPageState(params));
  const latest = useRef(state);
  const written = useRef(query);
  const last = useRef({ kind: "", atMs: 0 });
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; replace: boolean } | undefined>(undefined);

  useEffect(() => {
    if (query === written.current || query !== addressedQuery().toString()) return;
    clearTimeout(pending.current?.timer);
    pending.current = undefined;
    written.current = query;
    latest.current = readPageState(new URLSearchParams(query));
    setState(latest.current);
  }, [query]);
  useEffect(() => () => clearTimeout(pending.current?.timer), []);

  function write(replace: boolean) {
    clearTimeout(pending.current?.timer);
    pending.current = undefined;
    const next = writePageState(latest.current);
    if (next.toString() === written.current) return;
    written.current = next.toString();
    setSearch(() => next, { replace, preventScrollReset: true, state: kept });
  }

  function update(change: Partial<PageState>, how?: "merge") {
    const kind = how === "merge" ? Object.keys(change).join() : "";
    const nowMs = performance.now();
    const sameStep = kind !== "" && last.current.kind === kind && nowMs - last.current.atMs < oneStepMs;
    last.current = { kind, atMs: nowMs };
    // A step that still waits to be written becomes an entry of its own before a step of another kind.
    if (pending.current && !sameStep) write(pending.current.replace);
    latest.current = { ...latest.current, ...change };
    setState(latest.current);
    const replace = sameStep && (pending.current?.replace ?? true);
    clearTimeout(pending.current?.timer);
    pending.current = { timer: setTimeout(() => write(replace), writeAfterMs), replace };
  }
  return [state, update];
}
