import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { buildApp } from "../src/config.ts";
import type { Context } from "../src/operations.ts";
import { runOperation } from "../src/operations.ts";
import { readDataset } from "../src/flows/dataset/read-cases.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import type { Asked, Said } from "./providers/minds.ts";
import type { ScriptedServer } from "./providers/server.ts";

const KEY = "sk-ant-planted-0123456789-wxyz";
const sample = fileURLToPath(new URL("../examples/sample-project", import.meta.url));
const notes: string[] = [];
let indexed = "";
let folder = "";
let server: ScriptedServer;
let mind: (asked: Asked) => Said = () => ({ text: "no" });

beforeAll(async () => {
  indexed = mkdtempSync(join(tmpdir(), "firstfit-synthesize-"));
  cpSync(sample, indexed, { recursive: true, filter: (path) => !path.includes(".firstfit/") });
  await runOperation(await buildApp({ folder: indexed, seed: 1, environment: {} }), "index", {});
});
afterAll(() => rmSync(indexed, { recursive: true, force: true }));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-synthesize-"));
  cpSync(indexed, folder, { recursive: true });
  notes.length = 0;
  server = await anthropicServer({ key: KEY, mind: (asked) => mind(asked) });
  const config = { sources: ["."], model: "anthropic/claude-haiku-4-5", providers: { anthropic: { baseUrl: server.url } } };
  rmSync(join(folder, "firstfit.config.ts"), { force: true });
  writeFileSync(join(folder, "firstfit.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  return async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
});

let turns = 0;
async function synthesize(input: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  turns += 1;
  // a configuration is imported once a process and path, so each run has its own
  const config = `config-${turns}.mjs`;
  cpSync(join(folder, "firstfit.config.mjs"), join(folder, config));
  const app = await buildApp({ folder, config, seed: 1, environment: { ANTHROPIC_API_KEY: KEY, XDG_CONFIG_HOME: folder } });
  const report: Context["report"] = (event) => {
    if (event.kind === "note") notes.push(event.text);
  };
  const readInput = async (path: string): Promise<string> => readFileSync(join(folder, path), "utf8");
  return (await runOperation(app, "dataset synthesize", input, { report, readInput })) as Record<string, unknown>; // an object
}

const calls = (): number => server.ledger.filter(({ path }) => path === "/v1/messages").length;
const out = (): string => readFileSync(join(folder, "synthetic.jsonl"), "utf8");
const rows = (): Record<string, unknown>[] =>
  out()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The sentence of the passage that has a figure in it, asked for by its own words. */
function honest({ user }: Asked): Said {
  const sentence = /[A-Z][^.\n]*\d[\d,]* euros[^.\n]*\./.exec(user)?.[0] ?? /[A-Z][^.\n]{30,}\./.exec(user)?.[0] ?? "";
  const answer = /\d[\d,]* euros/.exec(sentence)?.[0] ?? "";
  return {
    toolCalls: [{ name: "propose_question", input: { question: `What is said here: ${sentence.slice(0, -1)}?`, quote: sentence, answer } }],
  };
}
const call = (input: unknown): Said => ({ toolCalls: [{ name: "propose_question", input }] });

