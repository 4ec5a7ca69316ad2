/**
 * What stands before the app's paths, and before those of the API, on this host: nothing, or `/team/spanloom` of a server with
 * `--static-prefix`. Vite puts this code into `assets/`, so where it came from says where the app is.
 */
export const prefix = import.meta.env.PROD ? new URL(import.meta.url).pathname.replace(/\/assets\/[^/]*$/, "") : "";

/** The address of a path of the app or of the API, for whatever is not the router: it puts the prefix before by itself. */
export const below = (path: string): string => prefix + path;

/** Where programs send to: the server's address as the reader's own machine reaches it. */
export const serverUrl = (): string => location.origin + prefix;

/** Opens a page of the app beside this one. */
export function openInNewTab(path: string): void {
  window.open(below(path), "_blank", "noopener");
}

/** The path that is shown, as the router knows it. */
export const pathHere = (): string => location.pathname.slice(prefix.length);

/**
 * Moves a page that was opened by an address of the server's own, to which no proxy has added the prefix, to where the router
 * takes it to be.
 */
export function moveBelowPrefix(): void {
  const { pathname, search, hash } = location;
  if (pathname !== prefix && !pathname.startsWith(`${prefix}/`))
    history.replaceState(null, "", below(pathname + search + hash));
}
