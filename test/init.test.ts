import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { Asker } from "../src/core/ask.ts";
import type { Initialized } from "../src/core/init.ts";
import { readDataset } from "../src/flows/dataset/read-cases.ts";
import { openProject, runOperation } from "../src/index.ts";

const scratch = mkdtempSync(join(tmpdir(), "firstfit-init-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const KEY = "sk-ant-0123456789abcdefghijklmn";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, "p-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Types these lines, and then nothing more. */
function typing(...lines: readonly string[]): Asker & { readonly shown: string[] } {
  const left = [...lines];
  const shown: string[] = [];
  return {
    shown,
    say: (text) => void shown.push(text),
    async line(prompt) {
      shown.push(prompt);
      return left.shift();
    },
    async key() {
      throw new Error("no key is asked for");
    },
  };
}

async function init(
  folder: string,
  {
    ask,
    environment = {},
    ...input
  }: { readonly ask?: Asker; readonly environment?: Record<string, string>; readonly yes?: boolean; readonly sample?: boolean } = {},
): Promise<Initialized> {
  const app = await buildApp({ folder, seed: 1, environment });
  return (await runOperation(app, "init", { folder, ...input }, ask === undefined ? {} : { ask })) as Initialized; // what `init` returns
}

const read = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

describe("init with a person", () => {
  test("asks six questions and writes a configuration that loads, a case that is valid, and the advice", async () => {
    const folder = folderWith({ "hours.txt": "We are open from 8 to 5." });
    const ask = typing(
      "Answer questions about our opening hours; they change every month and nothing may leave our machines",
      "",
      "When are you open?",
      "8 to 5",
      "95%",
      "2k",
    );
    const made = await init(folder, { ask });
    expect(made.files).toEqual(["cases.jsonl", "advice.md", "firstfit.config.ts"]);
    expect(ask.shown.filter((line) => /^\d\./.test(line)).map((line) => line[0])).toEqual(["1", "2", "3", "4", "5", "6"]);
    const { project } = await openProject({ folder });
    expect(project.sources).toEqual([folder]);
    expect(project.task).toMatchObject({
      cases: "cases.jsonl",
      facts: { callsPerMonth: 2_000, knowledgeChanges: "monthly" },
      bar: expect.arrayContaining([
        { kind: "pass-rate", min: 0.95 },
        { kind: "privacy", place: "local" },
      ]),
    });
    const { cases } = readDataset({ name: "cases.jsonl", text: read(folder, "cases.jsonl") }).dataset;
    expect(cases).toMatchObject([
      { input: "When are you open?", expectations: [{ kind: "substring", texts: ["8 to 5"] }], source: "hand" },
    ]);
    expect(read(folder, "advice.md")).toContain(made.advice?.row ?? "nothing");
    // what firstfit wrote is no document
    await runOperation(await openProject({ folder }), "index", {});
    await using index = await (await openProject({ folder })).openIndex("read");
    expect(index.documents().map(({ id }) => id)).toEqual(["hours.txt"]);
  });

  test("writes nothing when the questions are left, whichever it is", async () => {
    for (const answers of [[], ["a"], ["a", ""], ["a", "", "x"], ["a", "", "x", "y", "90"]]) {
      const folder = folderWith({ "a.md": "text" });
      await expect(init(folder, { ask: typing(...answers) })).rejects.toMatchObject({
        code: "INTERRUPTED",
        fix: expect.stringContaining("--yes"),
      });
      expect(readdirSync(folder)).toEqual(["a.md"]);
    }
  });

  test("asks again for a folder that is not there and for what is no number", async () => {
    const folder = folderWith({ "docs/a.md": "text" });
    const ask = typing("", "nowhere, docs", "docs", "", "many", "0", "101", "0.8", "-1", "1.5M");
    await init(folder, { ask });
    expect(ask.shown).toContain("   There is no nowhere here.");
    expect(ask.shown.filter((line) => line.endsWith("is no such number."))).toHaveLength(4);
    const { project } = await openProject({ folder });
    expect(project.task).toMatchObject({
      facts: { callsPerMonth: 1_500_000 },
      bar: expect.arrayContaining([{ kind: "pass-rate", min: 0.8 }]),
    });
    // without an input there is no case, and none is invented
    expect(readdirSync(folder).toSorted()).toEqual(["advice.md", "docs", "firstfit.config.ts"]);
  });

  test("takes over tests that it finds, if that is wanted", async () => {
    const files = {
      "eval/promptfooconfig.yaml": 'prompts: ["{{q}}"]\ntests:\n  - vars: {q: "2 + 2?"}\n    assert: [{type: contains, value: "4"}]\n',
      "docs/a.md": "text",
    };
    const taking = folderWith(files);
    const ask = typing("", "", "", "", "");
    expect(await init(taking, { ask })).toMatchObject({
      found: { tests: [{ path: "eval/promptfooconfig.yaml", format: "promptfoo", cases: 1 }] },
    });
    expect(ask.shown.join("\n")).toContain("Take the 1 case of eval/promptfooconfig.yaml?");
    expect(readDataset({ name: "c", text: read(taking, "cases.jsonl") }).dataset.cases).toMatchObject([{ input: "2 + 2?" }]);
    const leaving = folderWith(files);
    await init(leaving, { ask: typing("", "", "no", "Who?", "", "", "") });
    expect(readDataset({ name: "c", text: read(leaving, "cases.jsonl") }).dataset.cases).toMatchObject([
      { input: "Who?", expectations: [{ kind: "abstain", expected: true }] },
    ]);
  });

  test("keeps hostile answers as texts", async () => {
    const folder = folderWith({ "a.md": "text" });
    const task = 'Say "`${process.exit()}`" */ }); // \\ \u2028 __proto__';
    await init(folder, { ask: typing(task, "", '{"a":1}\\', "$&", "", "") });
    expect((await openProject({ folder })).project.task?.facts.name).toBe(task.trim());
    expect(readDataset({ name: "c", text: read(folder, "cases.jsonl") }).dataset.cases).toMatchObject([{ input: '{"a":1}\\' }]);
  });
});

describe("init --yes", () => {
  test("asks nothing, and says what was found and what nobody said", async () => {
    const folder = folderWith({ "docs/a.md": "one", "docs/b.md": "two", "notes/c.txt": "three", "README.md": "x", "src/x.ts": "x" });
    const made = await init(folder, { yes: true, ask: typing() });
    expect(made).toMatchObject({ found: { documents: 3, sources: ["docs", "notes"], tests: [], keys: [] } });
    expect(made.notes?.[0]).toContain("Nobody said what a right answer is");
    // it counts in no gate before somebody has looked at it
    expect(readDataset({ name: "c", text: read(folder, "cases.jsonl") }).dataset.cases).toMatchObject([{ review: "unreviewed" }]);
    expect((await openProject({ folder })).project.sources).toEqual([join(folder, "docs"), join(folder, "notes")]);
  });

  test("uses cases where they lie, and takes the file with the most of them", async () => {
    const row = '{"id":"a","input":"x","expected_substr":"y"}\n';
    const folder = folderWith({
      "cases.jsonl": `${row}{"id":"b","input":"x","expected_substr":"y"}\n`,
      "more/one.jsonl": row,
      "logs.jsonl": '{"input":"no expectation"}\n',
      "broken.jsonl": "{\n",
      "empty.jsonl": "",
    });
    expect(await init(folder, { yes: true })).toMatchObject({
      files: ["advice.md", "firstfit.config.ts"],
      found: {
        tests: [
          { path: "cases.jsonl", cases: 2 },
          { path: "more/one.jsonl", cases: 1 },
        ],
      },
    });
    expect((await openProject({ folder })).project.task?.cases).toBe("cases.jsonl");
  });

  test("never writes over a file, and says what it did in its place", async () => {
    const folder = folderWith({ "cases.jsonl": "mine", "cases-2.jsonl": "mine too", "advice.md": "my own" });
    const made = await init(folder, { yes: true });
    expect(made.files).toEqual(["cases-3.jsonl", "advice-2.md", "firstfit.config.ts"]);
    for (const name of ["cases.jsonl", "advice.md"])
      expect(made.notes?.filter((note) => note.startsWith(`${name} was there and stays`))).toHaveLength(1);
    expect([read(folder, "cases.jsonl"), read(folder, "advice.md")]).toEqual(["mine", "my own"]);
    await expect(init(folder, { yes: true })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("already has firstfit.config.ts"),
    });
    const other = folderWith({ "firstfit.config.mjs": "export default {};\n" });
    await expect(init(other, { ask: typing() })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(readdirSync(other)).toEqual(["firstfit.config.mjs"]);
  });

  test("names variables that hold keys, and no key", async () => {
    const folder = folderWith({ "a.md": "text" });
    const made = await init(folder, { yes: true, environment: { ANTHROPIC_API_KEY: KEY, VOYAGE_API_KEY: KEY, OPENAI_API_KEY: " " } });
    expect(made.found?.keys).toEqual(["ANTHROPIC_API_KEY", "VOYAGE_API_KEY"]);
    const all =
      readdirSync(folder)
        .map((name) => read(folder, name))
        .join("\n") + JSON.stringify(made);
    expect(all).toContain('// model: "anthropic/claude-haiku-4-5", // ANTHROPIC_API_KEY is set');
    expect(all).not.toContain(KEY);
    // nothing is spent before somebody takes the slashes away
    expect((await (await openProject({ folder })).answerer()).id).toBe("builtin/extractive");
  });

  test("makes a folder that is not there", async () => {
    const folder = join(folderWith({}), "new", "project");
    expect(await init(folder, { yes: true })).toMatchObject({ found: { documents: 0 }, next: "firstfit index PATH" });
    expect(readdirSync(folder).toSorted()).toEqual(["advice.md", "cases.jsonl", "firstfit.config.ts"]);
  });
});

test("without anybody to ask, init writes the bare configuration, and --sample the sample project", async () => {
  const bare = folderWith({ "a.md": "text" });
  expect(await init(bare)).toEqual({ folder: bare, files: ["firstfit.config.ts"], next: "firstfit index" });
  expect(readdirSync(bare).toSorted()).toEqual(["a.md", "firstfit.config.ts"]);
  const sample = folderWith({});
  const ask = typing();
  expect((await init(sample, { sample: true, ask })).files).toContain("note10.txt");
  expect(ask.shown).toEqual([]);
});
