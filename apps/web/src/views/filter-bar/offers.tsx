import { useEffect, useRef } from "react";
import { Icon } from "../../widgets/icon.tsx";
import styles from "./filter-bar.module.css";

export interface Offer {
  readonly text: string;
  readonly about?: string;
  /** A whole filter that was used before. */
  readonly isHistory?: boolean;
}

interface OffersProps {
  readonly id: string;
  readonly offers: readonly Offer[];
  /** -1: none; then Enter applies the filter. */
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onChoose: (offer: Offer) => void;
}

/** The list under the filter. The input keeps the focus, so a press on an offer must not take it. */
export function Offers({ id, offers, active, onActive, onChoose }: OffersProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} className={styles.offers} role="listbox" aria-label="Completions">
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys
        <div
          key={offer.text}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={styles.offer}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => onActive(index)}
          onClick={() => onChoose(offer)}
        >
          {offer.isHistory && <Icon name="history" size={13} />}
          <code className={styles.offerText}>{offer.text}</code>
          {offer.about && <span className={styles.about}>{offer.about}</span>}
        </div>
      ))}
    </div>
  );
}
