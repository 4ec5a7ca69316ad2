/**
 * The query string that the browser has now. What a component is drawn with can be older: on a busy machine the address
 * of one step is drawn after that of the next was written, and must not be taken for a change from outside.
 */
export function addressedQuery(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}
