import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { buildApp } from "../src/config.ts";
import type { BillBefore } from "../src/core/bill.ts";
import type { IngestSummary, SearchResult } from "../src/core/results.ts";
import { runOperation } from "../src/operations.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import { KEYS } from "./providers/models.ts";
import type { ScriptedServer } from "./providers/server.ts";

let folder = "";
let server: ScriptedServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-contexts-"));
  mkdirSync(join(folder, "reports"));
  writeFileSync(join(folder, "reports", "first.md"), "# Quarter\n\nIt rose by 3% over the quarter before.\n");
  writeFileSync(join(folder, "reports", "second.md"), "# Quarter\n\nIt fell by 2% over the quarter before.\n");
  server = await anthropicServer({
    mind: ({ user }) => ({ text: user.includes("rose") ? "Revenue of Zephyrine Motors." : "Headcount of another firm." }),
    key: KEYS.anthropic,
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(verb: string, input: Record<string, unknown>, chunk = "{ contexts: true }"): Promise<unknown> {
  const config = join(folder, `${chunk.length}.config.mjs`);
  writeFileSync(config, `export default { sources: ["reports"], model: "anthropic/claude-haiku-4-5", chunk: ${chunk} };\n`);
  const environment = { ANTHROPIC_API_KEY: KEYS.anthropic, ANTHROPIC_BASE_URL: server.url, HOME: folder };
  return await runOperation(await buildApp({ folder, config, seed: 1, environment }), verb, input);
}

it("a chunk is found by what the model wrote about it, shown as it stands, and written about once", async () => {
  const before = (await run("index", { dryRun: true })) as IngestSummary & { readonly bill?: BillBefore };
  expect(server.ledger).toHaveLength(0);
  expect(JSON.stringify(before)).toContain("claude-haiku-4-5");

  await run("index", {});
  expect(server.ledger).toHaveLength(2);
  const { hits } = (await run("search", { question: "Zephyrine Motors" })) as SearchResult;
  expect(hits[0]).toMatchObject({ document: "first.md" });
  expect(hits[0]?.text).not.toContain("Zephyrine");

  await run("index", { rebuild: true });
  expect(server.ledger).toHaveLength(2);

  writeFileSync(join(folder, "reports", "second.md"), "# Quarter\n\nIt fell by 4% over the quarter before.\n");
  await run("index", {});
  expect(server.ledger).toHaveLength(3);
});

it("an index with contexts is told from one without", async () => {
  await run("index", {});
  await expect(run("index", {}, "{}")).rejects.toMatchObject({ code: "INDEX_MISMATCH" });
});
