import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AnswerResult } from "../../src/core/results.ts";
import { openProject, runOperation } from "../../src/index.ts";
import type { App } from "../../src/index.ts";
import { renderAnswer } from "../../src/render/answer.ts";
import { plainStyle } from "../../src/render/style.ts";

const sample = fileURLToPath(new URL("../../examples/sample-project", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "firstfit-changed-"));
let app: App;

beforeAll(async () => {
  cpSync(sample, folder, { recursive: true, filter: (path) => !path.includes(".firstfit/") });
  app = await openProject({ folder });
  await runOperation(app, "index", {});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function askSponsor(): Promise<AnswerResult & { readonly kind: "answered" }> {
  const answer = (await runOperation(app, "ask", { question: "Who is the executive sponsor?" })) as AnswerResult; // the verb's own type
  if (answer.kind !== "answered") throw new Error("the sponsor stands in note01.txt");
  return answer;
}

test("a citation is marked when its file has changed or gone since it was indexed, and stays word for word what was indexed", async () => {
  const before = await askSponsor();
  expect(before.citations.map(({ document, source }) => [document, source])).toEqual([["note01.txt", undefined]]);
  expect(before.notes).toBeUndefined();

  appendFileSync(join(folder, "note01.txt"), "\nThe sponsor has changed since.\n");
  const changed = await askSponsor();
  expect(changed.citations).toEqual(before.citations.map((citation) => ({ ...citation, source: "changed" })));
  expect(changed.notes?.[0]).toMatch(/^note01\.txt has changed since it was indexed.*firstfit index$/);
  expect(renderAnswer(changed, { style: plainStyle, columns: 80, input: {} })).toContain("(the file has changed)");

  rmSync(join(folder, "note01.txt"));
  const gone = await askSponsor();
  expect(gone.citations.map(({ source }) => source)).toEqual(["gone"]);
  expect(gone.notes?.[0]).toMatch(/^note01\.txt is not there any more/);
});
