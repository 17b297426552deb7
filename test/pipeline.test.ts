import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject, runOperation } from "../src/index.ts";
import type { App } from "../src/index.ts";

const sample = fileURLToPath(new URL("../examples/sample-project/", import.meta.url));

/** A model that rewrites by a fixed text and prefers the last passage. It imports nothing, so that any loader can read it. */
const CONFIG = `
const last = ({ messages }) => messages[0].text.match(/^\\[\\d+\\]/gm).length;
const usage = { inputTokens: 100, outputTokens: 10, source: "provider" };
const done = (answer) => ({ text: "", stop: "end", usage, ...answer });
export default {
  sources: ["."],
  exclude: ["*.config.ts"],
  reranker: { id: "my/backwards", rerank: async (query, hits, { k }) => hits.toReversed().slice(0, k) },
  model: {
    id: "stand-in",
    contextTokensMax: 32000,
    async complete(request) {
      if (request.tool?.name === "rank") return done({ toolInput: { best: [last(request)] } });
      if (request.messages[0].text.startsWith("CONVERSATION"))
        return done({ toolInput: { query: request.messages[0].text.includes("USER: Who leads it?") ? "Who is the executive sponsor?" : "lost" } });
      if (request.tool !== undefined) return done({ toolInput: { queries: ["contingency reserve", "money kept back"] } });
      return done({ text: "The contingency reserve is a tenth of the total budget of the project." });
    },
    async *stream() {
      throw new Error("nothing is streamed here");
    },
    count: async () => ({ tokens: 100, source: "estimate" }),
  },
};
`;

let folder = "";
let app: App;
let plain: App;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-pipeline-"));
  cpSync(sample, folder, { recursive: true, filter: (path) => !path.includes(".firstfit/") });
  writeFileSync(join(folder, "with-model.config.ts"), CONFIG);
  plain = await openProject({ folder });
  app = await openProject({ folder, config: "with-model.config.ts" });
  await runOperation(app, "index", {});
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  readonly hits: readonly { readonly document: string; readonly legs: Readonly<Record<string, { readonly rank: number }>> }[];
  readonly trace?: readonly Readonly<Record<string, unknown>>[];
}
const search = async (input: Record<string, unknown>, by = app): Promise<Found> =>
  (await runOperation(by, "search", { question: "How much money is put aside?", ...input })) as Found; // the result of search, which its own tests check

