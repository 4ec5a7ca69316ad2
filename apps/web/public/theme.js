// Sets the remembered theme before the first paint, so that no page flashes in the wrong one. A file of its own and
// not part of the bundle, because it must run before the styles are applied and the page allows no inline script.
// "system" is the absence of data-theme: then the media query of tokens.css decides.
try {
  const theme = localStorage.getItem("spanloom.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us (private mode): the system's theme it is.
}
