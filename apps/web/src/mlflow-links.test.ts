import { expect, test } from "vitest";
import { addressOfHash, traceIdIn } from "./mlflow-links.ts";

const hex = "0af7651916cd43dd8448eb211c80319c";

test.each([
  [`#/experiments/1/traces?selectedEvaluationId=tr-${hex}`, `/traces/${hex}`],
  ["#/experiments/1/traces", "/experiments/1/traces"],
  ["#/experiments/1", "/experiments/1/traces"],
  ["#/experiments", "/experiments"],
  ["#/models/m", undefined],
  ["", undefined],
])("MLflow's address %s", (hash, address) => expect(addressOfHash(hash)).toBe(address));

test.each([
  [hex, hex],
  [`tr-${hex.toUpperCase()}`, hex],
  [`http://host/traces/${hex}?span=1`, hex],
  [`trace_id=${hex} msg=x`, hex],
  [`${hex}0`, undefined],
  ["tr-123", undefined],
])("a trace id in %s", (text, id) => expect(traceIdIn(text)).toBe(id));
