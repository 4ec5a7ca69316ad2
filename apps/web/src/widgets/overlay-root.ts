/**
 * Where menus, popovers and tooltips are put in the document: inside the main landmark, so that a screen reader's list
 * of landmarks leads to everything on the page. Dialogs are their own landmark and stay in the body.
 */
export function overlayRoot(): HTMLElement | null {
  return document.getElementById("page");
}
