import type { FieldSet } from "./field-set.ts";
import { traces } from "./fields/traces.ts";

/** What can be searched: one file a resource. */
export const fields = { traces } as const satisfies Record<string, FieldSet>;
