import { expect, it } from "vitest";
import { directCalls } from "./direct-calls.ts";

it("makes every call once, says how long it took, and claims no price", async () => {
  const times = [100, 130];
  const runner = directCalls({ monotonicMs: () => times.shift() ?? 0 });
  const said: string[] = [];
  const result = await runner.run(
    {
      operation: "complete",
      provider: "p",
      model: "m",
      request: {},
      repeat: 0,
      expected: { inputTokens: 1, outputTokensMax: 1 },
      perform: async ({ onText }) => {
        onText?.("yes");
        return { response: "yes", usage: { source: "none" } };
      },
    },
    { onText: (text) => said.push(text) },
  );
  expect(result).toEqual({
    response: "yes",
    usage: { source: "none" },
    facts: { latencyMs: 30, cost: { kind: "unknown", reason: "nobody keeps prices here" }, replayed: false, retries: 0 },
  });
  expect(said).toEqual(["yes"]);
});
