// What cannot wait for the bundle. A file of its own, because it must run before the styles are applied and the page
// allows no inline script.

// The remembered theme, so that no page flashes in the wrong one. "system" is the absence of data-theme: then the media
// query of tokens.css decides.
try {
  const theme = localStorage.getItem("spanloom.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us (private mode): the system's theme it is.
}

// A trace's tree, which the server makes while the bundle is read; the app's own request takes this answer. What stands
// before /traces/ in the address may be a proxy's and not the server's, so the app's place is where this script came from.
{
  const traceId = /\/traces\/(?:tr-)?([0-9a-f]{32})$/i.exec(location.pathname)?.[1];
  if (traceId !== undefined) {
    const root = new URL(".", document.currentScript.src).href;
    const href = `${root}api/spanloom/v1/traces/${traceId.toLowerCase()}/skeleton`;
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "", href }),
    );
  }
}
