import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../src/core/evaluation.ts";
import { caseTools } from "../src/config/candidates/case-tools.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import type { Mind } from "./providers/minds.ts";
import { openAiServer } from "./providers/openai.ts";
import type { ScriptedServer } from "./providers/server.ts";

const KEY = "sk-ant-planted-0123456789-wxyz";
let folder = "";
let server: ScriptedServer;
let mind: Mind;
let configs = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-prompts-"));
  mind = ({ user }) => ({ text: `you said ${user}` });
  server = await anthropicServer({ key: KEY, mind: (asked) => mind(asked) });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function appOf(config: Readonly<Record<string, unknown>>) {
  const file = `config-${(configs += 1)}.mjs`;
  const whole = {
    model: "anthropic/claude-haiku-4-5",
    providers: { anthropic: { baseUrl: server.url }, openai: { baseUrl: server.url } },
    ...config,
  };
  writeFileSync(join(folder, file), `export default ${JSON.stringify(whole)};\n`);
  return await buildApp({ folder, config: file, seed: 1, environment: { ANTHROPIC_API_KEY: KEY, OPENAI_API_KEY: KEY } });
}
async function only(config: Readonly<Record<string, unknown>>): Promise<Candidate> {
  const [candidate] = await (await appOf(config)).candidates({});
  if (candidate === undefined) throw new Error("there is no candidate");
  return candidate;
}
function ask(candidate: Candidate, input: Case["input"], context: Partial<TrialContext> = {}): Promise<CandidateOutput> {
  return candidate.run(input, { signal: new AbortController().signal, repeat: 0, caseId: "one", ...context });
}
const prompt = (more: Readonly<Record<string, unknown>> = {}) => ({ candidates: { p: { kind: "prompt", ...more } } });

describe("a model with a prompt", () => {
  test("is asked the bare input, and what it cost and used is told", async () => {
    const app = await appOf({});
    const [candidate] = await app.candidates({ model: "anthropic/claude-haiku-4-5" });
    const output = await ask(candidate as Candidate, "hello");
    expect(output).toMatchObject({ text: "you said hello", stop: "end", cost: { kind: "known" }, usage: { source: "provider" } });
    expect(output.cost?.kind === "known" && output.cost.usd).toBeGreaterThan(0);
    expect(candidate).toMatchObject({ name: "anthropic/claude-haiku-4-5", models: ["anthropic/claude-haiku-4-5"] });
    expect(server.ledger[0]?.body).not.toHaveProperty("system");
  });

  test("is built from the prompt that it names, with places filled from the case", async () => {
    const candidate = await only({
      prompts: { clerk: { task: "Sort the claim.", input: "Claim of {{region}}: {{input}}", temperature: 0.5 } },
      ...prompt({ prompt: "clerk", outputTokensMax: 77 }),
    });
    await ask(candidate, "a broken window", { metadata: { region: "north" } });
    expect(server.ledger[0]?.body).toMatchObject({ max_tokens: 77, temperature: 0.5 });
    expect(JSON.stringify(server.ledger[0]?.body)).toContain("Claim of north: a broken window");
    await expect(ask(candidate, "a broken window")).rejects.toMatchObject({ code: "BAD_INPUT", message: "{{region}} has no value." });
  });

  test("is given a whole conversation, with its system text", async () => {
    const candidate = await only(prompt());
    await ask(candidate, [
      { role: "system", text: "Be short." },
      { role: "user", text: "One?" },
      { role: "assistant", text: "1" },
      { role: "user", text: "Two?" },
    ]);
    const { body } = server.ledger[0] ?? {};
    expect(JSON.stringify(body.system)).toContain("Be short.");
    expect(body.messages.map(({ role }: { readonly role: string }) => role)).toEqual(["user", "assistant", "user"]);
  });

  test("asks each repeat anew, and neither twice", async () => {
    const candidate = await only(prompt());
    for (const repeat of [0, 1, 0, 1]) await ask(candidate, "hello", { repeat });
    expect(server.ledger.length).toBe(2);
  });

  test("keeps latency and cost of an answer from the cache", async () => {
    const candidate = await only(prompt());
    const [first, again] = [await ask(candidate, "hello"), await ask(candidate, "hello")];
    expect(again.cost).toEqual(first.cost);
    expect(server.ledger.length).toBe(1);
  });

  test("that forces a tool gives its input as text and as a call", async () => {
    mind = () => ({ toolCalls: [{ name: "sort", input: { label: "glass" } }] });
    const tool = {
      name: "sort",
      description: "Files the claim.",
      inputSchema: { type: "object", properties: { label: { type: "string" } } },
    };
    const candidate = await only(prompt({ prompt: { task: "Sort the claim.", tool } }));
    expect(await ask(candidate, "a broken window")).toMatchObject({
      text: '{"label":"glass"}',
      toolCalls: [{ name: "sort", input: { label: "glass" } }],
    });
  });

  test("is offered the functions of a case as BFCL writes them, and its calls are told by their own names", async () => {
    mind = ({ tools }) => ({ toolCalls: [{ name: tools[0] ?? "", input: { number: 5 } }] });
    const candidate = await only(prompt());
    const functions = [
      {
        name: "math.factorial",
        description: "n!",
        parameters: { type: "dict", properties: { number: { type: "float" } }, required: ["number"] },
      },
    ];
    const output = await ask(candidate, "5!", { metadata: { functions } });
    expect(output.toolCalls).toEqual([{ name: "math.factorial", input: { number: 5 } }]);
    expect(server.ledger[0]?.body.tools).toMatchObject([
      { name: "math_factorial", input_schema: { type: "object", properties: { number: { type: "number" } }, required: ["number"] } },
    ]);
    mind = () => ({ text: "no" });
    expect((await ask(candidate, "6!", { metadata: { functions } })).toolCalls).toEqual([]);
    expect((await ask(candidate, "7!")).toolCalls).toBeUndefined();
  });

  test("that refuses, or is cut off, gave an output and no error", async () => {
    const candidate = await only(prompt());
    mind = () => ({ text: "I cannot", stop: "refusal" });
    expect(await ask(candidate, "bad")).toMatchObject({ stop: "refusal" });
    mind = () => ({ text: "It is a long", stop: "length" });
    expect(await ask(candidate, "long")).toMatchObject({
      text: "It is a long",
      stop: "length",
      notes: ["The answer was cut off at 1024 tokens."],
    });
  });

  test("makes no call in a dry run, and plans each", async () => {
    const app = (await appOf(prompt())).spending({ isDryRun: true, useCache: true });
    const [candidate] = await app.candidates({});
    await ask(candidate as Candidate, "hello");
    await ask(candidate as Candidate, "hello", { repeat: 1 });
    expect((await app.billBefore()).calls).toBe(2);
    expect(server.ledger).toEqual([]);
  });

  test.each([
    [{ ...prompt({ prompt: "clerc" }), prompts: { clerk: { task: "x" } } }, 'Did you mean "clerk"?'],
    [prompt({ prompt: { persona: { voice: "calm", samples: [] } } }), /docs\/configuration\.md/],
    [prompt({ model: "builtin/extractive" }), /myModel/],
  ])("%j is refused before anything is asked", async (config, fix) => {
    await expect(only(config)).rejects.toMatchObject({ code: "BAD_CONFIG", fix: expect.stringMatching(fix) });
  });
});

