import { spawn } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildApp } from "../src/config.ts";
import type { DecisionDocument, DecisionReport } from "../src/core/decision.ts";
import { runCli } from "../src/doors/cli.ts";
import { anthropicServer } from "./providers/anthropic.ts";
import { ollamaServer } from "./providers/ollama.ts";
import type { ScriptedServer } from "./providers/server.ts";

const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const KEY = "sk-ant-planted-0123456789-wxyz";

let folder = "";
let server: ScriptedServer;
/** What the model answers. */
let said: (asked: { readonly user: string; readonly system: string }) => string = () => "";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-decide-"));
  server = await anthropicServer({ key: KEY, mind: (asked) => ({ text: said(asked) }) });
  write(
    "cases.jsonl",
    Array.from({ length: 60 }, (_, at) => ({ id: `c${at + 1}`, input: `${at + 1} + 1`, expected_exact: String(at + 2) })),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, rows: readonly object[]): void {
  writeFileSync(join(folder, name), rows.map((row) => JSON.stringify(row)).join("\n"));
}

const ADD = "(input) => String(Number.parseInt(input, 10) + 1)";
const LADDER = `{
  candidates: { wrong: () => "0", half: (input) => (Number.parseInt(input, 10) % 2 ? "0" : (${ADD})(input)), right: ${ADD} },
  task: { name: "Add one", bar: { passRateMin: 0.8, passRateTarget: 0.9 }, rungs: ["wrong", "half", "right"] },
}`;

async function firstfit(arguments_: readonly string[], config = LADDER, environment: Readonly<Record<string, string>> = {}) {
  // a configuration is imported once a process and path; its name stands in the line that decides again
  const name = `config-${hash("sha256", config, "hex").slice(0, 8)}.mjs`;
  writeFileSync(join(folder, name), `export default ${config};\n`);
  const [out, err]: [string[], string[]] = [[], []];
  const seen = { XDG_CONFIG_HOME: folder, ...environment };
  const exit = await runCli(
    {
      arguments: [...arguments_, "--config", name],
      environment: seen,
      stdout: { write: (text) => void out.push(text), isTTY: false, columns: 100 },
      stderr: { write: (text) => void err.push(text), isTTY: false, columns: 100 },
      readStdin: async () => "",
      signal: new AbortController().signal,
      nowMs: () => 0,
    },
    (given) => buildApp({ ...given, folder, environment: seen, onWait: (text) => void err.push(`${text}\n`) }),
    "0",
  );
  const stdout = out.join("");
  return { exit, stdout, stderr: err.join(""), report: () => JSON.parse(stdout) as DecisionReport };
}

/** What the model was asked, without what was asked of the model. */
const chats = () => server.ledger.filter(({ path }) => path === "/v1/messages");

const bytes = (file: string): string => readFileSync(join(folder, file), "utf8");
const FORMS = ["decision.md", "decision.html", "decision.json"] as const;

