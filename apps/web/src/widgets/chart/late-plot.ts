import { late } from "../late.tsx";

/** The lines of a chart. uPlot, which draws them, is loaded with the first. */
export const LatePlot = late(async () => (await import("./plot.tsx")).Plot);