describe("where a model takes no temperature", () => {
  test("most of the repeats of a prompt decide, and all of them are paid", async () => {
    let asked = 0;
    const openai = await openAiServer({ key: KEY, mind: () => ({ text: ["blue", "red", "red"][asked++ % 3] ?? "" }) });
    const candidate = await only({
      providers: { openai: { baseUrl: openai.url } },
      ...prompt({ model: "openai/gpt-5.4-mini", prompt: { task: "Name the colour.", repeats: 3 } }),
    });
    const output = await ask(candidate, "sky");
    expect(output).toMatchObject({ text: "red", notes: ["2 of 3 answers said this."] });
    expect(openai.ledger.length).toBe(3);
    expect(openai.ledger.every(({ body }) => body.temperature === undefined)).toBe(true);
    expect(candidate.definition).toMatchObject({ repeats: 3 });
    const once = openai.ledger.length;
    await ask(candidate, "sky", { repeat: 1 });
    expect(openai.ledger.length).toBe(once + 3);
    await openai.close();
  });
});

describe("tools of a case", () => {
  test("keep a property that is called type", () => {
    const { tools } = caseTools({
      functions: [
        {
          name: "f",
          parameters: { type: "dict", properties: { type: { type: "string" }, items: { type: "tuple", items: { type: "any" } } } },
        },
      ],
    });
    expect(tools[0]?.inputSchema).toEqual({
      type: "object",
      properties: { type: { type: "string" }, items: { type: "array", items: {} } },
    });
  });

  test("with names that become one stay apart", () => {
    const { tools, renamed } = caseTools({ functions: [{ name: "a.b" }, { name: "a_b" }] });
    expect(tools.map(({ name }) => name)).toEqual(["a_b", "a_b_2"]);
    expect(renamed([{ name: "a_b_2", input: {} }])).toEqual([{ name: "a_b", input: {} }]);
  });

  test.each([[{ functions: "f" }], [{ functions: [{}] }], [{ functions: [{ name: "f", parameters: 3 }] }]])(
    "that are %j are refused",
    (metadata) => {
      expect(() => caseTools(metadata)).toThrow(/metadata\.functions of the case/);
    },
  );
});
