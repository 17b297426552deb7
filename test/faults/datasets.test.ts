import { describe, expect, test } from "vitest";
import { FirstfitError } from "../../src/core/errors.ts";
import { readDataset } from "../../src/flows/dataset/read-cases.ts";

const file = (text: string) => ({ name: "cases.jsonl", text });
const good = (id: string): string => JSON.stringify({ id, input: "x", expected_substr: "y" });
/** Rows before and after the fault, with the fault on line 2. */
const around = (fault: string): string => `${good("a")}\n${fault}\n${good("z")}\n`;
const refused = (text: string): string => {
  try {
    readDataset(file(text));
  } catch (error) {
    if (error instanceof FirstfitError) return `${error.code} ${error.message} ${error.fix}`;
    throw error;
  }
  return "read";
};

describe("a dataset with a bad row is refused at its line, or read without it", () => {
  test.for([
    ["no JSON", "expected: 1081", "this is not JSON"],
    ["an object that never closes", '{"id": "b", "input": "x"', "this is not JSON"],
    ["a text that never closes", '{"id": "b, "input": "x}', "this is not JSON"],
    ["a comma before the bracket", '{"id": "b", "input": "x",}', "Take out the comma before the closing bracket"],
    ["a comma after the object", '{"id": "b", "input": "x"},', "Take out the comma after the object"],
    ["two objects on a line", '{"id": "b", "input": "x"} {"id": "c", "input": "x"}', "this is not JSON"],
    ["no object", '"just a text"', "no JSON object"],
    ["a list", '["a"]', "no JSON object"],
    ["the id of another case", good("a"), 'the case id "a" stands at cases.jsonl:1 already'],
    ["no input", '{"id": "b"}', '"input" is missing'],
    ["another type", '{"id": "b", "input": 3}', '"input" is not what it should be: 3'],
    ["a misspelt key", '{"id": "b", "input": "x", "expected_subst": "y"}', 'Did you mean "expected_substr"?'],
    [
      "a key that changes what objects are",
      '{"id": "b", "input": "x", "__proto__": {"expected_refusal": true}}',
      'there is no field "__proto__"',
    ],
    ["a key that every object has", '{"id": "b", "input": "x", "toString": 1}', 'there is no field "toString"'],
    ["a bad number of a field with a long value", `{"id": "b", "input": "x", "tags": ${JSON.stringify("y".repeat(5_000))}}`, "…"],
  ] as const)("%s", ([, fault, message]) => {
    expect(refused(around(fault))).toMatch(/^BAD_INPUT cases\.jsonl:2: /);
    expect(refused(around(fault))).toContain(message);
    expect(refused(around(fault)).length).toBeLessThan(700);
    const { dataset, bad } = readDataset(file(around(fault)), "skip");
    expect(dataset.cases.map(({ id }) => id)).toEqual(["a", "z"]);
    expect(bad.map(({ at }) => at)).toEqual(["cases.jsonl:2"]);
  });

  test("a byte-order mark, blank lines, comments and any line end are no fault", () => {
    const text = `\ufeff\r\n// three cases\r\n# of one kind\r\n${good("a")}\r\n\r${good("b")}\n\n${good("c")}`;
    expect(readDataset(file(text)).dataset.cases.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  test("a line of many megabytes is read, and one that is none is told by its length", () => {
    const long = "word ".repeat(400_000);
    expect(readDataset(file(JSON.stringify({ id: "a", input: long }))).dataset.cases[0]?.input).toHaveLength(long.length);
    expect(refused(around(JSON.stringify({ id: "b", input: long.repeat(3) })))).toMatch(
      /cases\.jsonl:2: this is not JSON \(it has 6,\d{3},\d{3} characters\)/,
    );
  });

  test("an empty file holds no case", () => {
    for (const text of ["", "\n\n", "\ufeff", "// nothing", "[]"]) expect(refused(text)).toContain("BAD_INPUT cases.jsonl: holds no case");
  });

  test("ten thousand objects that never close take no longer than as many lines", () => {
    const text = Array.from({ length: 10_000 }, () => '{"input": [').join("\n");
    expect(readDataset(file(text), "skip").bad).toHaveLength(10_000);
  });

  test("a key named __proto__ within a value is kept as it is and changes nothing", () => {
    const text = '{"id": "a", "input": "x", "expected_json": {"__proto__": {"polluted": 1}}, "metadata": {"__proto__": 1}}';
    const [first] = readDataset(file(text)).dataset.cases;
    expect(JSON.stringify(first?.expectations)).toContain('"__proto__":{"polluted":1}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
