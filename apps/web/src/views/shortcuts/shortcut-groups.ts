/** What the shortcuts dialog lists. The keys themselves are bound where their page is, with `useShortcuts`. */
export const shortcutGroups: readonly {
  title: string;
  shortcuts: readonly (readonly [keys: string, does: string])[];
}[] = [
  {
    title: "Everywhere",
    shortcuts: [
      ["mod K", "Go to an experiment, a run, a page or a pasted id"],
      ["g h", "Go to the first page"],
      ["g t", "Go to all traces"],
      ["g e", "Go to experiments"],
      ["g r", "Go to the runs of this experiment"],
      ["g m", "Go to registered models"],
      ["g d", "Go to datasets"],
      ["g p", "Go to prompts"],
      ["g s", "Go to sources: who sends to this server"],
      ["y", "Copy the link to what is shown"],
      ["?", "Show this list"],
      ["Esc", "Close what is open"],
    ],
  },
  {
    title: "Tables",
    shortcuts: [
      ["/", "Filter or find"],
      ["j k", "Next or previous row"],
      ["↑ ↓", "The same; Home, End, Page Up and Page Down too"],
      ["Enter", "Open the row"],
      ["mod Enter", "Open it in a new tab"],
      ["x", "Select the row, as Space does; with Shift all from the last one"],
      ["mod A", "Select all rows that are loaded"],
      ["← →", "Fold or unfold a group or nested runs"],
      ["d", "Compare the two selected traces"],
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
      ["G", "Graph of agents, models and tools, on or off"],
      ["L", "Log: what the spans say as one text, and back to the tree"],
      ["z", "Zoom to the span, and back"],
      ["t", "More or less room for the timeline"],
      ["j k", "Next or previous trace of the list that it was opened from"],
      ["d", "Compare with another trace"],
      ["f", "Give feedback on the span, at the root on the trace; on a session's page, on the turn"],
      ["1 2", "Thumbs up or down for it; once more takes it back"],
      ["[ ]", "To the timeline, to the details"],
    ],
  },
  {
    title: "Review queue",
    shortcuts: [
      ["1 9", "From 1 to 9: choose that answer to the question in focus; once more takes it back"],
      ["Tab", "To the next question; ↑ ↓ from answer to answer"],
      ["n", "Write a comment"],
      ["Enter", "Save, and on to the next open item; Shift Enter is a new line"],
      ["s", "Decline the item"],
      ["u", "Undo the last save and go back to it"],
      ["j k", "Next or previous item; → and ← too"],
      ["t", "Show the spans of the trace"],
      ["o", "Open the whole trace"],
      ["Esc", "Leave a field"],
    ],
  },
  {
    title: "Evaluation, dataset",
    shortcuts: [
      ["Enter", "Open the row"],
      ["n p", "Next row or the one before, while one is open"],
      ["Esc", "Close the row"],
      ["d", "Compare the two selected evaluations"],
    ],
  },
];
