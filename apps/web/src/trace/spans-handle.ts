/** What shows the spans of a trace, tree or log, as the page around it steers it. */
export interface SpansHandle {
  focus(): void;
  /** Brings a row or an entry into sight. */
  show(at: number): void;
}
