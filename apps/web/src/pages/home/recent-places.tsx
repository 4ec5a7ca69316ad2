import type { Place } from "../../data/messages.ts";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useNow } from "../../widgets/use-now.ts";
import { HomeSection } from "./home-section.tsx";

interface RecentPlacesProps {
  readonly title: string;
  readonly places: readonly Place[];
  /** Of an id that is percent-encoded already. */
  readonly addressOf: (id: string) => string;
  readonly none: string;
  readonly all?: string;
}

/** What changed or was started last. */
export function RecentPlaces({ title, places, addressOf, none, all }: RecentPlacesProps) {
  const [zone] = useTimeZone();
  const nowMs = useNow(30_000);
  const lines = places.map(({ id, name, experiment_name, time_ms }) => ({
    to: addressOf(encodeURIComponent(id)),
    label: name || id,
    within: experiment_name,
    end: time_ms > 0 && <time title={formatExact(time_ms, zone)}>{formatRelative(time_ms, nowMs, zone)}</time>,
  }));
  return <HomeSection title={title} all={all} none={none} lines={lines} />;
}
