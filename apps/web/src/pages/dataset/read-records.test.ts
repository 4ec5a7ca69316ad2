import { describe, expect, test } from "vitest";
import { columnRoles, csvColumns, readCsvRecords, readJsonRecords } from "./read-records.ts";

describe("JSON", () => {
  test.each([
    ["lines", '{"inputs":{"q":1}}\n\n{"inputs":{"q":2},"expectations":{"a":"b"}}\r\n', 2],
    ["one line", '{"inputs":{}}', 1],
    ["a list", '[{"inputs":{"q":1}},\n {"inputs":{"q":2},"tags":null}]', 2],
    ["a byte order mark", '\uFEFF{"inputs":{}}', 1],
    [
      "what a dataset is downloaded as",
      '{"inputs":{},"outputs":"x","expectations":{},"tags":{},"source":{"source_type":"HUMAN"}}',
      1,
    ],
  ])("of %s is read", (_, text, count) => {
    const read = readJsonRecords(text);
    expect("records" in read && read.records).toHaveLength(count);
  });

  test("keeps digits and the order of keys", () => {
    for (const text of [
      '{"inputs":{"b":1.0,"a":12345678901234567890}}',
      '[{"inputs":{"b":1.0,"a":12345678901234567890}}]',
    ]) {
      expect(readJsonRecords(text)).toEqual({ records: ['{"inputs":{"b":1.0,"a":12345678901234567890}}'] });
    }
  });

  test.each([
    ["", undefined, /no record/],
    ["\n\n", undefined, /no record/],
    ["[]", undefined, /no record/],
    ['{"inputs":{}}\n{"inputs":', 2, /No JSON/],
    ['{"inputs":{}}\n\n[1]', 3, /object with “inputs”/],
    ['{"question":"a"}', 1, /“inputs” is missing/],
    ['{"inputs":"a"}', 1, /“inputs” has to be an object/],
    ['{"inputs":{},"expectations":[1]}', 1, /“expectations” has to be/],
    ['{"inputs":{},"__proto__":{}}', 1, /no “__proto__”/],
    ['{"inputs":{},"expected":{}}', 1, /no “expected”/],
    ['[{"inputs":{}},\n{"inputs":{}}\n{"inputs":{}}]', 3, /No JSON/],
    ['[{"inputs":{}}, 3]', undefined, /Record 2/],
    ["null", 1, /object/],
  ])("%j is refused with the line", (text, line, message) => {
    const read = readJsonRecords(text);
    expect(read).toMatchObject({ line, mistake: expect.stringMatching(message) });
  });

  test("too many records are refused", () => {
    expect(readJsonRecords('{"inputs":{}}\n'.repeat(100_001))).toMatchObject({
      mistake: expect.stringContaining("100,000"),
    });
  });
});

describe("CSV", () => {
  const read = (text: string) => readCsvRecords(text, csvColumns(text));

  test("has a record a row, its columns as their names say", () => {
    expect(read('inputs.q,expectations.answer,tags.lang,outputs\n"a, b",A,en,"x ""y"""\nc,,,')).toEqual({
      records: [
        '{"inputs":{"q":"a, b"},"expectations":{"answer":"A"},"tags":{"lang":"en"},"outputs":"x \\"y\\""}',
        '{"inputs":{"q":"c"}}',
      ],
    });
  });

  test("has inputs where a name says nothing, and lists and objects as what they are", () => {
    expect(read('question,history\n12,"[{""role"":""user""}]"\n[sic],{')).toEqual({
      records: [
        '{"inputs":{"question":"12","history":[{"role":"user"}]}}',
        '{"inputs":{"question":"[sic]","history":"{"}}',
      ],
    });
  });

  test("takes the roles that the reader chose", () => {
    const text = "q,a\n1,2";
    const [q, a] = csvColumns(text);
    expect(readCsvRecords(text, [q!, { ...a!, role: "expectations" }])).toEqual({
      records: ['{"inputs":{"q":"1"},"expectations":{"a":"2"}}'],
    });
    expect(readCsvRecords(text, [q!, { ...a!, role: "leave out" }])).toEqual({ records: ['{"inputs":{"q":"1"}}'] });
    expect(columnRoles).toContain("leave out");
  });

  test.each([
    ["q,a\n1,2\n3", 3, /1 of 2 fields/],
    ['q,a\n"1\n\n1",2\n3,4,5', 5, /3 of 2 fields/],
    ["q\n", undefined, /no record/],
    ["", 1, /No column is an input/],
    ["tags.a\n1", 1, /No column is an input/],
  ])("%j is refused with the line", (text, line, message) => {
    expect(read(text)).toMatchObject({ line, mistake: expect.stringMatching(message) });
  });

  test("names of any signs are only names", () => {
    expect(read('__proto__,a"b\n1,2')).toEqual({ records: ['{"inputs":{"__proto__":"1","a\\"b":"2"}}'] });
  });
});
