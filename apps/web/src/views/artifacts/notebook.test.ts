import { expect, test } from "vitest";
import { readNotebook } from "./notebook.ts";

function outputs(...raw: unknown[]) {
  return readNotebook(JSON.stringify({ cells: [{ cell_type: "code", source: "", outputs: raw }] }))?.cells[0]?.outputs;
}

test("cells have their kind, source and count", () => {
  const text = JSON.stringify({
    metadata: { language_info: { name: "julia" } },
    cells: [
      { cell_type: "markdown", source: ["# A\n", "b"] },
      { cell_type: "code", source: "1+1", execution_count: 3, outputs: [] },
    ],
  });
  expect(readNotebook(text)).toEqual({
    language: "julia",
    cells: [
      { kind: "markdown", source: "# A\nb", count: undefined, outputs: [] },
      { kind: "code", source: "1+1", count: 3, outputs: [] },
    ],
  });
});

test("HTML is never taken, the text beside it is", () => {
  const data = { "text/html": ["<script>alert(1)</script>"], "text/plain": ["table"] };
  expect(outputs({ output_type: "display_data", data })).toEqual([{ type: "text", text: "table", isError: false }]);
  expect(outputs({ output_type: "display_data", data: { "text/html": "<b>x</b>" } })).toEqual([]);
});

test("a picture is one only where its bytes are base64", () => {
  expect(outputs({ output_type: "display_data", data: { "image/png": "aGk=\n" } })).toEqual([
    { type: "image", url: "data:image/png;base64,aGk=" },
  ]);
  expect(outputs({ output_type: "display_data", data: { "image/png": '"><script>' } })).toEqual([]);
});

test("an error is its traceback without the terminal's colours", () => {
  expect(outputs({ output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[0;31mE\u001b[0m: v"] })).toEqual([
    { type: "text", text: "E: v", isError: true },
  ]);
});

test.each(["", "{}", "[]", "null", '{"cells":1}', "not json"])("%j is no notebook", (text) =>
  expect(readNotebook(text)).toBeUndefined(),
);

test.each(['{"cells":[null,1,"x",{"outputs":[null,{"data":null}]}]}', '{"cells":[{"source":{"a":1}}],"metadata":[]}'])(
  "%s is read without harm",
  (text) => expect(readNotebook(text)?.cells.length).toBeGreaterThan(0),
);
