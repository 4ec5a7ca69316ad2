import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";
import { registryCalls } from "../testing-registry.ts";

let t: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  t = await testApi();
});
afterAll(async () => {
  expect(t.bugs).toEqual([]);
  await t.close();
});

const { newModel, newName, newVersion, post, remove } = registryCalls(() => t);

const ida = { authorization: `Basic ${Buffer.from("ida:secret:with:colons").toString("base64")}` };
const history = async (name: string, query: Record<string, string> = {}) =>
  (
    await t.call(
      "GET",
      `/api/spanloom/v1/registered-models/${encodeURIComponent(name)}/history?${new URLSearchParams(query)}`,
    )
  ).body;

test("tells who did what when, newest first, and outlives the model", async () => {
  const name = newName();
  await post("registered-models/create", { name }, ida);
  await newVersion(name);
  await newVersion(name);
  await post("registered-models/alias", { name, alias: "best", version: "1" }, ida);
  await post("registered-models/alias", { name, alias: "best", version: "1" }, ida);
  await post("registered-models/alias", { name, alias: "best", version: "2" });
  await post("model-versions/transition-stage", { name, version: "1", stage: "Production" }, ida);
  await post("model-versions/transition-stage", {
    name,
    version: "2",
    stage: "Production",
    archive_existing_versions: true,
  });
  await remove("model-versions/delete", { name, version: "2" });
  await remove("registered-models/delete", { name });
  const { changes } = await history(name);
  const short = changes.map((change: Record<string, string>) =>
    [change.kind, change.alias || change.version, change.old_value, change.new_value, change.changed_by].join("|"),
  );
  expect(short).toEqual([
    `model||${name}||`,
    "stage|2|Production||",
    "alias|best|2||",
    "stage|2|None|Production|",
    "stage|1|Production|Archived|",
    "stage|1|None|Production|ida",
    "alias|best|1|2|",
    "alias|best||1|ida",
    "stage|2||None|",
    "stage|1||None|",
    `model|||${name}|ida`,
  ]);
  expect(changes[0].changed_at_ms).toBeGreaterThan(Date.now() - 60_000);
});

test("in pages, of one alias, of one version", async () => {
  const name = await newModel();
  await newVersion(name);
  await newVersion(name);
  for (const version of ["1", "2", "1"]) await post("registered-models/alias", { name, alias: "a", version });
  await post("registered-models/alias", { name, alias: "b", version: "2" });
  const seen: number[] = [];
  for (let page_token = ""; ; ) {
    const page = await history(name, { max_results: "3", page_token });
    seen.push(...page.changes.map(({ change_id }: { change_id: number }) => change_id));
    page_token = page.next_page_token;
    if (page_token === "") break;
  }
  expect(seen).toHaveLength(7);
  expect(seen).toEqual([...seen].sort((a, b) => b - a));
  const values = (page: { changes: { old_value: string; new_value: string }[] }) =>
    page.changes.map(({ old_value, new_value }) => `${old_value}→${new_value}`);
  expect(values(await history(name, { alias: "a" }))).toEqual(["2→1", "1→2", "→1"]);
  expect(values(await history(name, { version: "2" }))).toEqual(["→2", "2→1", "1→2", "→None"]);
  expect(await history("nobody")).toEqual({ changes: [], next_page_token: "" });
  expect((await history(name, { page_token: "x" })).error_code).toBe("INVALID_PARAMETER_VALUE");
  expect((await history(name, { max_results: "1001" })).error_code).toBe("INVALID_PARAMETER_VALUE");
});

test.each(["Bearer x", "Basic", "Basic !!", `Basic ${Buffer.from(":x").toString("base64")}`, "nonsense"])(
  "'%s' names nobody",
  async (authorization) => {
    const name = newName();
    await post("registered-models/create", { name }, { authorization });
    expect((await history(name)).changes[0].changed_by).toBe("");
  },
);
