import { expect, test } from "vitest";
import { addressOfHash, traceIdIn } from "./mlflow-links.ts";

const hex = "0af7651916cd43dd8448eb211c80319c";

test.each([
  [`#/experiments/1/traces?selectedEvaluationId=tr-${hex}`, `/traces/${hex}`],
  ["#/experiments/1/traces", "/experiments/1/traces"],
  [`#/experiments/1/traces/tr-${hex}`, `/traces/${hex}`],
  ["#/experiments/1", "/experiments/1"],
  ["#/experiments/1/anything/else", "/experiments/1"],
  ["#/experiments", "/experiments"],
  ["#/experiments/1/runs?searchFilter=x", "/experiments/1/runs"],
  [`#/experiments/1/runs/${hex}`, `/runs/${hex}`],
  [`#/experiments/1/runs/${hex}/model-metrics`, `/runs/${hex}/metrics`],
  [`#/experiments/1/runs/${hex}/artifacts/plots/roc%20curve.png`, `/runs/${hex}/artifacts/plots/roc%20curve.png`],
  ["#/experiments/1/models/m-1", "/logged-models/m-1"],
  ["#/experiments/1/chat-sessions/a%2Fb", "/sessions/a%2Fb"],
  ["#/experiments/1/evaluation-runs", "/experiments/1/evaluations"],
  ["#/experiments/1/evaluation-runs?selectedRunUuid=a%26b", "/evaluations/a%26b"],
  ["#/experiments/1/datasets", "/experiments/1/datasets"],
  ["#/experiments/1/judges", "/experiments/1/evaluations?part=scorers"],
  [`#/compare-runs?runs=["${hex}","b"]&experiments=["1"]`, `/compare/runs?ids=${hex},b`],
  ["#/compare-runs?runs=nonsense", undefined],
  ["#/models", "/models"],
  ["#/models/a b", "/models/a%20b"],
  ["#/models/a%20b/versions/3", "/models/a%20b/versions/3"],
  ["#/models/%E0%A4%A", "/models/%25E0%25A4%25A"],
  ["#/prompts", "/prompts"],
  ["#/prompts/greeting", "/prompts/greeting"],
  ["#/experiments/1/prompts/grüße & mehr", "/prompts/gr%C3%BC%C3%9Fe%20%26%20mehr"],
  ["#/nothing", undefined],
  ["#/__proto__/constructor", undefined],
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
