import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CompletionRequest } from "../core/model.ts";
import type { PromptDefinition } from "../core/prompt-definition.ts";
import type { Embedder } from "../core/retrieval.ts";
import { fillTemplate, placeholders } from "../text/template.ts";
import { promptOfDefinition } from "./budget/definition.ts";
import { buildPrompt, edgesFirst, type BuildPromptOptions, type PromptInput } from "./prompt.ts";

const EXAMPLES = ["The bread was stale.", "My parcel never came.", "The rolls were delicious.", "The courier was late."].map((input) => ({
  input,
  output: /bread|rolls/.test(input) ? "bakery" : "delivery",
}));
const TOOL = {
  name: "file_ticket",
  description: "Files a ticket.",
  inputSchema: { type: "object", properties: { team: { type: "string", enum: ["bakery", "delivery"] } }, required: ["team"] },
};
const FORMS: Readonly<Record<string, readonly [PromptDefinition, PromptInput, Partial<BuildPromptOptions>?]>> = {
  "role, format and constraint": [
    {
      role: "You are a support clerk of a bakery.",
      task: "Answer the customer's message.",
      format: ["Three sentences at most.", "No greeting."],
      constraints: ["Never promise a refund."],
    },
    { input: "My bread was stale." },
  ],
  "persona with three samples": [
    {
      persona: {
        voice: "dry, short, friendly",
        samples: ["Rain again. The roof holds.", "The ferry is late. So is everyone on it.", "New kettle. It boils. No complaints."],
      },
      task: "Announce what you are given.",
    },
    { input: "The shop opens an hour later on Sunday." },
  ],
  "fixed examples": [{ task: "Name the team.", examples: { from: EXAMPLES, count: 2 } }, { input: "The cake was dry." }],
  "examples chosen by likeness": [
    { task: "Name the team.", constraints: ["Answer with one word."], examples: { from: EXAMPLES, choose: "similar", count: 2 } },
    { input: "The van came late." },
  ],
  "forced tool": [{ task: "File the message.", tool: TOOL, outputTokensMax: 200 }, { input: "My parcel never came." }],
  "long context, no temperature, web search": [
    {
      role: "You answer from passages.",
      constraints: ["Use the passages and nothing else."],
      input: "Context:\n{{context}}\n\nQuestion from {{customer}}: {{input}}",
      webSearch: true,
      repeats: 2,
    },
    { input: "When do you open?", context: ["best", "second", "third", "fourth"], values: { customer: "Ada" } },
    { takesTemperature: false },
  ],
};

/** Letters in common stand for likeness of meaning; enough to tell "late" from "stale". */
const embedder: Embedder = {
  id: "test/words",
  dimensions: 4,
  embedBatch: async (texts) =>
    texts.map((text) => {
      const counts = [/late/i, /came|parcel/i, /bread|rolls/i, /./].map((pattern) => (pattern.test(text) ? 1 : 0.1));
      const length = Math.hypot(...counts);
      return Float32Array.from(counts, (each) => each / length);
    }),
};

function shown(request: CompletionRequest): string {
  const { system, messages, ...rest } = request;
  return [`--- system\n${system}`, ...messages.map(({ role, text }) => `--- ${role}\n${text}`), `--- ${JSON.stringify(rest)}`].join("\n");
}

describe("each form of prompt is built as it was", () => {
  for (const [name, [definition, input, options]] of Object.entries(FORMS))
    test(name, async () => {
      const requests = await buildPrompt(definition, input, { takesTemperature: true, embedder, ...options });
      const file = name.replace(/[^a-z]+/g, "-");
      await expect(`${requests.map(shown).join("\n\n")}\n`).toMatchFileSnapshot(`../../test/golden/prompt-${file}.txt`);
      expect(await buildPrompt(definition, input, { takesTemperature: true, embedder, ...options })).toEqual(requests);
    });
});

