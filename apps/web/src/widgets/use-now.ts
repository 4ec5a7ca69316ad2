import { useEffect, useState } from "react";

/** The time in milliseconds, moving on every `everyMs`: for texts such as "5 m ago". */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const interval = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(interval);
  }, [everyMs]);
  return nowMs;
}
