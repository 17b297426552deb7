import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { letterEmbedder, letterSettings, prepare } from "../fixtures/stored-corpus.ts";
import type { Answerer } from "../../src/core/answer.ts";
import { FirstfitError } from "../../src/core/errors.ts";
import type { Index } from "../../src/core/retrieval.ts";
import { askMany } from "../../src/flows/ask.ts";
import type { AnswerLine } from "../../src/flows/ask.ts";
import { search } from "../../src/flows/search.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { openSqliteIndex } from "../../src/stores/sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-questions-"));
const seeds = [
  {
    id: "a.txt",
    text: 'The error "E-1042" is NEAR the top of col:value; DROP TABLE documents.',
    metadata: { "team'; --": "red", team: "blue" },
  },
  { id: "b.txt", text: "Plain words about a harbour.", metadata: { team: "green" } },
];
const indexes: Record<string, Index> = {};
beforeAll(async () => {
  indexes["memory"] = memoryIndex({ settings: letterSettings, embedder: letterEmbedder });
  indexes["sqlite"] = await openSqliteIndex({
    file: join(folder, "i.db"),
    mode: "write",
    embedder: letterEmbedder,
    settings: letterSettings,
  });
  for (const index of Object.values(indexes)) {
    index.write({ put: seeds.map(prepare) });
    index.publish();
  }
});
afterAll(async () => {
  for (const index of Object.values(indexes)) await index[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(["memory", "sqlite"])("questions that look like a query language, %s (fault 51)", (store) => {
  const indexed = (): Index => {
    const index = indexes[store];
    if (index === undefined) throw new Error("not opened");
    return index;
  };
  const ask = async (question: string, filter?: Readonly<Record<string, string>>): Promise<string[]> => {
    const { hits } = await search(question, {
      retriever: indexed(),
      k: 5,
      monotonicMs: () => 0,
      ...(filter === undefined ? {} : { filter }),
    });
    return hits.map(({ document }) => document);
  };

  it.each([
    '"E-1042"',
    '"E-1042',
    "E-1042*",
    "NEAR(E-1042 top)",
    "col:value E-1042",
    "-harbour E-1042",
    "E-1042 OR 1=1; DROP TABLE documents; --",
    "^E-1042 {a b}: (((",
    "E-1042' UNION SELECT * FROM documents --",
    "%_E-1042%",
  ])("%s is looked for word by word", async (question) => {
    expect((await ask(question))[0]).toBe("a.txt");
    expect(indexed().documents()).toHaveLength(2);
  });

  it("takes filter keys and values as they are, and only keys that the documents have", async () => {
    expect(await ask("words error", { "team'; --": "red" })).toEqual(["a.txt"]);
    expect(await ask("words error", { team: "green' OR '1'='1" })).toEqual([]);
    for (const key of ["$.team", "team') OR 1=1 --", "__proto__", "constructor", "metadata", "rowid", "*"])
      await expect(ask("words error", { [key]: "blue" })).rejects.toThrow(FirstfitError);
    expect(indexed().documents()).toHaveLength(2);
  });
});

describe("a file of questions that is not what it should be (fault 43)", () => {
  const answerer: Answerer = {
    id: "echo",
    evidenceTokensMax: 1_000,
    // An async generator because the interface asks for one; it has nothing to wait for.
    async *answer() {
      yield { kind: "done", draft: { kind: "declined", reason: "asked", usage: { source: "none" } } };
    },
  };

  it("keeps every line that is a question, and names the others by their line", async () => {
    const lines = [
      '\ufeff{"id": "first", "question": "What about the harbour?"}',
      "not json",
      '{"id": "twice", "question": "harbour"}',
      '{"id": "twice", "question": "harbour"}',
      '{"id": "none"}',
      "",
      '{"question": "harbour",}',
      '{"question": 42}',
      '["harbour"]',
      `{"question": ${JSON.stringify("harbour ".repeat(2_000))}}`,
      '{"__proto__": {"polluted": true}, "question": "harbour"}',
      '{"input": "the error"}',
    ];
    const answers: AnswerLine[] = [];
    const index = indexes["memory"];
    if (index === undefined) throw new Error("not opened");
    const counts = await askMany(lines.join("\n"), { index, answerer, monotonicMs: () => 0, onAnswer: (line) => answers.push(line) });
    expect(counts).toEqual({ kind: "many", answered: 0, abstained: 5, failed: 6 });
    expect(answers.map((answer) => (answer.kind === "failed" ? answer.line : (answer.id ?? answer.question)))).toEqual([
      "first",
      2,
      "twice",
      "twice",
      5,
      7,
      8,
      9,
      10,
      "harbour",
      "the error",
    ]);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    for (const answer of answers) if (answer.kind === "failed") expect(answer.error.message).toMatch(/\S/);
  });
});
