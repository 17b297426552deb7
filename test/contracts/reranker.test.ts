import { afterEach } from "vitest";
import { llmReranker } from "../../src/flows/rerank-by-model.ts";
import { cohereReranker } from "../../src/models/cohere.ts";
import { directCalls } from "../../src/models/direct-calls.ts";
import { scriptedModel } from "../../src/models/scripted.ts";
import { voyageReranker } from "../../src/models/voyage.ts";
import { featureReranker } from "../../src/search/rerank.ts";
import { cohereServer, voyageServer } from "../providers/embeddings.ts";
import type { ScriptedServer } from "../providers/server.ts";
import { rerankerContract } from "./reranker-contract.ts";

const calls = directCalls({ monotonicMs: () => 0 });
const servers: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function served(server: Promise<ScriptedServer>): Promise<string> {
  servers.push(await server);
  return (await server).url;
}

const statistics = () => ({ chunks: 4, documentFrequency: () => 1 });
rerankerContract("builtin/features", async () => ({ reranker: featureReranker({ statistics }), isInstant: true }));
rerankerContract("a chat model", async () => ({
  reranker: llmReranker(scriptedModel([{ times: 9, reply: { toolInput: { best: [3, 1, 2, 4] } } }])),
}));
for (const model of ["rerank-v3.5", "rerank-v4.0-pro"])
  rerankerContract(`cohere/${model}`, async () => ({
    reranker: cohereReranker({ model, apiKey: "co-123", calls, baseUrl: await served(cohereServer({ key: "co-123" })) }),
  }));
for (const model of ["rerank-2.5", "rerank-3"])
  rerankerContract(`voyage/${model}`, async () => ({
    reranker: voyageReranker({ model, apiKey: "pa-123", calls, baseUrl: `${await served(voyageServer({ key: "pa-123" }))}/v1` }),
  }));
