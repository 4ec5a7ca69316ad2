import { useEffect, useRef } from "react";

/** The pointer has to rest this long, so that passing over rows asks nothing. */
const restMs = 60;

/** Gives a function to call with what the pointer comes to (undefined: nothing); `act` is called with what it rests on. */
export function useRested<Value>(act: (value: Value) => void): (value: Value | undefined) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (value) => {
    clearTimeout(timer.current);
    if (value !== undefined) timer.current = setTimeout(() => act(value), restMs);
  };
}
