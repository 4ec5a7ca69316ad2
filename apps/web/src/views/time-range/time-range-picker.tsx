import { type FormEvent, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { formatMinute, type TimeZone } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import { fieldOfMoment, momentOfField } from "./moment-field.ts";
import { spanOf, type TimeRange } from "./time-range.ts";
import styles from "./time-range-picker.module.css";

const presets: readonly { minutes: number; label: string }[] = [
  { minutes: 15, label: "15 minutes" },
  { minutes: 60, label: "1 hour" },
  { minutes: 6 * 60, label: "6 hours" },
  { minutes: 24 * 60, label: "24 hours" },
  { minutes: 7 * 1_440, label: "7 days" },
  { minutes: 30 * 1_440, label: "30 days" },
];

/** A button that says which part of time is shown, and opens the ways to change it. */
export function TimeRangePicker({ range, onRange }: { range: TimeRange; onRange: (range: TimeRange) => void }) {
  const [open, setOpen] = useState(false);
  const [zone, setZone] = useTimeZone();
  function choose(next: TimeRange) {
    onRange(next);
    setOpen(false);
  }
  return (
    <Popover
      label="Time range"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label={`Time range: ${labelOf(range, zone)}`}>
          <Icon name="clock" size={14} />
          <span className={styles.label}>{labelOf(range, zone)}</span>
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      <div className={styles.picker}>
        <div className={styles.presets}>
          <Button look="plain" on={range.kind === "all"} onClick={() => choose({ kind: "all" })}>
            All time
          </Button>
          {presets.map(({ minutes, label }) => (
            <Button
              key={minutes}
              look="plain"
              on={range.kind === "last" && range.minutes === minutes}
              onClick={() => choose({ kind: "last", minutes })}
            >
              Last {label}
            </Button>
          ))}
        </div>
        <BetweenForm key={zone} range={range} zone={zone} onRange={choose} onZone={setZone} />
      </div>
    </Popover>
  );
}

interface BetweenFormProps {
  range: TimeRange;
  zone: TimeZone;
  onRange: (range: TimeRange) => void;
  onZone: (zone: TimeZone) => void;
}

function BetweenForm({ range, zone, onRange, onZone }: BetweenFormProps) {
  const between: { fromMs?: number; toMs?: number } = range.kind === "between" ? range : {};
  const [from, setFrom] = useState(fieldOfMoment(between.fromMs, zone));
  const [to, setTo] = useState(fieldOfMoment(between.toMs, zone));
  const fromMs = momentOfField(from, zone);
  const toMs = momentOfField(to, zone);
  const backwards = fromMs !== undefined && toMs !== undefined && fromMs >= toMs;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (backwards) return;
    if (fromMs === undefined && toMs === undefined) onRange({ kind: "all" });
    else onRange({ kind: "between", ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) });
  }

  return (
    <form className={styles.between} onSubmit={onSubmit}>
      <label className={styles.field}>
        From
        <input type="datetime-local" step="1" value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label className={styles.field}>
        To
        <input
          type="datetime-local"
          step="1"
          value={to}
          aria-invalid={backwards}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      {backwards && (
        <p className={styles.wrong} role="alert">
          The end must be after the start.
        </p>
      )}
      <fieldset className={styles.zones}>
        <legend className="unseen">Time zone</legend>
        <Button look="plain" on={zone === "local"} aria-pressed={zone === "local"} onClick={() => onZone("local")}>
          Local time
        </Button>
        <Button look="plain" on={zone === "utc"} aria-pressed={zone === "utc"} onClick={() => onZone("utc")}>
          UTC
        </Button>
      </fieldset>
      <Button look="primary" type="submit" disabled={backwards}>
        Apply
      </Button>
    </form>
  );
}

function labelOf(range: TimeRange, zone: TimeZone): string {
  if (range.kind === "all") return "All time";
  if (range.kind === "last") {
    return `Last ${presets.find(({ minutes }) => minutes === range.minutes)?.label ?? spanOf(range.minutes)}`;
  }
  const end = (ms: number | undefined, open: string) => (ms === undefined ? open : formatMinute(ms, zone));
  if (range.fromMs === undefined) return `Until ${end(range.toMs, "now")}`;
  return `${end(range.fromMs, "")} – ${end(range.toMs, "now")}`;
}