describe("firstfit decide", () => {
  test("adopts the first rung that is proved, with exit 0, three documents, and a copy that is kept", async () => {
    const { exit, stdout } = await firstfit(["decide"]);
    expect(exit).toBe(0);
    expect(stdout).toContain("Adopt right.");
    expect(stdout).toContain("Written: decision.md, decision.html, decision.json");
    const document = JSON.parse(bytes("decision.json")) as DecisionDocument;
    expect(document.outcome).toEqual({ kind: "adopted", rung: "right" });
    expect(document).not.toHaveProperty("run");
    expect(document.versions.firstfit).toMatch(/^\d+\.\d+\.\d+/);
    const kept = readdirSync(join(folder, ".firstfit", "decisions"));
    expect(kept.toSorted()).toEqual([...["html", "json", "md"].map((form) => `${document.id}.${form}`), "made.jsonl"]);
  });

  test("made again it runs nothing and writes the same bytes; --no-resume measures anew", async () => {
    await firstfit(["decide"]);
    const first = FORMS.map(bytes);
    const again = (await firstfit(["decide", "--json"])).report();
    expect(again.run.resumed).toBeGreaterThan(30);
    expect(FORMS.map(bytes)).toEqual(first);
    const anew = (await firstfit(["decide", "--no-resume", "--json"])).report();
    expect([anew.run.resumed, anew.run.id === again.run.id]).toEqual([0, false]);
  });

  test.each([
    { what: "undecided", args: ["--rung", "right", "--bar", "0.99"], exit: 4, says: "Undecided: no rung is proved to meet the bar yet" },
    { what: "no rung", args: ["--rung", "wrong", "--rung", "half"], exit: 100, says: "No rung that was measured meets the bar" },
    { what: "an unknown rung", args: ["--rung", "rigth"], exit: 2, says: 'Did you mean "right"?' },
    { what: "a bar of 1", args: ["--bar", "1"], exit: 2, says: "A pass rate of 1 cannot be proved" },
    { what: "a target below the bar", args: ["--target", "0.7"], exit: 2, says: "The target 0.7 is not above the bar 0.8" },
    { what: "no decision yet", args: ["--since"], exit: 2, says: "No decision is kept." },
  ])("ends by what came of it: $what", async ({ args, exit, says }) => {
    const ended = await firstfit(["decide", ...args]);
    expect(ended.exit).toBe(exit);
    expect(ended.stdout + ended.stderr).toContain(says);
  });

  test("says which rungs to walk must be said, where the configuration says nothing", async () => {
    const { exit, stderr } = await firstfit(["decide", "--bar", "0.8"], "{}");
    expect(exit).toBe(2);
    expect(stderr).toContain("names neither the kind of the task nor its rungs");
    expect(stderr).toContain('task: { kind: "knowledge" }');
  });

  test("the line that decides again has the configuration and the index as they were typed, and no other path of this machine", async () => {
    const { report } = await firstfit(["decide", "--store", "my index.db", "--bar", "0.99", "--seed", "7", "--json"]);
    expect(report().rerun).toMatch(/^firstfit decide --bar 0\.99 --config config-[0-9a-f]{8}\.mjs --store 'my index\.db' --seed 7$/);
    for (const form of FORMS) expect(bytes(form)).not.toContain(folder);
    expect(bytes("decision.md")).toContain(report().rerun);
    const shown = (await firstfit(["decide", "--store", "my index.db", "--rung", "right", "--bar", "0.99"])).stdout.replace(/\s+/g, " ");
    expect(shown).toMatch(/then firstfit decide --rung right --bar 0\.99 --config config-[0-9a-f]{8}\.mjs --store 'my index\.db'/);
  });

  test("criteria of cases that nobody has reviewed call for no judge", async () => {
    const rows = bytes("cases.jsonl")
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    write("cases.jsonl", [...rows, { id: "new", input: "1 + 1", criteria: "is kind", review: "unreviewed" }]);
    const config = LADDER.replace("{", '{ judge: "anthropic/claude-haiku-4-5",');
    const { exit, stderr } = await firstfit(["decide"], config);
    expect([exit, stderr]).toEqual([0, expect.not.stringContaining("anthropic")]);
  });

  test("writes into a folder that it makes, and tells over time what changed", async () => {
    const first = await firstfit(["decide", "--out", "deep/er", "--json"]);
    expect(first.report().files).toEqual(FORMS.map((form) => join("deep", "er", form)));
    expect(FORMS.every((form) => existsSync(join(folder, "deep", "er", form)))).toBe(true);
    await firstfit(["decide", "--rung", "half"]);
    const { stdout, exit } = await firstfit(["decide", "--since", first.report().id]);
    expect(exit).toBe(0);
    expect(stdout).toContain("The bar was met by right until");
    expect(stdout).toContain("no rung that was measured met the bar.");
  });

  test("tells decisions on the same trials in the order in which they were made, with the bar that each had", async () => {
    for (const bar of ["0.7", "0.97", "0.9", "0.7"]) await firstfit(["decide", "--rung", "right", "--bar", bar]);
    const { stdout, exit } = await firstfit(["decide", "--since"]);
    expect(exit).toBe(0);
    expect(stdout.match(/^20\S+ \S+ {2}\w+/gm)).toHaveLength(4);
    expect(stdout.match(/^ {4}another bar: .*/gm)).toEqual([
      "    another bar: pass rate 0.7, now pass rate 0.97",
      "    another bar: pass rate 0.97, now pass rate 0.9",
      "    another bar: pass rate 0.9, now pass rate 0.7",
    ]);
    expect(await firstfit(["decide", "--since", "--bar", "0.9"])).toMatchObject({
      exit: 2,
      stderr: expect.stringContaining("--since does nothing with --bar"),
    });
  });

  test("its own documents are not indexed: they hold the answers that are right", async () => {
    writeFileSync(join(folder, "note.md"), "The sponsor is Marit.\n");
    await firstfit(["decide"]);
    await firstfit(["index", folder]);
    const { stdout } = await firstfit(["list"]);
    expect(stdout).toContain("note.md");
    expect(stdout).not.toContain("decision.");
    // of other people's files of this name nothing is known
    writeFileSync(join(folder, "decision.json"), '{"decision": "by somebody else"}');
    await firstfit(["index", folder]);
    expect((await firstfit(["list"])).stdout).toContain("decision.json");
  });
});