describe("a prompt", () => {
  const build = async (definition: PromptDefinition, input: Partial<PromptInput> = {}, options: Partial<BuildPromptOptions> = {}) =>
    (await buildPrompt(definition, { input: "x", ...input }, { takesTemperature: true, ...options }))[0];

  test("has the same system text for every input, whatever it is", async () => {
    const definition = { role: "You help.", examples: { from: EXAMPLES, choose: "similar" as const }, constraints: ["Be brief."] };
    const [a, b] = await Promise.all(["one", "late"].map(async (input) => await build(definition, { input }, { embedder })));
    expect(a?.system).toBe(b?.system);
    expect(a?.stablePrefix).toBe(true);
  });

  test("never shows an input as its own example", async () => {
    const request = await build(
      { examples: { from: EXAMPLES, choose: "similar" }, task: "Name the team." },
      { input: "The courier was late." },
      { embedder },
    );
    expect(request?.messages[0]?.text.match(/The courier was late\./g)).toHaveLength(1);
  });

  test("is asked once with a temperature, and several times without one", async () => {
    const once = await buildPrompt({ role: "x" }, { input: "y" }, { takesTemperature: true });
    expect(once.map(({ temperature, repeat }) => ({ temperature, repeat }))).toEqual([{ temperature: 0, repeat: 0 }]);
    const often = await buildPrompt({ role: "x" }, { input: "y" }, { takesTemperature: false });
    expect(often.map(({ repeat }) => repeat)).toEqual([0, 1, 2]);
    expect(often[0]).not.toHaveProperty("temperature");
  });

  test("that says nothing, has two samples, or has no embedder for its examples is refused", async () => {
    await expect(build({})).rejects.toThrow(/says nothing/);
    await expect(build({ persona: { voice: "dry", samples: ["a", "b"] } })).rejects.toThrow(/2 of the 3/);
    await expect(build({ examples: { from: EXAMPLES, choose: "similar" }, role: "x" })).rejects.toThrow(/embedder/);
    await expect(build({ role: "x", input: "{{inputt}}" })).rejects.toThrow(/inputt/);
  });

  test("can be counted before there is an input, with its places open", async () => {
    const prompt = await promptOfDefinition(FORMS["long context, no temperature, web search"]?.[0] ?? {});
    const sectionOf = (place: string) => prompt.parts.find(({ text }) => text.includes(place))?.section;
    expect(["{{context}}", "{{customer}}", "{{input}}"].map(sectionOf)).toEqual(["context", "input", "input"]);
    expect(prompt.notes.join(" ")).toMatch(/2 times.*web search/s);
    const forced = await promptOfDefinition(FORMS["forced tool"]?.[0] ?? {});
    expect(forced.parts[0]?.section).toBe("tools");
    expect(forced.outputTokensMax).toBe(200);
  });
});

describe("a template", () => {
  test("is filled with texts as they are, and what is filled in opens no place", () => {
    expect(fillTemplate("{{a}} and {{ b }}", { a: "{{b}}", b: "$&" })).toBe("{{b}} and $&");
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(fillTemplate("<{{a}}|{{a}}>", { a: text })).toBe(`<${text}|${text}>`);
      }),
    );
  });

  test("refuses a name without a value, a value without a place, and what is no name", () => {
    expect(() => fillTemplate("{{inptu}}", { input: "x" })).toThrow(
      expect.objectContaining({ code: "BAD_INPUT", fix: 'Did you mean "input"?' }),
    );
    expect(() => fillTemplate("{{input}}", { input: "x", question: "y" })).toThrow(/"question" has no place/);
    for (const place of ["{{#each a}}", "{{a + b}}", "{{}}", "{{constructor()}}"]) expect(() => placeholders(place)).toThrow(/is no name/);
    expect(() => fillTemplate("{{toString}}", {})).toThrow(/has no value/);
  });
});

test("the best passages stand at both edges", () => {
  expect(edgesFirst([1, 2, 3, 4, 5])).toEqual([1, 3, 5, 4, 2]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), (ranks) => {
      expect(edgesFirst(ranks).toSorted((a, b) => a - b)).toEqual(ranks.toSorted((a, b) => a - b));
    }),
  );
});
