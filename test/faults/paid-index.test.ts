import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { ingest } from "../../src/flows/ingest.ts";
import type { IngestContext } from "../../src/flows/ingest.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { voyageEmbedder } from "../../src/models/voyage.ts";
import { memoryIndex } from "../../src/stores/memory.ts";
import { startChild } from "../fixtures/child.ts";
import { memoryFileSystem } from "../fixtures/memory-file-system.ts";
import { plainExtract } from "../fixtures/plain-extract.ts";
import { billedTexts, voyageServer } from "../providers/embeddings.ts";
import type { ScriptedServer } from "../providers/server.ts";

const bin = fileURLToPath(new URL("../../src/bin.ts", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-paid-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of one batch, as in flows/ingest/plan.ts: what is lost with a process that is killed. */
const BATCH_FILES = 64;
const FILES = 4 * BATCH_FILES;

let server: ScriptedServer;
beforeEach(async () => {
  server = await voyageServer();
});
afterEach(async () => {
  await server.close();
});

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, VOYAGE_API_KEY: "pa-0123456789", HOME: folder };
}

function billedAgain(): string[] {
  const billed = billedTexts(server);
  return billed.filter((text, at) => billed.indexOf(text) < at);
}

test.each([2, 4])("an index killed at call %i goes on where it was, and pays at most the batch in hand again", async (kill) => {
  const place = join(folder, `project${kill}`);
  const notes = join(place, "notes");
  mkdirSync(notes, { recursive: true });
  const config = { embedder: "voyage/voyage-3-large@256", providers: { voyage: { baseUrl: `${server.url}/v1` } } };
  writeFileSync(join(place, "firstfit.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  for (let i = 0; i < FILES; i++) writeFileSync(join(notes, `note${i}.txt`), `Note ${i} of project ${kill} is about subject ${i * 7}.\n`);
  const run = () =>
    startChild(process.execPath, ["--disable-warning=ExperimentalWarning", bin, "index", "notes"], { cwd: place, env: environment() });

  server.failNext(...Array.from({ length: kill - 1 }, () => undefined), { kind: "stall", afterBytes: 0 });
  const first = run();
  while (server.ledger.length < kill) await new Promise((resolve) => setTimeout(resolve, 5));
  void first.kill();
  await first.exited;
  const before = billedTexts(server).length;

  expect((await run().exited).code).toBe(0);
  const again = billedAgain();
  expect(new Set(billedTexts(server)).size).toBe(FILES);
  expect(again.length).toBeLessThanOrEqual(Math.min(BATCH_FILES, before));
  const paid = server.ledger.length;
  expect((await run().exited).code).toBe(0);
  expect(server.ledger).toHaveLength(paid);
});

function inMemory(files: Readonly<Record<string, string>>): IngestContext {
  const embedder = voyageEmbedder({
    model: "voyage-3-large",
    apiKey: "pa-0123456789",
    baseUrl: `${server.url}/v1`,
    calls: directCalls({ monotonicMs: () => 0 }),
  });
  const settings = { embedder: embedder.id, dimensions: embedder.dimensions, chunkTokensMin: 300, chunkTokensMax: 800, revision: "1" };
  return {
    index: memoryIndex({ settings, embedder }),
    embedder,
    extract: plainExtract,
    extensions: new Set([".txt"]),
    fileSystem: memoryFileSystem(files),
    monotonicMs: () => 0,
  };
}

test("a text that the provider refuses costs its file, with the provider's words, and no other", async () => {
  await server.close();
  server = await voyageServer({ contextTokens: 20 });
  const long = Array.from({ length: 40 }, (_, i) => `long${i}`).join(" ");
  const outcome = await ingest(["/a"], inMemory({ "/a/one.txt": "a short note", "/a/two.txt": long, "/a/three.txt": "another note" }));
  expect(outcome.skipped.map(({ id }) => id)).toEqual(["two.txt"]);
  expect(outcome.skipped[0]?.reason).toMatch(/gave no vector: voyage .* has too many tokens/);
  expect(outcome).toMatchObject({ kind: "indexed", documents: { total: 2 } });
});

test("a refused key ends the run with its own code, not as a failure of the model", async () => {
  server.failNext({ kind: "reply", status: 401, body: JSON.stringify({ detail: "Provided API key is invalid." }) });
  await expect(ingest(["/a"], inMemory({ "/a/one.txt": "a note" }))).rejects.toMatchObject({ code: "AUTH" });
});

test("an abort ends the call under way, and what was stored before stays", async () => {
  const abort = new AbortController();
  const files = Object.fromEntries(Array.from({ length: BATCH_FILES + 1 }, (_, i) => [`/a/note${i}.txt`, `note ${i}`]));
  server.failNext(undefined, { kind: "stall", afterBytes: 0 });
  const context = inMemory(files);
  const running = ingest(["/a"], { ...context, signal: abort.signal });
  while (server.ledger.length < 2) await new Promise((resolve) => setImmediate(resolve));
  abort.abort();
  expect(await running).toMatchObject({ kind: "indexed", complete: false, documents: { total: BATCH_FILES } });
  expect(await ingest(["/a"], context)).toMatchObject({ complete: true, documents: { total: BATCH_FILES + 1 } });
  expect(billedAgain()).toHaveLength(1);
});
