import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnswerResult, IngestSummary } from "../src/core/results.ts";
import { openProject, runOperation } from "../src/index.ts";
import type { App } from "../src/operations.ts";

const data = process.env["FIRSTFIT_DATA"] ?? fileURLToPath(new URL("../../shared/data", import.meta.url));
const corpus = join(data, "hugo-docs", "corpus.jsonl");

/** Questions as a reader asks them, with the page that has to be cited, under content/en/. */
const QUESTIONS: readonly (readonly [question: string, page: string])[] = [
  ["Under which license is Hugo released?", "about/license.md"],
  ["What is Hugo written in?", "about/introduction.md"],
  ["What is an archetype?", "quick-reference/glossary/archetype.md"],
  ["Which command deploys a site to Amazon S3?", "host-and-deploy/deploy-with-hugo-deploy.md"],
  ["What does the urlize function do?", "functions/urls/URLize.md"],
  ["What is a leaf bundle?", "content-management/page-bundles.md"],
  ["Which comment system does Hugo ship with support for?", "content-management/comments.md"],
  ["What does the fingerprint function add to an asset?", "hugo-pipes/fingerprint.md"],
  ["What is a section?", "content-management/sections.md"],
  ["What is Hugo's security model?", "about/security.md"],
];

// the pages are development data and not part of the repository
describe.skipIf(!existsSync(corpus))("992 pages of product documentation (skipped without FIRSTFIT_DATA)", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstfit-hugo-"));
  let project: App;
  let indexed: IngestSummary;

  beforeAll(async () => {
    for (const line of readFileSync(corpus, "utf8").trim().split("\n")) {
      const { _id, title, text } = JSON.parse(line) as { readonly _id: string; readonly title: string; readonly text: string }; // the set's README names these
      const file = join(folder, "pages", _id);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, title === "" ? text : `---\ntitle: ${JSON.stringify(title)}\n---\n${text}`);
    }
    project = await openProject({ folder });
    indexed = (await runOperation(project, "index", { paths: [join(folder, "pages")] })) as IngestSummary; // the verb's own type
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are read, and the empty ones are listed with their reason", () => {
    expect(indexed.documents.total + indexed.skipped.length).toBe(992);
    expect(new Set(indexed.skipped.map(({ reason }) => reason))).toEqual(new Set(["it holds no text"]));
  });

  for (const [question, page] of QUESTIONS) {
    it(`cites ${page}: ${question}`, async () => {
      const answer = (await runOperation(project, "ask", { question })) as AnswerResult; // as above
      expect(answer.kind).toBe("answered");
      expect(answer.kind === "answered" && answer.citations.map(({ document }) => document)).toContain(`content/en/${page}`);
    });
  }

  it("say nothing of what they do not hold", async () => {
    expect(await runOperation(project, "ask", { question: "What is the capital of France?" })).toMatchObject({ kind: "abstained" });
  });
});
