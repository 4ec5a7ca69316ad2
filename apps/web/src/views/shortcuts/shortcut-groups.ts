/** What the shortcuts dialog lists. The keys themselves are bound where their page is, with `useShortcuts`. */
export const shortcutGroups: readonly {
  title: string;
  shortcuts: readonly (readonly [keys: string, does: string])[];
}[] = [
  {
    title: "Everywhere",
    shortcuts: [
      ["mod K", "Go to a page, an experiment or a pasted trace id"],
      ["g t", "Go to all traces"],
      ["g e", "Go to experiments"],
      ["?", "Show this list"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    title: "List of traces",
    shortcuts: [
      ["/", "Filter"],
      ["j k", "Next or previous trace"],
      ["↑ ↓", "The same; Home, End, Page Up and Page Down too"],
      ["Enter", "Open the trace"],
      ["mod Enter", "Open the trace in a new tab"],
      ["\\", "Live view on or off"],
    ],
  },
  {
    title: "Trace",
    shortcuts: [
      ["↑ ↓", "Previous or next span"],
      ["← →", "Fold or unfold, go to parent or child"],
      ["/", "Find in this trace"],
      ["n N", "Next or previous hit"],
      ["e E", "Next or previous error"],
      ["c", "Critical path"],
      ["z", "Zoom to the span, and back"],
      ["[ ]", "To the timeline, to the details"],
      ["y", "Copy the link"],
    ],
  },
];