describe("the switches of the pipeline", () => {
  it("search with several wordings and rerank by the configured model, and trace nine steps", async () => {
    const found = await search({ rewrite: "multi", rerank: "llm", trace: true, k: 3 });
    expect(found.hits).toHaveLength(3);
    expect(found.hits[0]?.legs["rerank"]?.rank).toBe(1);
    expect(found.trace).toHaveLength(9);
    expect(found.trace?.[1]).toMatchObject({ kind: "rewrite", method: "multi", model: "stand-in" });
    expect(found.trace?.[3]).toMatchObject({ kind: "legs", chunks: 10, allowed: 10 });
    expect(found.trace?.[5]).toMatchObject({ kind: "rerank", reranker: "stand-in", candidates: 10, kept: 3 });
  });

  it("compare a hypothetical passage by meaning, and leave the words of the question to the words", async () => {
    const [typed, hyde] = [await search({}), await search({ rewrite: "hyde" })];
    const lexical = ({ hits }: Found) => new Map(hits.map(({ document, legs }) => [document, legs["lexical"]?.rank]));
    expect(lexical(hyde)).toEqual(lexical(typed));
    expect(hyde.hits.find(({ document }) => document === "note05.txt")?.legs["dense"]?.rank).toBe(1);
    expect(typed.hits.find(({ document }) => document === "note05.txt")?.legs["dense"]?.rank).not.toBe(1);
  });

  it("work with the built-in answerer as well", async () => {
    const answer = await runOperation(app, "ask", {
      question: "Who is the executive sponsor?",
      model: "builtin/extractive",
      rerank: "llm",
      trace: true,
    });
    expect(answer).toMatchObject({ model: "builtin/extractive", trace: { length: 9 } });
  });

  it("say what is missing when no model is configured", async () => {
    for (const input of [{ rewrite: "hyde" }, { rerank: "llm" }]) {
      const refused = search(input, plain);
      await expect(refused).rejects.toMatchObject({ code: "BAD_CONFIG", fix: expect.stringContaining("firstfit.config.ts") });
      await expect(refused).rejects.toThrow("needs a chat model, and builtin/extractive, which is configured, is none");
    }
  });

  it("answer a question that follows from a conversation, given as messages or in a file", async () => {
    const history = [
      { role: "user", text: "Who leads it?" },
      { role: "assistant", text: "There is a steering group." },
    ];
    const question = "And who pays?";
    const answer = await runOperation(app, "ask", { question, history, model: "builtin/extractive" });
    expect(answer).toMatchObject({
      kind: "answered",
      question,
      citations: [{ document: "note01.txt" }],
      notes: ["Read as: Who is the executive sponsor?"],
    });
    const readInput = async (path: string) => (path === "talk.jsonl" ? history.map((turn) => JSON.stringify(turn)).join("\n") : "");
    const found = await runOperation(app, "search", { question, history: "talk.jsonl" }, { readInput });
    expect(found).toMatchObject({
      hits: [{ document: "note01.txt" }, ...Array.from({ length: 9 }, () => ({}))],
      notes: ["Read as: Who is the executive sponsor?"],
    });
  });

  it("say what a conversation needs, and what it does nothing with", async () => {
    const history = [{ role: "user", text: "Who leads it?" }];
    await expect(search({ history }, plain)).rejects.toThrow("--history needs a chat model, and builtin/extractive");
    await expect(search({ history, rewrite: "hyde" })).rejects.toThrow("--history does nothing with --rewrite hyde");
    await expect(runOperation(app, "ask", { file: "q.jsonl", history })).rejects.toThrow("--file does nothing with --history.");
    await expect(search({ history: [{ role: "system", text: "Be kind." }] })).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(await search({ history: [] }, plain)).not.toHaveProperty("notes");
  });

  it("rerank by built-in features without a model, and by a reranker of the configuration", async () => {
    const builtin = await search({ rerank: "builtin", trace: true, k: 2 }, plain);
    expect(builtin.trace?.[5]).toMatchObject({ kind: "rerank", reranker: "builtin/features", candidates: 10, kept: 2 });
    await expect(search({ rerank: "configured" }, plain)).rejects.toMatchObject({
      code: "BAD_CONFIG",
      fix: expect.stringContaining("reranker:"),
    });
    const own = await search({ rerank: "configured", trace: true, k: 2 });
    expect(own.trace?.[5]).toMatchObject({ kind: "rerank", reranker: "my/backwards" });
    expect(own.hits[0]?.document).not.toBe((await search({})).hits[0]?.document);
  });

  it("need no model for a trace", async () => {
    expect((await search({ trace: true }, plain)).trace).toHaveLength(9);
  });
});

describe("documents that are alike", () => {
  it("are found by one of them, never itself", async () => {
    const found = await runOperation(plain, "search", { like: "note05.txt", k: 4 });
    expect(found).toMatchObject({ kind: "similar", like: "note05.txt", documents: { length: 4 } });
    expect(JSON.stringify(found)).not.toContain('"document":"note05.txt"');
  });

  it("cannot be asked for beside a question, and a document that is not there is an error", async () => {
    await expect(search({ like: "note05.txt", rewrite: "hyde" })).rejects.toThrow("--like does nothing with a question, --rewrite.");
    await expect(runOperation(plain, "index", { duplicates: true, paths: ["docs"] })).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(runOperation(plain, "index", { duplicates: true, exclude: ["*.txt"] })).rejects.toThrow(
      "--duplicates does nothing with --exclude.",
    );
    await expect(runOperation(plain, "search", { like: "note99.txt" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const like of ["", " "])
      await expect(runOperation(plain, "search", { like })).rejects.toMatchObject({
        code: "BAD_INPUT",
        message: "--like names no document.",
      });
  });

  it("are listed when they are nearly the same, and only then", async () => {
    expect(await runOperation(plain, "index", { duplicates: true })).toMatchObject({ kind: "duplicates", pairs: [], documents: 10 });
  });
});
