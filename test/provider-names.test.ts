import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { EmbeddedTexts, SearchResult } from "../src/core/results.ts";
import { runOperation } from "../src/operations.ts";
import type { App } from "../src/operations.ts";
import { cohereServer, ollamaEmbedServer, openaiEmbeddingsServer, voyageServer } from "./providers/embeddings.ts";
import type { ScriptedServer } from "./providers/server.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "firstfit-names-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let servers: Readonly<Record<"voyage" | "openai" | "ollama" | "cohere", ScriptedServer>>;
let environment: Record<string, string>;
beforeEach(async () => {
  const [voyage, openai, ollama, cohere] = await Promise.all([
    voyageServer({ key: "pa-0123456789" }),
    openaiEmbeddingsServer({ key: "sk-0123456789" }),
    ollamaEmbedServer(),
    cohereServer({ key: "co-0123456789" }),
  ]);
  servers = { voyage, openai, ollama, cohere };
  environment = {
    HOME: folder,
    VOYAGE_API_KEY: "pa-0123456789",
    OPENAI_API_KEY: "sk-0123456789",
    COHERE_API_KEY: "co-0123456789",
  };
});
afterEach(async () => {
  for (const server of Object.values(servers)) await server.close();
});

function addresses(): unknown {
  const { voyage, openai, ollama, cohere } = servers;
  return {
    voyage: { baseUrl: `${voyage.url}/v1` },
    openai: { baseUrl: `${openai.url}/v1` },
    "openai-compatible": { baseUrl: `${openai.url}/v1` },
    ollama: { baseUrl: ollama.url },
    cohere: { baseUrl: cohere.url },
  };
}

let projects = 0;
function project(config: Readonly<Record<string, unknown>> = {}): Promise<App> {
  const place = join(folder, String(++projects));
  mkdirSync(join(place, "notes"), { recursive: true });
  writeFileSync(join(place, "firstfit.config.mjs"), `export default ${JSON.stringify({ ...config, providers: addresses() })};\n`);
  writeFileSync(join(place, "notes", "training.txt"), "Training takes half a day for each driver.\n");
  writeFileSync(join(place, "notes", "sponsor.txt"), "Dana Whitfield is the executive sponsor of the project.\n");
  return buildApp({ folder: place, seed: 1, environment });
}

async function run(app: App, name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  return await runOperation(app, name, input);
}

describe("embed --model", () => {
  test.each([
    ["voyage/voyage-3-large", "voyage/voyage-3-large@1024", 1_024],
    ["voyage/voyage-code-3@512", "voyage/voyage-code-3@512", 512],
    ["openai/text-embedding-3-small@256", "openai/text-embedding-3-small@256", 256],
    ["ollama/nomic-embed-text", expect.stringMatching(/^ollama\/nomic-embed-text@768 F16/), 768],
    ["builtin/wordnet", expect.stringContaining("builtin/wordnet") as string, 256],
  ])("%s", async (model, id, dimensions) => {
    const made = (await run(await project(), "embed", { texts: ["a cat", "a kitten"], model })) as EmbeddedTexts;
    expect(made).toMatchObject({ model: id, dimensions });
    expect(made.cosine[0]?.[0]).toBeCloseTo(1, 5);
  });

  test("a server that speaks as OpenAI does, whose name has slashes", async () => {
    environment["OPENAI_COMPATIBLE_API_KEY"] = "sk-0123456789";
    const made = await run(await project(), "embed", { texts: ["a"], model: "openai-compatible/BAAI/bge-m3@3072" });
    expect(made).toMatchObject({ model: "openai-compatible/BAAI/bge-m3@3072" });
    expect(servers.openai.ledger[0]?.body.model).toBe("BAAI/bge-m3");
  });

  test.each([
    ["nobody/there", "BAD_CONFIG", "Known names"],
    ["voyage/", "BAD_CONFIG", "Known names"],
    ["constructor/x", "BAD_CONFIG", "Known names"],
    ["voyage/voyage-9", "BAD_CONFIG", "voyage/voyage-9@1024"],
    ["openai-compatible/m", "BAD_CONFIG", "openai-compatible/m@768"],
  ])("%s is an error that says what to write", async (model, code, fix) => {
    await expect(run(await project(), "embed", { texts: ["a"], model })).rejects.toMatchObject({ code, fix: expect.stringContaining(fix) });
  });

  test("without a key says which to set, and with a wrong one where it is", async () => {
    delete environment["VOYAGE_API_KEY"];
    const asked = { texts: ["a"], model: "voyage/voyage-3-large" };
    await expect(run(await project(), "embed", asked)).rejects.toMatchObject({
      code: "MISSING_KEY",
      fix: expect.stringContaining("VOYAGE_API_KEY"),
    });
    environment["VOYAGE_API_KEY"] = "pa-wrong-0123456789";
    await expect(run(await project(), "embed", asked)).rejects.toMatchObject({
      code: "AUTH",
      fix: expect.stringContaining("VOYAGE_API_KEY"),
    });
  });
});

test("an index with Voyage tells passages from questions, and --rerank takes a name, also from the configuration", async () => {
  const app = await project({ embedder: "voyage/voyage-3-large", reranker: "voyage/rerank-2.5" });
  await run(app, "index", { paths: [join(app.project.folder, "notes")] });
  const sent = servers.voyage.ledger.map(({ body }) => body.input_type);
  expect(new Set(sent)).toEqual(new Set(["document"]));
  const question = "Who is the executive sponsor?";
  const found = (await run(app, "search", { question, rerank: "cohere/rerank-v3.5", trace: true })) as SearchResult;
  expect(found.hits[0]).toMatchObject({ document: "sponsor.txt" });
  expect(servers.voyage.ledger.at(-1)?.body).toMatchObject({ input: [question], input_type: "query" });
  expect(servers.cohere.ledger).toHaveLength(1);
  await run(app, "search", { question, rerank: "configured" });
  expect(servers.voyage.ledger.at(-1)).toMatchObject({ path: "/v1/rerank", body: { model: "rerank-2.5" } });
  await expect(run(app, "search", { question, rerank: "nobody" })).rejects.toMatchObject({ code: "BAD_CONFIG" });
  await expect(run(app, "search", { question, rerank: "nobody/there" })).rejects.toMatchObject({ code: "BAD_CONFIG" });
});

test("a reranker whose key is refused is an error, and one that cannot be asked this leaves the order of before", async () => {
  const app = await project();
  await run(app, "index", { paths: [join(app.project.folder, "notes")] });
  const asked = { question: "Who is the executive sponsor?", rerank: "cohere/rerank-v3.5", trace: true };
  servers.cohere.failNext({ kind: "reply", status: 422, body: "{}" });
  const found = (await run(app, "search", asked)) as SearchResult;
  expect(found.hits[0]).toMatchObject({ document: "sponsor.txt" });
  expect(JSON.stringify(found.trace)).toContain("422");
  environment["COHERE_API_KEY"] = "co-wrong-0123456789";
  const wrong = await buildApp({ folder: app.project.folder, seed: 1, environment });
  await expect(run(wrong, "search", asked)).rejects.toMatchObject({ code: "AUTH" });
});
