import type { ExperimentLookup } from "@spanloom/store";
import { IngestError } from "./errors.ts";

/** What the headers of a request say of its spans. */
export interface IngestContext {
  readonly experimentId?: string | undefined;
  readonly experimentName?: string | undefined;
  readonly runId?: string | undefined;
  /** Who sent it, for the log. */
  readonly peer?: string | undefined;
}

/** Where a span belongs, or why it cannot be placed. */
export type Placement = { readonly experimentId: string | undefined } | { readonly problem: string };

const maxNameLength = 500;

/** Finds the experiment of each span of one request: the headers first, then the span, then its resource. */
export class Links {
  readonly #lookup: ExperimentLookup;
  readonly #requested: string | undefined;
  readonly #placed = new Map<string, Placement>();

  private constructor(lookup: ExperimentLookup, requested: string | undefined) {
    this.#lookup = lookup;
    this.#requested = requested;
  }

  /** Throws an IngestError where the headers name an experiment that there is not. */
  static async of(context: IngestContext, lookup: ExperimentLookup): Promise<Links> {
    const { experimentId, experimentName } = context;
    if (experimentId !== undefined && experimentId !== "") {
      if (!(await lookup.isActive(experimentId))) {
        throw new IngestError(
          "unknown-experiment",
          `The header x-mlflow-experiment-id names experiment ${JSON.stringify(experimentId.slice(0, 100))}, which does not exist or was deleted. ` +
            "Create it first, or send x-mlflow-experiment-name, which creates it.",
        );
      }
      return new Links(lookup, experimentId);
    }
    if (experimentName === undefined || experimentName === "") return new Links(lookup, undefined);
    const placement = await byName(lookup, experimentName);
    if ("problem" in placement) {
      throw new IngestError("unknown-experiment", `The header x-mlflow-experiment-name: ${placement.problem}`);
    }
    return new Links(lookup, placement.experimentId);
  }

  /** The answer where it needs no look-up. */
  placed(said: Said): Placement | undefined {
    if (this.#requested !== undefined) return { experimentId: this.#requested };
    return said.experimentId === undefined && said.experimentName === undefined ? nowhere : undefined;
  }

  async place(said: Said): Promise<Placement> {
    const placed = this.placed(said);
    if (placed !== undefined) return placed;
    const key = said.experimentId === undefined ? `name ${said.experimentName}` : `id ${said.experimentId}`;
    const known = this.#placed.get(key);
    if (known !== undefined) return known;
    const placement =
      said.experimentId === undefined
        ? await byName(this.#lookup, said.experimentName ?? "")
        : await byId(this.#lookup, said.experimentId);
    this.#placed.set(key, placement);
    return placement;
  }
}

interface Said {
  readonly experimentId?: string | undefined;
  readonly experimentName?: string | undefined;
}

const nowhere: Placement = { experimentId: undefined };

async function byId(lookup: ExperimentLookup, experimentId: string): Promise<Placement> {
  if (await lookup.isActive(experimentId)) return { experimentId };
  return {
    problem: `mlflow.experimentId ${JSON.stringify(experimentId.slice(0, 100))} is no experiment, or was deleted`,
  };
}

async function byName(lookup: ExperimentLookup, name: string): Promise<Placement> {
  if (name.length > maxNameLength || name.includes("\0")) {
    return {
      problem: `an experiment's name has 1 to ${maxNameLength} characters and no NUL, this one has ${name.length}`,
    };
  }
  const experimentId = await lookup.idOfName(name);
  if (experimentId !== undefined) return { experimentId };
  return { problem: `the experiment ${JSON.stringify(name)} was deleted; restore it, or choose another name` };
}
