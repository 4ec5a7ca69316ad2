import { expect, test } from "vitest";
import { table } from "./ask.ts";
import { runsCsv } from "./runs-csv.ts";

test("a column for everything that any run has; cells that need it are quoted", () => {
  const csv = runsCsv([
    {
      info: { run_id: "a", experiment_id: "1", status: "FINISHED", artifact_uri: "u", start_time: 1_000, end_time: 0 },
      data: { metrics: [{ key: "loss", value: 0.5 }], params: [], tags: [{ key: "note", value: 'said "hi",\nleft' }] },
    },
    { info: { run_id: "b" }, data: { metrics: [], params: [{ key: "lr", value: "1" }], tags: [] } },
  ] as never);
  expect(csv).toBe(
    "run_id,experiment_id,status,artifact_uri,start_time,end_time,metrics.loss,tags.note,params.lr\n" +
      'a,1,FINISHED,u,1970-01-01 00:00:01.000+00:00,,0.5,"said ""hi"",\nleft",\n' +
      "b,,,,,,,,1\n",
  );
});

test("without runs there is a header", () => {
  expect(runsCsv([])).toBe("run_id,experiment_id,status,artifact_uri,start_time,end_time\n");
});

test("columns are as wide as their widest cell", () => {
  expect(
    table(
      ["Id", "Name"],
      [
        ["1", "a longer name"],
        ["22", "b"],
      ],
    ),
  ).toBe(["Id  Name", "--  -------------", "1   a longer name", "22  b"].join("\n"));
});
