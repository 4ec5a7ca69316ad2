import styles from "./icon.module.css";

/** Drawn on a 16 by 16 grid with 1.5 px strokes; one path each, so that they weigh nothing. */
const paths = {
  traces: "M2 4h9M4.5 8H14M2 12h6.5",
  experiments: "M6 2h4M7 2v4.2L3.2 12.6A1 1 0 0 0 4 14h8a1 1 0 0 0 .8-1.4L9 6.2V2M5 10h6",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  chevronDown: "m4 6 4 4 4-4",
  chevronRight: "m6 4 4 4-4 4",
  chevronLeft: "m10 4-4 4 4 4",
  arrowUp: "M8 13V3M4 7l4-4 4 4",
  arrowDown: "M8 3v10M4 9l4 4 4-4",
  close: "m4 4 8 8M12 4l-8 8",
  check: "m3 8.5 3.2 3.2L13 5",
  copy: "M5.5 5.5V3a.5.5 0 0 1 .5-.5h7a.5.5 0 0 1 .5.5v7a.5.5 0 0 1-.5.5h-2.5M2.5 6a.5.5 0 0 1 .5-.5h7a.5.5 0 0 1 .5.5v7a.5.5 0 0 1-.5.5H3a.5.5 0 0 1-.5-.5Z",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  auto: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h4.5M8 8h6M8 11h4.5",
  keyboard: "M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6",
  command:
    "M5.5 5.5h5v5h-5zM5.5 5.5H4A1.7 1.7 0 1 1 5.5 4ZM10.5 5.5V4a1.7 1.7 0 1 1 1.5 1.5ZM10.5 10.5H12a1.7 1.7 0 1 1-1.5 1.5ZM5.5 10.5V12A1.7 1.7 0 1 1 4 10.5Z",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  link: "M6.5 9.5l3-3M7.5 4.5l1.3-1.3a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.3 1.3a2.8 2.8 0 0 1-4-4L4.5 7.5",
  warning: "M8 2.5 14.5 13.5h-13ZM8 6.5v3.5M8 11.9v.01",
  error: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.5M8 10.9v.01",
  running: "M14 8a6 6 0 1 1-6-6",
  incomplete: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.5 8h.01M8 8h.01M10.5 8h.01",
  filter: "M2 3.5h12L9.5 8.5V13L6.5 11.5v-3Z",
  history: "M2.5 8a5.5 5.5 0 1 0 1.8-4M2.5 2v3h3M8 5v3.2l2 1.3",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  pin: "M5.5 2.5h5M6.5 2.5v4L4 9v1h8V9L9.5 6.5v-4M8 10v4",
  hide: "M2.5 8S4.5 4.5 8 4.5 13.5 8 13.5 8 11.5 11.5 8 11.5 2.5 8 2.5 8ZM3 13 13 3",
  show: "M2.5 8S4.5 4.5 8 4.5 13.5 8 13.5 8 11.5 11.5 8 11.5 2.5 8 2.5 8ZM8 9.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6Z",
  home: "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.7 13V9.5h2.6V13",
  runs: "M2.5 13.5v-11M2.5 13.5h11M5 10.5l2.5-3 2 1.8 3.5-4.8",
  models: "M8 2 13.5 5v6L8 14 2.5 11V5ZM2.5 5 8 8l5.5-3M8 8v6",
  prompts: "M2.5 3.5h11v8H8L5 14v-2.5H2.5ZM5 6.3h6M5 8.7h4",
  sources: "M2 3.5h5l3 4.5M2 12.5h5L10 8M2 8h11.5M11 5.5 13.5 8 11 10.5",
  sessions: "M2.5 3h8v5.5h-5L2.5 11ZM6 11h4.5l3 2.5V6.5H12",
  edit: "M3 13l.6-2.8L10.8 3 13 5.2 5.8 12.4ZM9.4 4.4l2.2 2.2",
  trash: "M3 4.5h10M6.5 4.5V3h3v1.5M4.3 4.5 5 13.5h6l.7-9M6.8 7v4M9.2 7v4",
  restore: "M3 8.5a5 5 0 1 0 1.6-3.7M3 3v3h3",
  tag: "M2.5 2.5h5l6 6-5 5-6-6ZM5.3 5.3h.01",
  star: "m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5Z",
  group: "M2.5 3h11M5 6.5h8.5M5 9.5h8.5M2.5 13h11",
  drag: "M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01",
  play: "M5 3v10l8-5Z",
  pause: "M5 3v10M11 3v10",
  file: "M4 2h5.5L13 5.5V14H4ZM9.5 2v3.5H13",
  chart: "M2 2.5v11h12M4.5 10l3-3.5 2.5 2 3.5-4.5",
  folder: "M2 12.5v-9h4l1.5 2H14v7Z",
  image: "M2 3h12v10H2ZM2 11l3.5-3.5 3 3 2-2L14 12M10.5 6h.01",
  thumbsUp:
    "M5 7.2 7.6 2.2a1.5 1.5 0 0 1 1.6 1.9l-.5 2.4h4a1.2 1.2 0 0 1 1.2 1.5l-1 4.5a1.4 1.4 0 0 1-1.3 1H5ZM2.5 7.2H5v6.3H2.5Z",
  thumbsDown:
    "M5 8.8l2.6 5a1.5 1.5 0 0 0 1.6-1.9l-.5-2.4h4A1.2 1.2 0 0 0 13.9 8l-1-4.5a1.4 1.4 0 0 0-1.3-1H5ZM2.5 8.8H5V2.5H2.5Z",
  dataset:
    "M8 2c3 0 5.5.9 5.5 2v8c0 1.1-2.5 2-5.5 2s-5.5-.9-5.5-2V4c0-1.1 2.5-2 5.5-2ZM2.5 4c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2",
  review:
    "M5.5 3H4a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V4a1 1 0 0 0-1-1h-1.5M5.5 2h5v2.5h-5ZM5.5 9.2l1.8 1.8 3.4-3.6",
  compare: "M2.5 5h10M10 2.5 12.5 5 10 7.5M13.5 11h-10M6 8.5 3.5 11 6 13.5",
  settings: "M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 8h2M7.5 8h6M6 6.5v3M2.5 11.5h5M10.5 11.5h3M9 10v3",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
} as const;

export type IconName = keyof typeof paths;

/** Decorative: the control or text beside it carries the name. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className={styles.icon} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
