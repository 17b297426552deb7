import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoQuestions } from "../scripts/demo-questions.ts";
import type { AnswerResult, IngestSummary, SearchResult } from "../src/core/results.ts";
import { openProject, runOperation } from "../src/index.ts";
import type { App } from "../src/operations.ts";

const folder = mkdtempSync(join(tmpdir(), "firstfit-main-"));
let project: App;
let indexed: IngestSummary;

beforeAll(async () => {
  const bare = await openProject({ folder });
  await runOperation(bare, "init", { sample: true, folder });
  project = await openProject({ folder });
  indexed = (await runOperation(project, "index", {})) as IngestSummary; // a verb's output is the type that its row names
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = async (question: string): Promise<AnswerResult> => (await runOperation(project, "ask", { question })) as AnswerResult; // as above

describe("the main job on the sample project", () => {
  it("indexes the ten notes and nothing else", () => {
    expect(indexed.documents).toMatchObject({ total: 10, added: 10 });
    expect(indexed.skipped).toEqual([]);
  });

  for (const { question, exit, cites, says } of demoQuestions) {
    it(exit === 3 ? `says that the sources do not hold: ${question}` : `answers with a citation of ${cites}: ${question}`, async () => {
      const answer = await ask(question);
      if (exit === 3) {
        expect(answer.kind).toBe("abstained");
        expect(answer.kind === "abstained" && answer.nearest.length > 0 && answer.nearest.every((near) => near.why !== "")).toBe(true);
        return;
      }
      expect(answer).toMatchObject({ kind: "answered", text: expect.stringContaining(says ?? "") });
      expect(answer.kind === "answered" && answer.citations.map(({ document }) => document)).toContain(cites);
    });
  }

  it("prefers the later note where two disagree, and names the earlier", async () => {
    const answer = await ask("What is the pilot budget?");
    expect(answer.kind === "answered" && answer.superseded.some(({ quote }) => quote.includes("86,000"))).toBe(true);
  });

  it("cites nothing that does not stand word for word in the note", async () => {
    await using index = await project.openIndex("read");
    for (const { question } of demoQuestions) {
      const answer = await ask(question);
      if (answer.kind === "abstained") continue;
      expect(answer.citations.length).toBeGreaterThan(0);
      for (const { document, start, end, quote } of answer.citations) expect(index.documentText(document)?.slice(start, end)).toBe(quote);
    }
  });

  it("gives the same answer, byte for byte, when asked again", async () => {
    const timeless = (answer: AnswerResult): string => JSON.stringify({ ...answer, tookMs: 0 });
    const question = demoQuestions[0]?.question ?? "";
    expect(timeless(await ask(question))).toBe(timeless(await ask(question)));
  });

  it("ranks the note first that holds the answer, with the rank of each leg", async () => {
    const { hits } = (await runOperation(project, "search", { question: "contingency reserve", k: 3 })) as SearchResult; // as above
    expect(hits[0]).toMatchObject({ document: "note05.txt", legs: { lexical: { rank: 1 } } });
    expect(hits[0]?.legs.dense?.rank).toBeGreaterThan(0);
  });

  it("does nothing again when nothing changed", async () => {
    expect(await runOperation(project, "index", {})).toMatchObject({
      documents: { unchanged: 10, added: 0, updated: 0 },
      chunks: { embedded: 0 },
    });
  });
});
