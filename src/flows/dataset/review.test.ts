import { describe, expect, test } from "vitest";
import type { Asker } from "../../core/ask.ts";
import { caseRows } from "./case-rows.ts";
import { decide, pendingRows } from "./review.ts";
import type { ReviewedFiles } from "./review.ts";
import { reviewDialog } from "./review-dialog.ts";

const FILE = [
  "\ufeff// cases of the autumn\r\n",
  '{"id":"a","input":"one","weight":1.0,"review":"unreviewed"}\r\n',
  "# by hand\n",
  '{"id": "b", "input": "two", "expected_number": 12345678901234567890}\n',
  "\n",
  '{\n  "id": "c",\n  "input": "three",\n  "review": "unreviewed"\n}\n',
  '{"id":"d","input":"four","review":"unreviewed"}',
] as const;

/** Texts in memory, with every state that was on the disk. */
function inMemory(
  text: string,
): ReviewedFiles & { readonly texts: { file: string; dropped: string | undefined }; readonly states: string[] } {
  const texts: { file: string; dropped: string | undefined } = { file: text, dropped: undefined };
  const states: string[] = [];
  return {
    name: "cases.jsonl",
    texts,
    states,
    async edit(change) {
      texts.file = change(texts.file) ?? texts.file;
      states.push(JSON.stringify(texts));
    },
    async editDropped(change) {
      texts.dropped = change(texts.dropped) ?? texts.dropped;
      states.push(JSON.stringify(texts));
    },
  };
}

/** Plays keys, lines and editors. */
function played(script: readonly string[], edit?: Asker["edit"]): Asker & { readonly said: string[] } {
  const left = [...script];
  const said: string[] = [];
  const next = async (prompt: string): Promise<string | undefined> => {
    said.push(prompt);
    return left.shift();
  };
  return { said, say: (text) => void said.push(text), key: next, line: next, ...(edit === undefined ? {} : { edit }) };
}

async function reviewed(script: readonly string[], edit?: Asker["edit"], text = FILE.join("")) {
  const files = inMemory(text);
  const ask = played(script, edit);
  const outcome = await reviewDialog(pendingRows({ name: "cases.jsonl", text }), { ask, files, show: ({ value }) => `case ${value.id}` });
  return { ...files.texts, states: files.states, outcome, said: ask.said };
}

describe("dataset review", () => {
  test("keeps and drops, and leaves every other line byte for byte", async () => {
    const { file, dropped, outcome } = await reviewed(["k", "d", "s"]);
    expect(file).toBe(FILE.join("").replace('"weight":1.0,"review":"unreviewed"', '"weight":1.0,"review":"kept"').replace(FILE[5], ""));
    expect(dropped).toBe(FILE[5]);
    expect(outcome).toEqual({ kept: ["a"], edited: [], dropped: ["c"] });
  });

  test("at no moment is a dropped case in neither file, nor a decision in none", async () => {
    const { states } = await reviewed(["k", "d", "d"]);
    for (const state of states) for (const id of ['\\"a\\"', '\\"c\\"', '\\"d\\"']) expect(state).toContain(id);
  });

  test("undo puts back what stood there, dropped cases in their place, as often as wanted", async () => {
    const { file, dropped, outcome, said } = await reviewed(["k", "d", "d", "u", "u", "u", "u", "q"]);
    expect(file).toBe(FILE.join(""));
    expect(dropped).toBe("");
    expect(outcome).toEqual({ kept: [], edited: [], dropped: [] });
    expect(said).toContain("Nothing to undo.");
    expect(said.filter((text) => text === "case a")).toHaveLength(2);
  });

  test("ends without an error when nobody answers any more, and keeps what was decided", async () => {
    const { file, outcome } = await reviewed(["k"]);
    expect(outcome.kept).toEqual(["a"]);
    expect(file).toContain('"weight":1.0,"review":"kept"');
  });

  test("an edit by lines changes, adds and takes out fields, and keeps the case", async () => {
    const { file, said } = await reviewed([
      "s",
      "s",
      "e",
      "expected_substr = 1081",
      "weight=2",
      "colour=red",
      "input=four?",
      "weight=",
      "",
    ]);
    expect(file.endsWith('\n{"id":"d","input":"four?","review":"kept","expected_substr":"1081"}')).toBe(true);
    expect(said.join("\n")).toContain('There is no field "colour"');
  });

  test("what an editor leaves is taken as it is laid out, and an unchanged text decides nothing", async () => {
    const texts: string[] = [];
    const { file, outcome } = await reviewed(["e", "e", "q"], async (text) => {
      texts.push(text);
      return texts.length === 1 ? text : text.replace("one", "uno");
    });
    expect(texts[0]).toBe(`${JSON.stringify({ id: "a", input: "one", weight: 1, review: "unreviewed" }, null, 2)}\n`);
    expect(file).toContain('{"id":"a","input":"uno","weight":1,"review":"kept"}\r\n# by hand');
    expect(outcome.edited).toEqual(["a"]);
  });

  test("an edit that is no case, or takes the id of another, is said and can be mended", async () => {
    const answers = ['{"id":"a","input":"x","expected_subst":"y"}', '{"id":"b","input":"x"}', "{", '{"id":"a","input":"y"}'];
    const seen: string[] = [];
    const { file, said } = await reviewed(["e", "e", "e", "e", "q"], async (text) => {
      seen.push(text);
      return answers.shift() ?? "";
    });
    expect(said.join("\n")).toContain('Did you mean "expected_substr"?');
    expect(said.join("\n")).toContain('the case id "b" stands at');
    expect(said.join("\n")).toContain("this is not JSON");
    // what was typed is there again
    expect(seen[3]).toBe("{");
    expect(file).toContain('{"id":"a","input":"y","review":"kept"}');
  });

  test("a case that somebody changed meanwhile is not decided", async () => {
    const files = inMemory(FILE.join(""));
    const [first] = pendingRows({ name: "cases.jsonl", text: files.texts.file });
    files.texts.file = files.texts.file.replace("one", "1");
    await expect(decide(files, [{ row: first?.text ?? "", decision: { kind: "drop" } }])).rejects.toThrow("was changed or taken out");
    expect(files.texts.dropped).toBeUndefined();
  });

  test("undo after somebody else has written keeps what they wrote", async () => {
    const files = inMemory(FILE.join(""));
    const rows = pendingRows({ name: "cases.jsonl", text: files.texts.file });
    const decisions = [
      { row: rows[0]?.text ?? "", decision: { kind: "keep" } as const },
      { row: rows[1]?.text ?? "", decision: { kind: "drop" } as const },
    ];
    const undo = await decide(files, decisions);
    files.texts.file += '\n{"id":"e","input":"new"}';
    await undo();
    expect(caseRows({ name: "f", text: files.texts.file }).map(({ value }) => [value.id, value.review])).toEqual([
      ["a", "unreviewed"],
      ["b", undefined],
      ["d", "unreviewed"],
      ["e", undefined],
      ["c", "unreviewed"],
    ]);
    expect(files.texts.dropped).toBe("");
  });

  test("a case that was dropped in a run that was killed is not dropped twice", async () => {
    const files = inMemory(FILE.join(""));
    const [, second] = pendingRows({ name: "cases.jsonl", text: files.texts.file });
    files.texts.dropped = FILE[5];
    await decide(files, [{ row: second?.text ?? "", decision: { kind: "drop" } }]);
    expect(files.texts.dropped).toBe(FILE[5]);
  });

  test("an array has no lines to change, and says how to get some", () => {
    expect(() => pendingRows({ name: "a.json", text: '[{"input": "x"}]' })).toThrow("is one JSON array");
  });
});
