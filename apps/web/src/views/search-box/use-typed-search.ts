import { useEffect, useEffectEvent, useRef, useState } from "react";
import { addressedQuery, useAddressedQuery } from "../../widgets/use-addressed-query.ts";

/** How long typing rests before the address and the list follow. */
const restMs = 200;

/** A text that is typed into the URL's parameter `name`: at once on screen, in the address when typing rests. */
export function useTypedSearch(name: string): [string, (text: string) => void] {
  const [search, setSearch] = useAddressedQuery();
  const written = search.get(name) ?? "";
  const [text, setText] = useState(written);
  const last = useRef(written);

  // What changed elsewhere ("back") wins over what was typed before.
  useEffect(() => {
    if (written !== last.current && written === (addressedQuery().get(name) ?? "")) {
      last.current = written;
      setText(written);
    }
  }, [written, name]);

  const write = useEffectEvent(() => {
    last.current = text.trim();
    setSearch({ [name]: last.current }, { replace: true });
  });
  useEffect(() => {
    if (text.trim() === last.current) return;
    const timer = setTimeout(() => write(), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
