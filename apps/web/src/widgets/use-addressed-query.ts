import { useCallback } from "react";
import { type NavigateOptions, useNavigate, useSearchParams } from "react-router";

/** Values by the names of their parameters, where nothing takes a parameter out; or the whole query made from the present one. */
type QueryChange = Readonly<Record<string, string | undefined>> | ((now: URLSearchParams) => URLSearchParams);

export type ChangeQuery = (change: QueryChange, options?: NavigateOptions) => void;

/**
 * The query string that the page is drawn with, and the only way to change it. A change is made to the address that the
 * browser has at that moment: of two that follow one another before the page is drawn again, neither is lost. It is drawn
 * at once, and not when React finds the time: a box that stands in the address would show its old state for a frame, and
 * the next key would find the row before.
 */
export function useAddressedQuery(): [URLSearchParams, ChangeQuery] {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const change = useCallback<ChangeQuery>(
    (part, options) => void navigate(`?${changed(addressedQuery(), part)}`, { flushSync: true, ...options }),
    [navigate],
  );
  return [query, change];
}

/**
 * The query string that the browser has now. What a component is drawn with can be older: on a busy machine the address
 * of one step is drawn after that of the next was written, and must not be taken for a change from outside.
 */
export function addressedQuery(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

function changed(now: URLSearchParams, part: QueryChange): URLSearchParams {
  if (typeof part === "function") return part(now);
  for (const [name, value] of Object.entries(part)) value ? now.set(name, value) : now.delete(name);
  return now;
}