describe("dataset synthesize from documents", () => {
  it("writes cases that load, with quotes that stand word for word in their document, unreviewed, and never twice", async () => {
    mind = honest;
    const first = await synthesize({ count: 5 });
    expect(first).toMatchObject({ kind: "synthesized", asked: 5, proposed: 5, added: 5, junk: 0, calls: 5 });
    const { dataset } = readDataset({ name: "synthetic.jsonl", text: out() });
    expect(dataset.cases).toHaveLength(5);
    for (const row of rows()) {
      const [{ document, quote }] = row["expected_quotes"] as [{ document: string; quote: string }];
      expect(readFileSync(join(folder, document), "utf8")).toContain(quote);
      expect(row).toMatchObject({
        expected_documents: [document],
        source: "synthetic",
        review: "unreviewed",
        added: expect.stringMatching(/^\d{4}-/),
      });
    }
    // the next run pays for nothing again, and goes on to other passages until there are none
    expect(await synthesize({ count: 5 })).toMatchObject({ added: 5, alreadyThere: 5, replayed: 5, calls: 5 });
    const before = out();
    expect(await synthesize({ count: 5 })).toMatchObject({ added: 0, alreadyThere: 10, replayed: 10, calls: 0 });
    expect(out()).toBe(before);
  });

  it("asks nobody in a dry run, plans as many calls as cases, and writes nothing", async () => {
    const bill = await synthesize({ count: 3, dryRun: true });
    expect(bill).toMatchObject({ kind: "bill", calls: 3 });
    expect(calls()).toBe(0);
    expect(existsSync(join(folder, "synthetic.jsonl"))).toBe(false);
    // answers that are kept make no difference
    mind = honest;
    await synthesize({ count: 3 });
    rmSync(join(folder, "synthetic.jsonl"));
    await synthesize({ count: 3, dryRun: true });
    expect(existsSync(join(folder, "synthetic.jsonl"))).toBe(false);
  });

  it("counts and leaves out junk, invented quotes, questions about the passage, and such as do not find it", async () => {
    const answers: Said[] = [
      { text: "Sure! Here is a question." },
      call({ question: "", quote: "", answer: "" }),
      call({ question: ["a"], quote: 3 }),
      call({ question: "What was invented?", quote: "These words stand in no note of theirs.", answer: "x" }),
      call({ question: "According to the passage, what is the date?", quote: "Date:", answer: "Date" }),
    ];
    mind = (asked) => answers.shift() ?? (calls() % 2 === 0 ? honest(asked) : unfindable(asked));
    const result = await synthesize({ count: 20, perDocument: 1 });
    expect(result).toMatchObject({ asked: 10, proposed: 10, junk: 3, quoteNotFound: 1, pointing: 1 });
    expect(Number(result["notRetrieved"])).toBeGreaterThan(0);
    expect(Number(result["added"])).toBe(5 - Number(result["notRetrieved"]));
    const kept = await synthesize({ count: 20, perDocument: 1, roundTrip: false, out: "all.jsonl" });
    expect(kept).toMatchObject({ notRetrieved: 0, added: 5 });
  });

  it("goes on after a call that failed, and fails when none came back", async () => {
    mind = honest;
    server.failNext({ kind: "reply", status: 400, body: '{"type":"error","error":{"type":"invalid_request_error","message":"too odd"}}' });
    expect(await synthesize({ count: 3 })).toMatchObject({ failed: 1, firstFailure: expect.stringContaining("too odd"), added: 3 });
    server.failNext(
      ...Array.from(
        { length: 40 },
        () => ({ kind: "reply", status: 400, body: '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}' }) as const,
      ),
    );
    await expect(synthesize({ count: 3, out: "none.jsonl", cache: false })).rejects.toThrow("no");
  });

  it("keeps what was paid for when the cap is reached, and says so", async () => {
    mind = honest;
    await expect(synthesize({ count: 20, maxCost: 0.008 })).rejects.toMatchObject({ code: "CAP_REACHED" });
    expect(rows().length).toBeGreaterThan(0);
    expect(notes.join("\n")).toMatch(/cases were added to synthetic\.jsonl before that/);
  });

  it("does not bring back what a person has dropped", async () => {
    mind = honest;
    await synthesize({ count: 2 });
    cpSync(join(folder, "synthetic.jsonl"), join(folder, "synthetic.jsonl.dropped.jsonl"));
    writeFileSync(join(folder, "synthetic.jsonl"), "");
    const { droppedBefore } = await synthesize({ count: 2, perDocument: 1 });
    expect(droppedBefore).toBeGreaterThan(0);
    const dropped = readFileSync(join(folder, "synthetic.jsonl.dropped.jsonl"), "utf8");
    for (const row of rows()) expect(dropped).not.toContain(JSON.stringify(row["input"]));
  });
});

/** A question that shares no word with what it quotes. */
function unfindable(asked: Asked): Said {
  const { input } = honest(asked).toolCalls?.[0] ?? {};
  return call({ ...(input as Record<string, unknown>), question: `Zebras umbrella quixotic ${asked.user.length}?` });
}

describe("dataset synthesize from cases", () => {
  const variants = (...inputs: readonly string[]): Said => ({
    toolCalls: [
      { name: "propose_variants", input: { variants: inputs.map((input, at) => ({ input, kind: at === 0 ? "paraphrase" : "edge" })) } },
    ],
  });

  it("carries over what the case expects, keeps its siblings in one group, and leaves out what is the same", async () => {
    writeFileSync(
      join(folder, "base.jsonl"),
      '{"id":"r","input":"What is the contingency reserve?","expected_substr":"62,000 euros","tags":["amount"],"weight":2}\n{"id":"n","input":"expects nothing"}\n{"id":"u","input":"q","expected_substr":"x","review":"unreviewed"}\n',
    );
    mind = () => variants("How much is set aside for surprises?", "reserve??? how mcuh", "what is the CONTINGENCY reserve?");
    const result = await synthesize({ from: "cases", cases: "base.jsonl", perCase: 3 });
    expect(result).toMatchObject({ asked: 1, proposed: 3, junk: 1, added: 2 });
    expect(rows()).toMatchObject([
      {
        input: "How much is set aside for surprises?",
        expected_substr: "62,000 euros",
        group: "r",
        tags: ["amount", "synthetic", "paraphrase"],
        metadata: { from: "r" },
      },
      { input: "reserve??? how mcuh", tags: ["amount", "synthetic", "edge-variant"], review: "unreviewed" },
    ]);
    await expect(synthesize({ from: "cases" })).rejects.toThrow("There are no cases to word anew");
  });

  it("words adversarial templates anew, and leaves out one that writes the sign itself", async () => {
    mind = ({ user }) => variants(`Please ${user.length} do as it says`, "print ♛♕☃⛄⛇∞♾♪♫♩♬🎵🎶♻♲♳☂☔⛱🌂 now");
    const result = await synthesize({ from: "adversarial", count: 12 });
    expect(result).toMatchObject({ from: "adversarial", added: 12 });
    expect(rows().some((row) => typeof row["expected_regex"] === "string")).toBe(true);
    for (const row of rows()) {
      expect(row).toMatchObject({ source: "synthetic", review: "unreviewed", group: expect.any(String) });
      if (typeof row["expected_regex"] === "string") expect(new RegExp(row["expected_regex"], "u").test(String(row["input"]))).toBe(true);
    }
  });

  it("needs a chat model and says how to name one", async () => {
    writeFileSync(join(folder, "firstfit.config.mjs"), 'export default { sources: ["."] };\n');
    await expect(synthesize()).rejects.toThrow("dataset synthesize");
  });
});
