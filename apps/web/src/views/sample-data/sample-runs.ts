/** Runs of a training that never was. */
export interface SampleRun {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly points: readonly { readonly key: string; readonly value: number; readonly step: number }[];
}

const steps = 60;

/** Three runs whose loss falls and whose accuracy rises, each in its own way. */
export function sampleRuns(): SampleRun[] {
  return [0.01, 0.003, 0.001].map((rate, at) => ({
    name: `sample run ${at + 1}`,
    params: { learning_rate: String(rate), batch_size: String([16, 32, 64][at]), seed: "42" },
    points: Array.from({ length: steps }, (_, step) => {
      const loss = 0.1 * (at + 1) + Math.exp(-step * rate * 12) * (1 + 0.04 * Math.sin(step * (at + 2)));
      return [
        { key: "loss", value: loss, step },
        { key: "accuracy", value: 1 - loss / 2.4, step },
      ];
    }).flat(),
  }));
}
