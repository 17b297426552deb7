import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileDecisions } from "./file-decisions.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-decisions-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const OBJECTS = { task: {}, order: {}, test: {}, outcome: {}, dataset: {}, versions: {} };
const ARRAYS = { bar: [], rungs: [], wouldChange: [], notes: [], candidates: [] };
const forms = (id: string, startedAt = "2026-03-01T12:00:00.000Z", change: object = {}) => ({
  json: JSON.stringify({
    kind: "decision",
    version: 1,
    id,
    startedAt,
    pricesAsOf: "2026-02-01",
    rerun: "firstfit decide",
    ...OBJECTS,
    ...ARRAYS,
    ...change,
  }),
  markdown: "",
  html: "",
});
const madeIn = async (notes: string[] = []): Promise<readonly string[]> =>
  (await fileDecisions(folder, { from: folder, onNote: (text) => notes.push(text) }).made()).map(
    ({ madeAt, decision }) => `${madeAt.slice(5, 10)} ${decision.id}`,
  );

test("tells every time that a decision was made, in this order, also of two on the same trials", async () => {
  const store = fileDecisions(folder, { from: folder });
  // by its id alone b would stand before c
  expect(await store.keep("c", forms("c"), "2026-03-01T12:05:00.000Z")).toBe("c");
  await store.keep("b", forms("b"), "2026-04-01T12:00:00.000Z");
  await store.keep("c", forms("c"), "2026-05-01T12:00:00.000Z");
  expect(await madeIn()).toEqual(["03-01 c", "04-01 b", "05-01 c"]);
});

test("takes one whose time nobody wrote down by when its first case was run", async () => {
  const store = fileDecisions(folder, { from: folder });
  await store.keep("b", forms("b"), "2026-04-01T12:00:00.000Z");
  writeFileSync(join(folder, "copied.json"), forms("copied", "2026-03-15T00:00:00.000Z").json);
  expect(await madeIn()).toEqual(["03-15 copied", "04-01 b"]);
});

test("made again keeps when it was made first, also where only its file says so, and its file may be damaged", async () => {
  writeFileSync(join(folder, "old.json"), forms("old", "2026-02-01T00:00:00.000Z").json);
  writeFileSync(join(folder, "torn.json"), "{");
  const store = fileDecisions(folder, { from: folder });
  await store.keep("old", forms("old", "2026-02-01T00:00:00.000Z"), "2026-04-01T12:00:00.000Z");
  await store.keep("torn", forms("torn"), "2026-04-02T12:00:00.000Z");
  await store.keep("old", forms("old", "2026-02-01T00:00:00.000Z"), "2026-05-01T12:00:00.000Z");
  expect(await madeIn()).toEqual(["02-01 old", "04-01 old", "04-02 torn", "05-01 old"]);
});

test("outlives a torn line, a decision that was deleted, and files that hold something else", async () => {
  const store = fileDecisions(folder, { from: folder });
  await store.keep("a", forms("a"), "2026-04-01T12:00:00.000Z");
  appendFileSync(join(folder, "made.jsonl"), '\n{"id":"a","mad');
  await store.keep("b", forms("b"), "2026-05-01T12:00:00.000Z");
  appendFileSync(join(folder, "made.jsonl"), '\n{"id":"gone","madeAt":"2026-06-01T00:00:00.000Z"}\nnull\n7');
  writeFileSync(join(folder, "other.json"), "[]");
  const notes: string[] = [];
  expect(await madeIn(notes)).toEqual(["04-01 a", "05-01 b"]);
  expect(notes).toEqual([expect.stringContaining("other.json holds no decision that this version can read")]);
  expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
});

test.for([
  ["has lost a part", { bar: undefined }],
  ["has a list for an object", { task: [] }],
  ["has an object for a list", { rungs: {} }],
  ["has null for a part", { outcome: null }],
  ["has a number for a text", { rerun: 7 }],
  ["is of a newer version", { version: 2 }],
  ["is of another kind", { kind: "report" }],
] as const)("passes over one that %s, with a note", async ([, change]) => {
  writeFileSync(join(folder, "whole.json"), forms("whole").json);
  writeFileSync(join(folder, "edited.json"), forms("edited", undefined, change).json);
  const notes: string[] = [];
  expect(await madeIn(notes)).toEqual(["03-01 whole"]);
  expect(notes).toEqual([expect.stringContaining("edited.json holds no decision that this version can read")]);
});

test("has none where there is no folder", async () => {
  expect(await fileDecisions(join(folder, "nowhere"), { from: folder }).made()).toEqual([]);
});