describe("standard rungs", () => {
  const prompts = (kind: string, more = ""): string => `{
    model: "anthropic/claude-haiku-4-5",
    providers: { anthropic: { baseUrl: ${JSON.stringify(server.url)} } },
    task: { name: "Add one to the number", kind: "${kind}", bar: { passRateMin: 0.8, passRateTarget: 0.9 } ${more} },
  }`;
  const key = { ANTHROPIC_API_KEY: KEY };
  const adds = ({ user }: { readonly user: string }): string => String(Number.parseInt(/\d+/.exec(user)?.[0] ?? "", 10) + 1);

  test("with a model the prompt is measured first and made of the task; nothing dearer is asked once it is proved", async () => {
    said = adds;
    const { exit, report } = await firstfit(["decide", "--json"], prompts("structure"), key);
    expect(exit).toBe(0);
    expect(report().outcome).toEqual({ kind: "adopted", rung: "better-prompt" });
    expect(report().row?.id).toBe("structured-output");
    expect(JSON.stringify(chats()[0]?.body)).toContain("The task: Add one to the number");
    expect(chats().length).toBeLessThan(60);
    const [prompt] = report().rungs;
    expect(prompt?.kind === "measured" && prompt.costPerCall.kind === "known" && prompt.costPerCall.usd > 0).toBe(true);
  });

  test("other weights under the same name of an Ollama model are seen, measured anew, and told by --since", async () => {
    let digest = "a".repeat(64);
    await using ollama = Object.assign(
      await ollamaServer({ model: "llama3.1:8b", mind: (asked) => ({ text: adds(asked) }), digest: () => digest }),
      { [Symbol.asyncDispose]: async () => await ollama.close() },
    );
    const answers = (): number => ollama.ledger.filter(({ path }) => path === "/api/chat").length;
    const config = prompts("structure")
      .replace("anthropic/claude-haiku-4-5", "ollama/llama3.1:8b")
      .replace(/providers: .*/, `providers: { ollama: { baseUrl: ${JSON.stringify(ollama.url)} } },`);
    const first = (await firstfit(["decide", "--json"], config)).report();
    expect(first.versions.models).toEqual({ "ollama/llama3.1:8b": digest });
    const needed = answers();
    await firstfit(["decide"], config);
    expect(answers()).toBe(needed);
    digest = "b".repeat(64);
    const { stderr } = await firstfit(["decide"], config);
    expect(stderr).toContain("Another model answers under the name of ollama/llama3.1:8b now");
    expect(answers()).toBe(2 * needed);
    const { stdout } = await firstfit(["decide", "--since"], config);
    expect(stdout).toContain("ollama/llama3.1:8b is another model under the same name: version aaaaaaaa, now bbbbbbbb");
  });

  test("the bill beforehand is that of the whole ladder, and nothing is asked, kept or written for it", async () => {
    const { exit, stdout } = await firstfit(["decide", "--dry-run", "--json"], prompts("structure"), key);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "bill", calls: 60 });
    expect(server.ledger).toHaveLength(0);
    expect(FORMS.some((form) => existsSync(join(folder, form)))).toBe(false);
    expect(existsSync(join(folder, ".firstfit", "decisions"))).toBe(false);
  });

  test("a cap stops it with 5, and the next run goes on without paying again", async () => {
    said = adds;
    const capped = await firstfit(["decide", "--max-cost", "0.0056", "--concurrency", "1"], prompts("structure"), key);
    expect(capped.exit).toBe(5);
    expect(capped.stderr).toContain("go on with: firstfit decide");
    const paid = chats().length;
    expect(paid).toBeGreaterThan(0);
    const { exit, report } = await firstfit(["decide", "--concurrency", "1", "--json"], prompts("structure"), key);
    expect(exit).toBe(0);
    expect(chats().length).toBe(report().rungs[0]?.kind === "measured" ? (report().rungs[0] as { settledAfter: number }).settledAfter : -1);
  });

  test("without a key or a model a rung is not measured, and says what is missing", async () => {
    const without = (await firstfit(["decide", "--json"], prompts("structure"))).report();
    expect(without.outcome).toEqual({ kind: "undecided" });
    expect(without.rungs[0]).toMatchObject({
      kind: "skipped",
      skip: { why: "not measured", reason: expect.stringContaining("no key for anthropic"), next: "firstfit models says what to type." },
    });
    const unset = await firstfit(["decide"], prompts("structure").replace(/model: "[^"]*",/, ""));
    expect(unset.stdout.replace(/\s+/g, " ")).toMatch(
      /better-prompt not measured .*To measure better-prompt[^:]*: in firstfit\.config\.ts write model: "[^"]+", or another of docs\/models\.md; then firstfit models/,
    );
    expect(bytes("decision.md")).toContain("firstfit.config.ts write model");
    expect(without.rungs.at(-1)).toMatchObject({ name: "fine-tune", skip: { why: "gate" } });
  });

  const texts = {
    weather: [
      "rain and wind tomorrow",
      "a sunny morning",
      "snow in the hills",
      "clouds and drizzle",
      "a storm from the west",
      "fog at dawn and rain",
      "hail, wind and rain",
    ],
    food: [
      "bread and butter",
      "a bowl of soup",
      "cheese with grapes",
      "roast potatoes",
      "apple pie with cream",
      "fried potatoes with cheese",
      "rice and bread",
    ],
  };
  const labelled = Object.entries(texts).flatMap(([label, inputs]) => inputs.map((input) => ({ input, expected_exact: label })));
  const labelTask = (more = ""): string =>
    `{ task: { name: "Sort", kind: "label", examples: "examples.jsonl", personalDataCleared: true, bar: { passRateMin: 0.5 } ${more} } }`;

  test("where the output is a label, classical baselines stand first, learn from examples and are measured on the cases alone", async () => {
    write(
      "examples.jsonl",
      labelled.filter((_, at) => at % 7 < 5),
    );
    write(
      "cases.jsonl",
      labelled.filter((_, at) => at % 7 >= 5),
    );
    const { exit, report } = await firstfit(["decide", "--json"], labelTask());
    expect(exit).toBe(4);
    const [softmax, neighbours] = report().rungs;
    expect(softmax).toMatchObject({
      kind: "measured",
      name: "tf-idf-softmax",
      trials: { cases: 4, passed: 4 },
      costPerCall: { kind: "known", usd: 0 },
      models: [],
    });
    expect(neighbours).toMatchObject({ kind: "measured", name: "nearest-neighbours", trials: { cases: 4 } });
    expect(neighbours?.kind === "measured" && neighbours.trials.passed).toBeGreaterThanOrEqual(3);
    expect(report().notes).toEqual([
      "tf-idf-softmax and nearest-neighbours learnt from 10 examples of 2 labels, each of which has fewer than 10: their figures say what they do today, and not what they would do with more.",
    ]);
    expect(report().rungs.at(-1)).toMatchObject({
      skip: {
        reason: expect.stringContaining(
          "There are 10 labelled examples, and fine-tuning needs 1,000. No learning curve was measured: 10 examples are too few",
        ),
      },
    });
    expect(bytes("decision.md")).toContain("nearest-neighbours learnt from 10 examples");
  });

  test("what learns from examples is not decided on them: most cases among them is refused, a few are said", async () => {
    write("examples.jsonl", labelled);
    write("cases.jsonl", labelled);
    const refused = await firstfit(["decide", "--rung", "tf-idf-softmax"], labelTask());
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(
      "14 of the 14 cases stand word for word in examples.jsonl, from which tf-idf-softmax learns: its pass rate would prove nothing.",
    );
    expect(refused.stderr).toContain("decide on cases that task.examples does not hold");
    expect((await firstfit(["decide", "--rung", "nearest-neighbours"], labelTask())).exit).toBe(2);
    // of those that nobody reviewed none is decided on
    const unreviewed = Array.from({ length: 30 }, (_, at) => ({ input: `new ${at}`, expected_exact: "food", review: "unreviewed" }));
    write("cases.jsonl", [...labelled, ...unreviewed]);
    const thinned = await firstfit(["decide", "--rung", "tf-idf-softmax"], labelTask());
    expect(thinned.stderr).toContain("14 of the 14 cases stand word for word");
    // in another case and spacing, one of four
    write("cases.jsonl", [
      { input: " RAIN and  wind tomorrow", expected_exact: "weather" },
      ...["rain", "bread", "soup"].map((input) => ({ input, expected_exact: input === "rain" ? "weather" : "food" })),
    ]);
    const { report } = await firstfit(["decide", "--rung", "nearest-neighbours", "--json"], labelTask());
    expect(report().notes.slice(0, 1)).toEqual([
      "1 of the 4 cases stands word for word in examples.jsonl, from which nearest-neighbours learnt: its pass rate is higher than it would be on new ones.",
    ]);
  });

  test("labels that the grader takes for the same are one, in their first spelling; JSON is graded to the letter", async () => {
    const spelt = (label: string, at: number): string =>
      [label, ` ${label.toUpperCase()} `, label.replace("oo", "\uff4f\uff4f")][at % 3] ?? label;
    const rows = labelled.map(({ input, expected_exact: label }, at) => ({ input, expected_exact: spelt(label, at) }));
    write("examples.jsonl", rows);
    write("cases.jsonl", [
      { input: "rain", expected_exact: "Weather" },
      { input: "cheese", expected_exact: "FOOD" },
    ]);
    const { report } = await firstfit(["decide", "--rung", "tf-idf-softmax", "--json"], labelTask());
    expect(report().rungs[0]).toMatchObject({ kind: "measured", trials: { cases: 2, passed: 2 } });
    expect(report().notes).toEqual([expect.stringContaining("learnt from 14 examples of 2 labels")]);
    const fields = labelled.map(({ input }, at) => ({ input, expected_json: at % 2 === 0 ? "yes" : "Yes" }));
    write("examples.jsonl", fields);
    const json = await firstfit(["decide", "--rung", "tf-idf-softmax", "--json"], labelTask());
    expect(json.report().notes.at(-1)).toContain("learnt from 14 examples of 2 labels");
  });

  test.each([
    { what: "two examples", rows: [labelled[0], labelled[9]], says: "2 examples have 2 different outputs" },
    {
      what: "free text",
      rows: labelled.map(({ input }) => ({ input, expected_exact: input.toUpperCase() })),
      says: "14 examples have 14 different outputs: that is free text, or too few examples of each label",
    },
  ])("a softmax of examples with $what is not measured, and says why", async ({ rows, says }) => {
    write(
      "examples.jsonl",
      rows.map((row) => ({ ...row })),
    );
    const { report } = await firstfit(["decide", "--rung", "tf-idf-softmax", "--json"], labelTask());
    expect(report().rungs).toMatchObject([{ kind: "skipped", skip: { why: "not measured", reason: expect.stringContaining(says) } }]);
    expect(bytes("decision.md")).toContain(says);
  });

  test.each([
    { rows: 7, says: 'all 7 examples have the output "weather", and there is nothing to learn to tell apart' },
    { rows: 1, says: 'the only example has the output "weather", and there is nothing to learn to tell apart' },
  ])("of examples with one label nothing learns, and it is said which to add ($rows rows)", async ({ rows, says }) => {
    write("examples.jsonl", labelled.slice(0, rows));
    const { exit, report } = await firstfit(["decide", "--json"], labelTask());
    expect([exit, report().outcome]).toEqual([4, { kind: "undecided" }]);
    const skip = { why: "not measured", reason: says, next: expect.stringMatching(/^add examples of every other label to the file/) };
    expect(report().rungs.slice(0, 2)).toMatchObject([{ skip }, { skip }]);
    expect(bytes("decision.md")).toContain(
      "To measure them: add examples of every other label to the file that task.examples names, 10 of each or more.",
    );
  });

  test("they stand on the ladder of fields as well, where the examples' outputs are labels", async () => {
    write("examples.jsonl", labelled);
    const of = async (task: string): Promise<readonly string[]> =>
      (await firstfit(["decide", "--json"], `{ task: { name: "Sort", ${task}, bar: { passRateMin: 0.5 } } }`))
        .report()
        .rungs.map(({ name }) => name);
    expect((await of('kind: "structure", examples: "examples.jsonl"')).slice(0, 3)).toEqual([
      "tf-idf-softmax",
      "nearest-neighbours",
      "better-prompt",
    ]);
    expect((await of('kind: "structure"'))[0]).toBe("better-prompt");
  });

  test("the learning curve of the examples stands in the gate of fine-tuning and in all documents, and a second run writes the same bytes", async () => {
    const words = { weather: ["rain", "wind", "snow"], food: ["bread", "soup", "cheese"] };
    write(
      "examples.jsonl",
      Object.entries(words).flatMap(([label, own]) =>
        Array.from({ length: 150 }, (_, at) => ({
          input: `the ${own[at % 3]} of ${own[at % 2]}, number ${at * 37}`,
          expected_exact: label,
        })),
      ),
    );
    write("cases.jsonl", [{ input: "rain", expected_exact: "Weather" }]);
    const gate = async (more: string, ...flags: readonly string[]) => {
      const { report } = await firstfit(["decide", "--rung", "fine-tune", "--json", ...flags], labelTask(more));
      const { rungs, curve, notes } = report();
      const [rung] = rungs;
      return { ...(rung?.kind === "skipped" ? rung.skip.gates?.[0] : undefined), curve, notes };
    };
    expect(await gate("")).toMatchObject({
      gate: "1,000 labelled examples",
      verdict: "open",
      reason: expect.stringContaining(
        "There are 300 labelled examples, fewer than the 1,000 that are wanted, and a measurement overrules that.",
      ),
      curve: { kind: "measured", finding: "enough", examples: { used: 300, of: 300 }, bar: 0.5 },
      notes: [],
    });
    const first = FORMS.map(bytes);
    expect(first[0]).toContain("## How accuracy grows with labelled examples");
    expect(first[1]).toContain('aria-labelledby="curve-title curve-text"');
    await gate("");
    expect(FORMS.map(bytes)).toEqual(first);
    // the bar of the command line is the one it stands beside
    expect((await gate("", "--bar", "0.9")).curve).toMatchObject({ bar: 0.9 });
    expect((await gate(', labelledExamplesOverruled: "the vendor asks for 200"')).reason).toContain(
      "this was overruled: the vendor asks for 200. The learning curve",
    );
    // what no example has is not flat, however flat the rest is
    write("cases.jsonl", [{ input: "shine", expected_exact: "sun" }]);
    writeFileSync(join(folder, "examples.jsonl"), `${bytes("examples.jsonl")}\n{"id": "open", "input": "rice", "criteria": "is kind"}\n`);
    expect(await gate("")).toMatchObject({
      verdict: "closed",
      reason: expect.stringContaining('No example has the label "sun" (1 case): add some first.'),
      curve: { finding: "labels missing" },
      notes: [expect.stringContaining("1 of the 301 rows of examples.jsonl was left out (open): no expected_exact")],
    });
  });

  test("a function of one's own stands on the ladder as a rule", async () => {
    write("cases.jsonl", labelled);
    const config = `{
      candidates: { rules: (input) => (/rain|wind|snow|sun|cloud|storm|fog|hail/.test(input) ? "weather" : "food") },
      task: { name: "Sort", kind: "label", bar: { passRateMin: 0.6, passRateTarget: 0.9 }, rungs: ["rules", "tf-idf-softmax"] },
    }`;
    const { exit, report } = await firstfit(["decide", "--json"], config);
    expect([exit, report().outcome]).toEqual([0, { kind: "adopted", rung: "rules" }]);
  });
});

