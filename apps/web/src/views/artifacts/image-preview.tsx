import { useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import styles from "./artifacts.module.css";

const steps = [0.1, 0.25, 0.5, 1, 2, 4, 8];

/** A picture, fitted into the room there is or at a size of its own. */
export function ImagePreview({ url, name }: { url: string; name: string }) {
  const [scale, setScale] = useState<number>();
  const [size, setSize] = useState<{ width: number; height: number }>();
  const [broken, setBroken] = useState(false);
  if (broken) {
    return (
      <EmptyState icon="image" tone="error" title="This picture cannot be drawn">
        The file may be damaged, or of a kind that browsers do not know.
      </EmptyState>
    );
  }
  const nearest = (direction: 1 | -1) => {
    const now = scale ?? 1;
    const next = direction > 0 ? steps.find((step) => step > now) : steps.findLast((step) => step < now);
    if (next !== undefined) setScale(next);
  };
  return (
    <>
      <div className={styles.range}>
        {size && (
          <span>
            {size.width} × {size.height} px{scale !== undefined && `, ${Math.round(scale * 100)} %`}
          </span>
        )}
        <Button on={scale === undefined} aria-pressed={scale === undefined} onClick={() => setScale(undefined)}>
          Fit
        </Button>
        <Button on={scale === 1} aria-pressed={scale === 1} onClick={() => setScale(1)}>
          100 %
        </Button>
        <Button aria-label="Smaller" onClick={() => nearest(-1)}>
          −
        </Button>
        <Button aria-label="Larger" onClick={() => nearest(1)}>
          +
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.picture} tabIndex={0} aria-label={`Picture ${name}`}>
        <img
          src={url}
          alt={name}
          data-fit={scale === undefined || undefined}
          data-sharp={(scale ?? 1) > 1 || undefined}
          style={scale !== undefined && size ? { width: size.width * scale } : undefined}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setSize({ width, height })}
          onError={() => setBroken(true)}
        />
      </section>
    </>
  );
}
