import { scriptedModel } from "../../src/models/scripted.ts";
import type { CompletionRequest } from "../../src/core/model.ts";
import { PROVIDERS } from "../providers/models.ts";
import { modelContract } from "./model-contract.ts";

const request: CompletionRequest = {
  system: "You are a test.",
  messages: [{ role: "user", text: "How big is the reserve?" }],
  outputTokensMax: 100,
};
const tool = {
  name: "rank",
  description: "Takes an order.",
  inputSchema: { type: "object", properties: { order: { type: "array", items: { type: "integer" } } }, required: ["order"] },
};
const said = "The reserve is 40,000 euros – über 5 €, and no more.";
const order = { order: [2, 1] };

modelContract("scripted", async () => {
  const answering = scriptedModel([{ reply: { text: said }, times: 10 }]);
  return {
    model: answering,
    request,
    forced: { model: scriptedModel([{ reply: { toolInput: order }, times: 10 }]), request: { ...request, tool } },
    close: async () => {},
  };
});

for (const [name, open] of Object.entries(PROVIDERS))
  modelContract(name, async () => {
    const { model, server } = await open(({ tools, forced }) =>
      forced === undefined && !tools.includes("rank") ? { text: said } : { toolCalls: [{ name: "rank", input: order }] },
    );
    const fail = async (): Promise<void> =>
      server.failNext({
        kind: "reply",
        status: 429,
        headers: { "retry-after": "3" },
        body: '{"error":{"type":"rate_limit_error","message":"slow down"}}',
      });
    return {
      model,
      request,
      forced: { model, request: { ...request, tool } },
      offered: { ...request, tools: [tool] },
      fail,
      close: () => server.close(),
    };
  });