test("killed without a warning and begun again, it runs no finished case twice and decides the same", { timeout: 60_000 }, async () => {
  const calls = join(folder, "calls.txt");
  writeFileSync(
    join(folder, "firstfit.config.mjs"),
    `import { appendFileSync } from "node:fs";
const right = async (input, { caseId }) => {
  await new Promise((done) => setTimeout(done, 60));
  appendFileSync(${JSON.stringify(calls)}, caseId + "\\n");
  return String(Number.parseInt(input, 10) + 1);
};
export default { candidates: { right }, task: { name: "Add one", bar: { passRateMin: 0.8, passRateTarget: 0.9 }, rungs: ["right"] } };\n`,
  );
  const args = ["decide", "--concurrency", "2"];
  const killed = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, XDG_CONFIG_HOME: folder },
  });
  const ended = once(killed, "exit");
  for (let waited = 0; waited < 400 && (!existsSync(calls) || bytes("calls.txt").split("\n").length < 9); waited++)
    await new Promise((done) => setTimeout(done, 50));
  killed.kill("SIGKILL");
  await ended;
  const before = bytes("calls.txt").trim().split("\n").length;
  const going = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: "ignore", env: { ...process.env, XDG_CONFIG_HOME: folder } });
  const [exit] = (await once(going, "exit")) as [number];
  expect(exit).toBe(0);
  const all = bytes("calls.txt").trim().split("\n");
  expect(before).toBeGreaterThanOrEqual(8);
  // two may have been under way when it was killed
  expect(all.length - new Set(all).size).toBeLessThanOrEqual(2);
  expect((JSON.parse(bytes("decision.json")) as DecisionDocument).rungs[0]).toMatchObject({ verdict: "adopt", settledAfter: 26 });
});
