import { afterEach } from "vitest";
import { builtinEmbedder } from "../../src/models/builtin-embedder.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { ollamaEmbedder } from "../../src/models/ollama-embedder.ts";
import { compatibleEmbedder, openaiEmbedder } from "../../src/models/openai-embedder.ts";
import { voyageEmbedder } from "../../src/models/voyage.ts";
import { ollamaEmbedServer, openaiEmbeddingsServer, voyageServer } from "../providers/embeddings.ts";
import type { ScriptedServer } from "../providers/server.ts";
import { embedderContract } from "./embedder-contract.ts";

const calls = directCalls({ monotonicMs: () => 0 });
const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function served(server: Promise<ScriptedServer>): Promise<string> {
  servers.push(await server);
  return (await server).url;
}

embedderContract("builtin/wordnet", async () => builtinEmbedder());
for (const model of ["voyage-3-large", "voyage-3", "voyage-code-3", "voyage-3.5-lite", "voyage-4-large"])
  embedderContract(`voyage/${model}`, async () =>
    voyageEmbedder({ model, apiKey: "pa-123", calls, baseUrl: `${await served(voyageServer({ key: "pa-123" }))}/v1` }),
  );
embedderContract("voyage/voyage-3-large@256", async () =>
  voyageEmbedder({ model: "voyage-3-large", dimensions: 256, apiKey: "pa-123", calls, baseUrl: `${await served(voyageServer())}/v1` }),
);
embedderContract("openai/text-embedding-3-large", async () =>
  openaiEmbedder({
    model: "text-embedding-3-large",
    apiKey: "sk-123",
    calls,
    baseUrl: `${await served(openaiEmbeddingsServer({ key: "sk-123" }))}/v1`,
  }),
);
embedderContract("openai/text-embedding-3-small@512", async () =>
  openaiEmbedder({
    model: "text-embedding-3-small",
    dimensions: 512,
    apiKey: "sk-123",
    calls,
    baseUrl: `${await served(openaiEmbeddingsServer({ dimensions: 1_536 }))}/v1`,
  }),
);
embedderContract("openai-compatible/bge-large-en-v1.5@1024", async () =>
  compatibleEmbedder({
    model: "bge-large-en-v1.5",
    dimensions: 1_024,
    calls,
    baseUrl: `${await served(openaiEmbeddingsServer({ dimensions: 1_024 }))}/v1`,
  }),
);
embedderContract("ollama/nomic-embed-text", async () =>
  ollamaEmbedder({ model: "nomic-embed-text", calls, baseUrl: await served(ollamaEmbedServer()) }),
);
embedderContract("ollama/nomic-embed-text@256", async () =>
  ollamaEmbedder({ model: "nomic-embed-text", dimensions: 256, calls, baseUrl: await served(ollamaEmbedServer()) }),
);
