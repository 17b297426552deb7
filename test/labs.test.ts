import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LabChecked, LabCheckResult, LabList, LabShown } from "../src/core/lab.ts";
import { readDataset } from "../src/flows/dataset/read-cases.ts";
import { casesHash } from "../src/flows/evaluate/plan.ts";
import { LABS } from "../src/flows/lab/labs.ts";
import { openProject, runOperation } from "../src/index.ts";
import { operations } from "../src/operations.ts";
import { labIndex, labPage, pageName } from "../src/render/lab-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "firstfit-labs-"));
/** The sample project, indexed once. */
const indexed = join(scratch, "indexed");

/** Stand-ins for a chat model: what the notes say of the three inputs that are asked, and three sizes of a model that adds. */
const CONFIG = `import { defineConfig } from "firstfit";
const usage = { inputTokens: 100, outputTokens: 10, source: "provider" };
const said = [["executive sponsor", "Marit Sandvoll"], ["contingency reserve", "62,000 euros"], ["schedule slip", "The air separators."]];
const model = (id, answer) => ({
  id,
  contextTokensMax: 32000,
  async complete(request) { return { text: answer(request.messages.at(-1).text), stop: "end", usage }; },
  async *stream(request) { yield { kind: "done", completion: await this.complete(request) }; },
  async count() { return { tokens: 1, source: "estimate" }; },
});
const clerk = (prompt) => {
  const question = prompt.slice(-200);
  if (!prompt.includes("contingency reserve is")) return "not found in sources";
  return said.find(([words]) => question.includes(words))?.[1] ?? "not found in sources";
};
const sum = (knows) => (text) => { const [a, b] = text.match(/\\d+/g); return knows ? String(Number(a) + Number(b)) : "many"; };
export default defineConfig({
  sources: ["."],
  model: model("stand-in/clerk", clerk),
  candidates: {
    production: { kind: "retrieval", model: "builtin/extractive", retrieveK: 1, rerank: "builtin" },
    large: { kind: "prompt", model: model("stand-in/large", sum(true)) },
    small: { kind: "prompt", model: model("stand-in/small", sum(true)) },
    quantized: { kind: "prompt", model: model("stand-in/quantized", sum(false)) },
  },
  prices: ["large", "small", "quantized"].map((model) => ({ provider: "stand-in", model, usdPerMillion: { input: 1, output: 5 } })),
});
`;

async function run<T>(folder: string, verb: string, input: Record<string, unknown>, config?: string): Promise<T> {
  const app = await openProject({ folder, ...(config === undefined ? {} : { config }) });
  const readInput = async (path: string): Promise<string> => readFileSync(join(folder, path), "utf8");
  return (await runOperation(app, verb, input, { readInput })) as T; // what the row returns
}

const check = async (folder: string, number: string, config?: string, file: readonly string[] = []): Promise<LabChecked> =>
  await run<LabChecked>(folder, "lab check", { number, file }, config);

const kinds = ({ checks }: LabChecked): Record<string, LabCheckResult["kind"]> =>
  Object.fromEntries(checks.map(({ id, kind }) => [id, kind]));

/** What a failed check says is missing. */
const missing = ({ checks }: LabChecked, id: string): string => {
  const found = checks.find((each) => each.id === id);
  return found?.kind === "failed" ? found.missing : `not failed: ${JSON.stringify(found)}`;
};

function project(): {
  readonly folder: string;
  write(name: string, ...lines: readonly string[]): void;
  change(name: string, from: string | RegExp, to: string): void;
} {
  const folder = mkdtempSync(join(scratch, "project-"));
  cpSync(indexed, folder, { recursive: true });
  return {
    folder,
    write: (name, ...lines) => writeFileSync(join(folder, name), `${lines.join("\n")}\n`),
    change(name, from, to) {
      const was = readFileSync(join(folder, name), "utf8");
      const is = was.replace(from, to);
      expect(is, `nothing to change in ${name}`).not.toBe(was);
      writeFileSync(join(folder, name), is);
    },
  };
}

