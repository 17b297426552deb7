import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Tiktoken } from "js-tiktoken/lite";
import cl100k from "js-tiktoken/ranks/cl100k_base";
import { describe, expect, onTestFinished, test } from "vitest";
import { estimateTokens } from "../text/tokens.ts";
import { tokenFamily } from "../text/token-families.ts";
import { bytePairCount } from "./byte-pairs.ts";
import { openaiTokenizer } from "./openai-tokenizer.ts";
import { tokenCounter } from "./token-counter.ts";

describe("OpenAI's vocabularies", () => {
  test("count as js-tiktoken's own merge does, whatever the text", { timeout: 120_000 }, () => {
    // its smaller vocabulary, which it takes half as long to load
    const theirs = new Tiktoken(cl100k);
    const ours = openaiTokenizer("cl100k_base");
    if (ours === undefined) throw new Error("js-tiktoken is a dev dependency");
    const word = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: "binary", maxLength: 8 }), fc.lorem({ maxCount: 5 }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join(" ").toWellFormed();
        expect(ours(text)).toBe(theirs.encode(text, [], []).length);
      }),
    );
  });

  // counted with js-tiktoken 1.0.21
  test.each([
    ["Die Rücklage beträgt 62.000 Euro, ein Zehntel des Budgets.", 18],
    ["应急储备是预算的十分之一。", 10],
    ["الاحتياطي هو عُشر الميزانية.", 11],
    ["const a = { b: [1, 2, 3] };\n\treturn a?.b ?? null;", 23],
    ["<|endoftext|> is text here", 10],
    ["🥛🚛 milk", 5],
  ])("count %j as %i tokens of o200k_base", (text, tokens) => {
    expect(openaiTokenizer("o200k_base")?.(text)).toBe(tokens);
  });

  test("count 3 tokens for a greeting, 6 for a very long word", () => {
    const counter = tokenCounter("openai/gpt-4o");
    expect(counter.count("Hello, world")).toBe(3);
    expect(counter.count("antidisestablishmentarianism")).toBe(6);
    expect(counter).toMatchObject({ source: "tokenizer", by: "o200k_base" });
  });

  test("merge the leftmost of equal pairs, and keep bytes that no pair holds", () => {
    const vocabulary = { ranks: new Map([["aa", 0], ["ab", 1], ["aab", 2]]), bytesMax: 3 }; // prettier-ignore
    expect(bytePairCount("aaa", vocabulary)).toBe(2);
    expect(bytePairCount("aab", vocabulary)).toBe(1);
    expect(bytePairCount("xyz", vocabulary)).toBe(3);
    expect(bytePairCount("", vocabulary)).toBe(0);
  });
});

describe("the family of a model", () => {
  test.each([
    ["openai/gpt-4o-mini", "o200k_base"],
    ["gpt-5.4-nano", "o200k_base"],
    ["o3-mini", "o200k_base"],
    ["gpt-4-turbo", "cl100k_base"],
    ["gpt-4.1", "o200k_base"],
    ["gpt-6-luna", undefined],
    ["claude-haiku-4-5", undefined],
  ])("%s has %s", (model, vocabulary) => {
    expect(tokenFamily(model).vocabulary).toBe(vocabulary);
  });

  test.each([
    ["anthropic/claude-opus-4-7", "Claude from 4.7 on"],
    ["claude-opus-5-5", "Claude from 4.7 on"],
    ["claude-sonnet-4-20250514", "Claude before 4.7"],
    ["claude-3-5-sonnet-20241022", "Claude before 4.7"],
    ["anthropic/claude-haiku-4.5", "Claude before 4.7"],
  ])("%s is %s", (model, name) => {
    expect(tokenFamily(model).name).toBe(name);
  });
});

describe("an estimate", () => {
  test("says that it is one, and what would count better", () => {
    expect(tokenCounter("anthropic/claude-opus-4-7")).toMatchObject({
      source: "estimate",
      better: expect.stringContaining("count endpoint"),
    });
    expect(tokenCounter("ollama/mystery:8b")).toMatchObject({ source: "estimate", better: expect.stringContaining("tokenizers") });
  });

  test("grows for Claude from 4.7 on where the script is Latin, and is as before elsewhere", () => {
    const before = tokenCounter("claude-opus-4-6");
    const after = tokenCounter("claude-opus-4-7");
    const english = "The contingency reserve is a tenth of the budget. ".repeat(20);
    const chinese = "应急储备是预算的十分之一。".repeat(20);
    expect(after.count(english) / before.count(english)).toBeCloseTo(1.3, 2);
    expect(after.count(chinese) / before.count(chinese)).toBeCloseTo(1, 2);
    expect(tokenCounter("gpt-6-sol").count(english)).toBe(estimateTokens(english));
  });
});

describe("a tokenizer.json", () => {
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "firstfit-tokenizer-"));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  test("counts for the model that it is named for", () => {
    const file = join(folder(), "tokenizer.json");
    const vocab = { "[UNK]": 0, cat: 1, "##s": 2, sleep: 3 };
    writeFileSync(
      file,
      JSON.stringify({
        version: "1.0",
        added_tokens: [],
        normalizer: { type: "Lowercase" },
        pre_tokenizer: { type: "Whitespace" },
        post_processor: null,
        decoder: null,
        model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab },
      }),
    );
    const counter = tokenCounter("local/tiny", { tokenizerFile: file });
    expect(counter).toMatchObject({ source: "tokenizer", by: file });
    expect(counter.count("Cats sleep")).toBe(3);
  });

  test("that is none is refused with the file's name", () => {
    const file = join(folder(), "tokenizer.json");
    writeFileSync(file, "{}");
    expect(() => tokenCounter("local/tiny", { tokenizerFile: file })).toThrow(expect.objectContaining({ code: "BAD_INPUT" }));
    expect(() => tokenCounter("local/tiny", { tokenizerFile: "/nowhere/tokenizer.json" })).toThrow(/nowhere/);
  });
});
