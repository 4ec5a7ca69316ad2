import styles from "./chart.module.css";
import { colourOf, dashOf } from "./series.ts";

/** The colour and the dash of a line, where its name stands. */
export function Swatch({ colour }: { colour: number }) {
  const [on, off] = dashOf(colour);
  const css = colourOf(colour);
  const background =
    on && off ? `repeating-linear-gradient(90deg, ${css} 0 ${on}px, transparent ${on}px ${on + off}px)` : css;
  return <span className={styles.swatch} style={{ background }} />;
}