beforeAll(async () => {
  cpSync(join(root, "examples", "sample-project"), indexed, { recursive: true, filter: (path) => !path.endsWith(".firstfit") });
  await run(indexed, "index", {});
  writeFileSync(join(indexed, "models.config.ts"), CONFIG);
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("every check passes on the sample project, and fails on what is taken away", () => {
  test("01: a mechanism, a reason and a measurement in each reply", async () => {
    const { folder, write, change } = project();
    expect(missing(await check(folder, "01"), "mechanism")).toContain('"The model is making things up" has no reply');
    const reply = "Retrieval, because the sources are then known; measure it on 20 questions.";
    write(
      "conversations.md",
      ...[
        "Let's fine-tune it on our docs",
        "We need a vector database",
        "It makes things up",
        "Make it cheaper",
        "We should build our own model",
      ].flatMap((claim) => [`## ${claim}`, "", reply, ""]),
    );
    const whole = await check(folder, "1");
    expect(kinds(whole)).toEqual({ mechanism: "passed", grounded: "passed", "own-model": "passed" });
    expect(whole.state).toBe("done");
    change("conversations.md", "## We should build our own model", "## Something else");
    const without = await check(folder, "01");
    expect(kinds(without)["own-model"]).toBe("failed");
    // a stretch is optional
    expect(without.state).toBe("done");
    change("conversations.md", reply, "Retrieval, because the sources are then known.");
    expect(missing(await check(folder, "01"), "grounded")).toBe('"Let\'s fine-tune it on our docs" has no measurement');
  });

  test("02: a side for everything, a reason and a measurement for what trains", async () => {
    const { folder, write, change } = project();
    expect(missing(await check(folder, "02"), "sides")).toBe("training-map.md is not there.");
    write(
      "training-map.md",
      "| thing | side | reason | measurement |",
      "| --- | --- | --- | --- |",
      "| Answer from the notes with retrieval | inference | | |",
      "| Fine-tune a small model on last year's tickets | training | the prompt drifts | pass rate beside the base on 200 held-out tickets |",
    );
    expect(kinds(await check(folder, "02"))).toEqual({ sides: "passed", reasons: "passed" });
    change("training-map.md", "| pass rate beside the base on 200 held-out tickets |", "| … |");
    expect(missing(await check(folder, "02"), "reasons")).toContain(
      "line 4 (Fine-tune a small model on last year's tickets) has no measurement",
    );
    change("training-map.md", "tickets | training", "tickets | inference");
    expect(missing(await check(folder, "02"), "sides")).toContain("reads as if weights were updated");
    change("training-map.md", "retrieval | inference", "retrieval | later");
    expect(missing(await check(folder, "02"), "sides")).toContain("line 3 (Answer from the notes with retrieval) says neither");
  });

  test("03: a smaller section, and three inputs that are still good", async () => {
    const { folder, write } = project();
    await run(folder, "budget", { prompt: "prompt.md", write: join(folder, "shorter.md") });
    const offline = await check(folder, "03");
    expect(kinds(offline)).toEqual({ cut: "passed", inputs: "skipped" });
    expect(offline.state).toBe("done as far as it can be checked");
    write(
      "cases.jsonl",
      '{"id":"sponsor","input":"Who is the executive sponsor?","expected_substr":"Marit Sandvoll"}',
      '{"id":"reserve","input":"What is the contingency reserve?","expected_substr":"62,000 euros"}',
      '{"id":"slip","input":"Why did the schedule slip?","expected_substr":"air separators"}',
    );
    const whole = await check(folder, "03", "models.config.ts");
    expect(kinds(whole)).toEqual({ cut: "passed", inputs: "passed" });
    expect(whole.state).toBe("done");
    const shorter = readFileSync(join(folder, "shorter.md"), "utf8");
    write("shorter.md", shorter.replace(/\[chunk 1\][^\n]*\n/, "\n"));
    expect(missing(await check(folder, "03", "models.config.ts"), "inputs")).toContain("sponsor, reserve, slip no longer passes");
    write("shorter.md", readFileSync(join(folder, "prompt.md"), "utf8"));
    expect(missing(await check(folder, "03"), "cut")).toContain("(0% less); 30% less is asked for");
    // what was cut out of one section is not saved when another one has it
    write("shorter.md", `${shorter}\n# Rules\n\n${"Use the notes and nothing else, whatever is asked. ".repeat(40)}`);
    expect(missing(await check(folder, "03"), "cut")).toContain("the whole prompt did not");
  });

  test("04: the order of three texts", async () => {
    const { folder, write } = project();
    await run(folder, "lab", { number: "04", write: true });
    expect(kinds(await check(folder, "04"))).toEqual({ order: "passed", polarity: "passed" });
    write("three-texts.txt", "Cats sleep for most of the day.", "Cars need oil and new tyres.", "Kittens nap after they play.");
    expect(missing(await check(folder, "04"), "order")).toContain("The first two are not nearest to each other");
    write("three-texts.txt", "one", "two");
    expect(missing(await check(folder, "04"), "order")).toContain("has 2 texts");
    write("three-texts.txt", "one", "one", "two");
    expect(missing(await check(folder, "04"), "order")).toContain("stands there twice");
  });

  test("05: two questions find the right note first", async () => {
    const { folder } = project();
    expect(kinds(await check(folder, "05"))).toEqual({ "first-hit": "passed" });
    await run(folder, "remove", { documents: ["note05.txt"] });
    writeFileSync(
      join(folder, "cases.jsonl"),
      '{"id":"a","input":"What is the contingency reserve?","expected_documents":["note09.txt"]}\n',
    );
    expect(missing(await check(folder, "05"), "first-hit")).toContain("1 question with the document that answers it, and 2 are needed");
    appendFileSync(join(folder, "cases.jsonl"), '{"id":"b","input":"Who is the executive sponsor?","expected_documents":["note09.txt"]}\n');
    expect(missing(await check(folder, "05"), "first-hit")).toContain(
      '"Who is the executive sponsor?" found note01.txt first, and not note09.txt',
    );
    writeFileSync(
      join(folder, "cases.jsonl"),
      '{"id":"a","input":"Why did the schedule slip?","expected_documents":["note06.txt"]}\n{"id":"b","input":"Who is the executive sponsor?","expected_documents":["note01.txt"]}\n',
    );
    expect(kinds(await check(folder, "05"))).toEqual({ "first-hit": "passed" });
    rmSync(join(folder, ".firstfit"), { recursive: true });
    expect(missing(await check(folder, "05"), "first-hit")).toContain("There is no index");
  });

  test("06: a citation of the right note, and nothing for what no note holds", async () => {
    const { folder, write } = project();
    expect(kinds(await check(folder, "06"))).toEqual({ cites: "passed", "not-found": "passed" });
    write("wifi.txt", "Date: 3 July 2026", "", "The office Wi-Fi password is tanker-meter-34.");
    writeFileSync(join(folder, ".firstfitignore"), "note06.txt\n");
    // the copied index knows the folder that it was made of
    rmSync(join(folder, ".firstfit"), { recursive: true });
    await run(folder, "index", {});
    const lacking = await check(folder, "06");
    expect(missing(lacking, "not-found")).toContain("It was answered");
    expect(kinds(lacking)["cites"]).not.toBe("skipped");
    await run(folder, "remove", { documents: ["note04.txt", "wifi.txt"] });
    write("cases.jsonl", '{"id":"a","input":"Who is the executive sponsor?","expected_documents":["note09.txt"]}');
    const own = await check(folder, "06");
    expect(missing(own, "cites")).toContain("and not note09.txt");
    expect(missing(own, "not-found")).toContain("has no question that your documents do not answer");
  });

  test("07: five questions both ways, and five rows that agree with them", async () => {
    const { folder, write, change } = project();
    const answer = (id: string, chunks: readonly string[], text: string): string =>
      JSON.stringify({ id, kind: "answered", question: id, text, evidence: chunks.map((chunk, i) => ({ n: i + 1, chunk })) });
    const ids = ["q1", "q2", "q3", "q4", "q5"];
    write("first-stage.jsonl", ...ids.map((id) => answer(id, ["a", "b", "c", "d"], "x")));
    expect(missing(await check(folder, "07"), "both-ways")).toBe("reranked.jsonl is not there.");
    write("reranked.jsonl", ...ids.map((id, i) => answer(id, i < 2 ? ["b", "a", "c"] : ["a", "b", "c", "e"], i === 0 ? "y" : "x")));
    const without = await check(folder, "07");
    expect(without.checks[0]).toMatchObject({ kind: "passed", found: expect.stringContaining("differ on 2, the answer on 1") });
    const rows = without.checks[1];
    expect(rows).toMatchObject({ kind: "failed", fix: expect.stringContaining("| q2 | changed | … |\n| q3 | same | … |") });
    write(
      "reranking.md",
      ...(rows?.kind === "failed"
        ? rows.fix
            .split("\n")
            .slice(1)
            .map((line) => line.replace("…", "better"))
        : []),
    );
    expect(kinds(await check(folder, "07"))).toEqual({ "both-ways": "passed", rows: "passed" });
    change("reranking.md", "| q3 | same", "| q3 | changed");
    expect(missing(await check(folder, "07"), "rows")).toBe("line 5: the first three of q3 are the same, says the answer file");
    change("reranking.md", /\| q3.*\n/, "");
    expect(missing(await check(folder, "07"), "rows")).toContain("4 rows are filled in, and 5 are asked for");
    write("reranked.jsonl", ...ids.slice(1).map((id) => answer(id, ["a", "b", "c"], "x")));
    expect(missing(await check(folder, "07"), "both-ways")).toContain("4 questions stand in both files");
  });

  test("08: three scenarios with their rows", async () => {
    const { folder, write, change } = project();
    await run(folder, "lab", { number: "08", write: true });
    expect(missing(await check(folder, "08"), "routes")).toContain("A has no move");
    write(
      "routes.md",
      "| scenario | move | row |",
      "|---|---|---|",
      "| A | RAG | domain knowledge |",
      "| B | Prompt | one-off behaviors |",
      "| C | Fine-tune | same task, millions of times |",
    );
    expect(kinds(await check(folder, "08"))).toEqual({ routes: "passed" });
    change("routes.md", "Fine-tune | same task, millions of times", "Fine-tune | tone of voice");
    expect(missing(await check(folder, "08"), "routes")).toContain('"tone of voice" is no row of the tables that backs fine-tune for C');
    change("routes.md", "| A | RAG", "| A | Fine-tune, not RAG");
    expect(missing(await check(folder, "08"), "routes")).toContain('"Fine-tune, not RAG" is not the first move for A');
    change("routes.md", /\| B .*\n/, "");
    expect(missing(await check(folder, "08"), "routes")).toContain("B has no row");
  });

  test("09: results of gates, and no training that never took place", async () => {
    const { folder, write } = project();
    const gates = (...results: readonly string[]): void =>
      write("gates.md", "Use case: tickets", "", "| gate | tried | result |", "|---|---|---|", ...results);
    gates("| 1 | prompt and five examples | 57 of 60, bar met |");
    expect(kinds(await check(folder, "09"))).toEqual({ "gate-1": "passed", "gate-2": "passed", "gate-3": "passed" });
    gates("| 1 | prompt and five examples | 40 of 60, bar missed |");
    expect(missing(await check(folder, "09"), "gate-2")).toBe("Gate 2 has no result.");
    gates("| 1 | prompt | 40 of 60, missed |", "| 2 | haiku | better |");
    expect(missing(await check(folder, "09"), "gate-2")).toContain("has no figure");
    gates("| 1 | prompt | 40 of 60, missed |", "| 2 | haiku | 38 of 60, missed |", "| 3 | 300 labels | LoRA |");
    expect(missing(await check(folder, "09"), "gate-3")).toContain("1,000 labelled examples or more");
    gates("| 1 | prompt | 40 of 60, missed |", "| 2 | haiku | 38 of 60, missed |", "| 3 | 5,000 labels | QLoRA |");
    const open = await check(folder, "09");
    expect(kinds(open)).toEqual({ "gate-1": "passed", "gate-2": "passed", "gate-3": "skipped" });
    expect(open.state).toBe("done as far as it can be checked");
    write("gates.md", "| gate | tried | result |", "|---|---|---|", "| 1 | prompt | 57 of 60, met |");
    expect(missing(await check(folder, "09"), "gate-1")).toContain("which use case");
  });

  test("10: twenty rows of every kind, and their pass count", async () => {
    const { folder, change, write } = project();
    expect(missing(await check(folder, "10"), "count")).toBe("No finished run over these cases is kept.");
    const stopped = await (await openProject({ folder })).trialStore();
    const { cases } = readDataset({ name: "cases.jsonl", text: readFileSync(join(folder, "cases.jsonl"), "utf8") }).dataset;
    const plan = {
      dataset: "cases.jsonl",
      datasetHash: casesHash(cases),
      cases: cases.length,
      candidates: [],
      graders: {},
      repeats: 1,
      seed: 1,
    };
    stopped.end(stopped.begin({ plan, concurrency: 1, atMs: 0 }), "stopped");
    stopped.close();
    expect(missing(await check(folder, "10"), "count")).toBe("The run over them was not finished.");
    await run(folder, "eval", { cases: "cases.jsonl", candidate: ["keyword"] });
    const whole = await check(folder, "10");
    expect(kinds(whole)).toEqual({ rows: "passed", kinds: "passed", count: "passed" });
    expect(whole.checks[2]).toMatchObject({ found: expect.stringMatching(/^Passed: keyword \d+ of 20\.$/) });
    change("cases.jsonl", '"62,000 euros"', '"63,000 euros"');
    expect(missing(await check(folder, "10"), "count")).toBe("The cases have changed since they were run.");
    change("cases.jsonl", '"expected_substr":"Marit Sandvoll","expected_documents":["note01.txt"],', "");
    expect(missing(await check(folder, "10"), "rows")).toContain("sponsor does not say what a right output is");
    change("cases.jsonl", /^.*"sponsor".*\n/, "");
    expect(missing(await check(folder, "10"), "rows")).toContain("19 valid rows, and 20 are asked for");
    change("cases.jsonl", "expected_substr", "expected_substring");
    expect(missing(await check(folder, "10"), "rows")).toContain("1 row cannot be read");
    write("cases.jsonl", '{"id":"a","input":"x","expected_substr":"y","tags":["common"]}');
    expect(missing(await check(folder, "10"), "kinds")).toBe("No case is tagged edge and adversarial.");
  });

  test("11: three models with pass rate, latency and cost", async () => {
    const { folder, write } = project();
    expect(missing(await check(folder, "11"), "table")).toBe("No comparison is kept.");
    write("sums.jsonl", '{"id":"a","input":"2 + 3","expected_number":5}', '{"id":"b","input":"20 + 3","expected_number":23}');
    const compare = async (candidate: readonly string[]): Promise<unknown> =>
      await run(folder, "compare", { cases: "sums.jsonl", candidate }, "models.config.ts");
    await compare(["large", "small"]);
    expect(missing(await check(folder, "11"), "table")).toContain(
      "It has 2 models (stand-in/large and stand-in/small), and 3 are asked for",
    );
    const report = await compare(["large", "small", "quantized"]);
    await compare(["large", "small"]);
    const whole = await check(folder, "11");
    expect(whole.checks[0]).toMatchObject({ kind: "passed", found: expect.stringContaining("stand-in/quantized: 0 of 2 passed") });
    writeFileSync(join(folder, "ci.json"), JSON.stringify(report));
    expect(kinds(await check(folder, "11", undefined, [`report=${join(folder, "ci.json")}`]))).toEqual({ table: "passed" });
    writeFileSync(join(folder, "ci.json"), JSON.stringify(report).replaceAll('"kind":"known"', '"kind":"unknown","reason":"no price"'));
    // where it lies was said once
    expect(missing(await check(folder, "11"), "table")).toContain("large has no known cost");
    writeFileSync(join(folder, "ci.json"), "{");
    expect(missing(await check(folder, "11"), "table")).toContain("is not JSON");
  });

  test("12: five approaches with their cost, and a choice that is justified", async () => {
    const { folder, write, change } = project();
    const rows = ["classical", "prompt", "retrieve", "fine-tune", "distill"].map((name) => `| ${name} | it might | little |`);
    write(
      "approaches.md",
      "| approach | would it work | cost |",
      "|---|---|---|",
      ...rows,
      "",
      "Chosen: retrieve.",
      "",
      "A fine-tune is unnecessary because notes change every month; to distill is unnecessary at 2,000 questions a month.",
    );
    expect(missing(await check(folder, "12"), "decision")).toBe("No decision is kept.");
    await run(folder, "decide", {
      cases: "decision-cases.jsonl",
      rung: ["retrieve-basic", "retrieve-production"],
      out: join(folder, "out"),
    });
    const whole = await check(folder, "12");
    expect(kinds(whole)).toEqual({ decision: "passed", approaches: "passed", choice: "passed" });
    expect(whole.checks[0]).toMatchObject({ found: expect.stringContaining("Adopted: retrieve-basic. 1 rung measured, 1 other") });
    const kept = join(folder, ".firstfit", "decisions");
    const name = readdirSync(kept).find((each) => each.endsWith(".json")) ?? "";
    writeFileSync(
      join(kept, name),
      readFileSync(join(kept, name), "utf8").replace(/("kind": "unneeded",[^}]*?"reason": )"[^"]*"/s, '$1""'),
    );
    expect(missing(await check(folder, "12"), "decision")).toContain("retrieve-production was not run, and nothing says why");
    change("approaches.md", "| distill | it might | little |", "| distill | it might | … |");
    expect(missing(await check(folder, "12"), "approaches")).toBe("distill (line 7) does not say at what cost");
    change("approaches.md", "to distill is unnecessary at", "it is only about");
    expect(missing(await check(folder, "12"), "choice")).toBe("retrieve is chosen, and nothing says why distill is unnecessary.");
    change("approaches.md", "Chosen: retrieve.", "");
    expect(missing(await check(folder, "12"), "choice")).toBe("It does not say which approach is chosen.");
  });
});

describe("lab", () => {
  test("lists twelve labs with what is done, and leads on to the first that is not", async () => {
    const { folder } = project();
    const before = await run<LabList>(folder, "lab list", {});
    expect(before.labs.map(({ id }) => id)).toEqual(LABS.map(({ id }) => id));
    expect(before).toMatchObject({ done: 0, next: "firstfit lab 01" });
    await check(folder, "05");
    const after = await run<LabList>(folder, "lab", {});
    expect(after.done).toBe(1);
    expect(after.labs.find(({ id }) => id === "05")).toMatchObject({ state: "done", checkedAt: expect.stringMatching(/^\d{4}-/) });
  });

  test("begins a lab when it is looked at, and leaves one that is done as it is", async () => {
    const { folder } = project();
    expect(await run<LabShown>(folder, "lab", { number: "6" })).toMatchObject({ id: "06", state: "new", next: "firstfit lab check 06" });
    expect((await run<LabList>(folder, "lab list", {})).labs[5]).toMatchObject({ state: "begun" });
    await check(folder, "06");
    expect(await run<LabShown>(folder, "lab", { number: "06" })).toMatchObject({ state: "done" });
    expect((await run<LabList>(folder, "lab list", {})).labs[5]).toMatchObject({ state: "done" });
  });

  test("writes what is to be filled in, and says of a file that is there that it stays", async () => {
    const { folder } = project();
    expect((await run<LabShown>(folder, "lab", { number: "12", write: true })).written).toEqual({ made: ["approaches.md"], kept: [] });
    writeFileSync(join(folder, "approaches.md"), "mine");
    expect((await run<LabShown>(folder, "lab", { number: "12", write: true })).written).toEqual({ made: [], kept: ["approaches.md"] });
    expect(readFileSync(join(folder, "approaches.md"), "utf8")).toBe("mine");
  });

  test("no template passes as it is, but for the three example sentences", async () => {
    const { folder } = project();
    for (const { id, files } of LABS) {
      if (id === "04" || files.every(({ template }) => template === undefined)) continue;
      for (const { path, template } of files) if (template !== undefined) writeFileSync(join(folder, path), template);
      expect((await check(folder, id)).state, id).toBe("begun");
    }
  });

  test("a file elsewhere is named once and remembered", async () => {
    const { folder } = project();
    writeFileSync(join(folder, "mine.txt"), "A dog barks.\nA puppy yelps.\nThe invoice is overdue.\n");
    expect(kinds(await check(folder, "04", undefined, [`texts=${join(folder, "mine.txt")}`]))["order"]).toBe("passed");
    const again = await check(folder, "04");
    expect(again.checks[0]?.looked).toContain("mine.txt");
    await expect(check(folder, "04", undefined, ["nothing=x"])).rejects.toMatchObject({
      code: "BAD_INPUT",
      fix: expect.stringContaining("texts (three-texts.txt)"),
    });
    await expect(check(folder, "04", undefined, ["texts"])).rejects.toMatchObject({ code: "BAD_INPUT" });
    await expect(check(folder, "13")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("ends with 100 for what is missing, and with 0 for what is skipped or optional", () => {
    const exit = operations.find(({ name }) => name === "lab check")?.exit;
    const of = (...checks: readonly Partial<LabCheckResult>[]) => exit?.({ checks });
    expect(of({ kind: "passed", isStretch: false }, { kind: "skipped", isStretch: false }, { kind: "failed", isStretch: true })).toBe(0);
    expect(of({ kind: "passed", isStretch: false }, { kind: "failed", isStretch: false })).toBe(100);
  });

  test("damaged progress is set aside with a note, and nothing of it is lost", async () => {
    const { folder } = project();
    const file = join(folder, ".firstfit", "labs.json");
    for (const [i, damage] of [
      Buffer.from("{"),
      Buffer.from(""),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('{"version":1,"labs":{"__proto__":{"state":"done"}}}'),
      Buffer.from('{"version":1,"labs":{"05":{"state":"perfect"}}}'),
    ].entries()) {
      writeFileSync(file, damage);
      const list = await run<LabList>(folder, "lab list", {});
      expect(list.done).toBe(0);
      expect(list.notes[0]).toContain("could not be used");
      const aside = readdirSync(join(folder, ".firstfit")).filter((name) => name.startsWith("labs.json.damaged"));
      expect(aside).toHaveLength(i + 1);
      expect(readFileSync(join(folder, ".firstfit", i === 0 ? "labs.json.damaged" : `labs.json.damaged-${i + 1}`))).toEqual(damage);
    }
    writeFileSync(file, '{"version":2,"labs":{}}');
    await expect(run(folder, "lab list", {})).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("newer firstfit"),
    });
    expect(readFileSync(file, "utf8")).toBe('{"version":2,"labs":{}}');
  });

  test("two checks at the same time are both kept", async () => {
    const { folder } = project();
    await Promise.all([check(folder, "05"), check(folder, "04"), check(folder, "08")]);
    const { labs } = await run<LabList>(folder, "lab list", {});
    expect(labs.filter(({ state }) => state !== "new").map(({ id }) => id)).toEqual(["04", "05", "08"]);
  });

  test("a dry run of a check keeps nothing", async () => {
    const { folder } = project();
    expect(await run(folder, "lab check", { number: "05", dryRun: true })).toMatchObject({ kind: "bill", calls: 0 });
    expect((await run<LabList>(folder, "lab list", {})).labs[4]).toMatchObject({ state: "new" });
  });
});

test("docs/labs is what npm run labs makes of the data", () => {
  const page = (name: string): string => readFileSync(join(root, "docs", "labs", name), "utf8");
  for (const [i, lab] of LABS.entries())
    expect(page(pageName(lab)), `edit src/flows/lab/labs/${lab.id}.ts and run: npm run labs`).toBe(labPage(lab, LABS[i + 1]));
  expect(page("README.md")).toBe(labIndex(LABS));
  expect(readdirSync(join(root, "docs", "labs")).toSorted()).toEqual([...LABS.map(pageName), "README.md"].toSorted());
});
