import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { shownCommand } from "../src/config/candidates/secrets.ts";
import { buildApp } from "../src/config.ts";
import type { Candidate, CandidateOutput, Case, TrialContext } from "../src/core/evaluation.ts";
import { renderBill } from "../src/render/bill.ts";
import { plainStyle } from "../src/render/style.ts";

const TOKEN = "very-secret-token-4711";
let folder = "";
let configs = 0;
const open: Candidate[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "firstfit-command-"));
});
afterEach(async () => {
  for (const candidate of open.splice(0)) await candidate.close?.();
  rmSync(folder, { recursive: true, force: true });
});

async function appOf(command?: Readonly<Record<string, unknown>>) {
  const file = `config-${(configs += 1)}.mjs`;
  const config = command === undefined ? {} : { candidates: { agent: { kind: "command", ...command } } };
  writeFileSync(join(folder, file), `export default ${JSON.stringify(config)};\n`);
  return await buildApp({ folder, config: file, seed: 1, environment: { PATH: process.env["PATH"], AGENT_TOKEN: TOKEN } });
}
async function agent(command: string | readonly string[], more: Readonly<Record<string, unknown>> = {}): Promise<Candidate> {
  const [candidate] = await (await appOf({ command, ...more })).candidates({});
  if (candidate === undefined) throw new Error("there is no candidate");
  open.push(candidate);
  return candidate;
}
function script(name: string, text: string): readonly string[] {
  writeFileSync(join(folder, name), text);
  return [process.execPath, name];
}
function ask(candidate: Candidate, input: Case["input"] = "hello", context: Partial<TrialContext> = {}): Promise<CandidateOutput> {
  return candidate.run(input, { signal: new AbortController().signal, repeat: 0, caseId: "one", ...context });
}
/** Whether a process runs; one that has ended and that nobody has asked for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, "utf8"));
}
async function pidIn(file: string): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const text = existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
    if (text !== "") return Number(text);
    await sleep(25);
  }
  throw new Error(`nobody wrote ${file}`);
}
async function dead(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries += 1) await sleep(25);
  return !isAlive(pid);
}

describe("one process a trial", () => {
  test("is given the input, and its standard output is the output", async () => {
    const [candidate] = await (await appOf()).candidates({ command: "tr a-z A-Z" });
    expect(await ask(candidate as Candidate, "grüße,\nyou")).toEqual({ text: "GRüßE,\nYOU", latencyMs: expect.any(Number) });
    expect(candidate?.name).toBe("tr a-z A-Z");
  });

  test("is told which case it is and how often it was asked, and runs in the folder of the configuration", async () => {
    const candidate = await agent("pwd; echo $FIRSTFIT_CASE_ID $FIRSTFIT_REPEAT $MODE $AGENT_TOKEN", { env: { MODE: "x ${AGENT_TOKEN}" } });
    const { text } = await ask(candidate, "q", { caseId: "a b", repeat: 2 });
    expect(text).toContain("a b 2 x …4711 …4711");
    expect(text.split("\n")[0]).toContain("firstfit-command-");
  });

  test("as a list of words is looked at by no shell", async () => {
    expect((await ask(await agent(["printf", "%s", "$HOME; `id`"]))).text).toBe("$HOME; `id`");
  });

  test("is given a conversation with who says what", async () => {
    const { text } = await ask(await agent("cat"), [
      { role: "user", text: "One?" },
      { role: "assistant", text: "1" },
      { role: "user", text: "Two?" },
    ]);
    expect(text).toBe("user: One?\n\nassistant: 1\n\nuser: Two?");
  });

  test.each([
    ["echo oh no >&2; exit 3", /^agent ended with exit code 3\. Its last line on standard error: oh no$/],
    ["kill -9 $$", /^agent was ended by SIGKILL\.$/],
    ["true", /ended with exit code 0 and wrote nothing/],
    ["echo; echo why >&2", /wrote nothing to its standard output\. Its last line on standard error: why/],
    ["no-such-program", /exit code 127\..*not found/],
    ['echo "token $AGENT_TOKEN" >&2; exit 1', /token …4711/],
  ])("%s is a failed trial and no empty answer", async (command, message) => {
    await expect(ask(await agent(command, { env: { X: "${AGENT_TOKEN}" } }))).rejects.toMatchObject({
      code: "CANDIDATE_FAILED",
      message: expect.stringMatching(message),
    });
  });

  test("that there is not is a failed trial", async () => {
    await expect(ask(await agent(["no-such-program"]))).rejects.toMatchObject({
      code: "CANDIDATE_FAILED",
      message: expect.stringContaining("agent cannot be started"),
    });
  });

  test("that does not read its input is no error, however long that is", async () => {
    expect((await ask(await agent("echo done"), "x".repeat(2_000_000))).text).toBe("done");
  });

  test("that hangs is ended with all that it started", async () => {
    const candidate = await agent("trap '' TERM; sleep 1000 & echo $! > child.pid; echo $$ > shell.pid; wait; sleep 1000", {
      timeoutSeconds: 0.5,
    });
    await expect(ask(candidate)).rejects.toMatchObject({
      code: "CANDIDATE_FAILED",
      message: expect.stringContaining("within 0.5 seconds"),
    });
    expect(await dead(await pidIn("child.pid"))).toBe(true);
    expect(await dead(await pidIn("shell.pid"))).toBe(true);
  });

  test("that leaves something in the background does not keep the trial, nor stays it", async () => {
    const startedMs = performance.now();
    expect((await ask(await agent("sleep 1000 & echo $! > child.pid; echo hi"))).text).toBe("hi");
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(await dead(await pidIn("child.pid"))).toBe(true);
  });

  test("that does not stop talking is stopped", async () => {
    await expect(ask(await agent("yes"))).rejects.toMatchObject({ message: expect.stringContaining("more than 4 MiB") });
  });

  test("is ended at once when the run is stopped", async () => {
    const stop = new AbortController();
    const run = ask(await agent("echo $$ > shell.pid; sleep 1000"), "x", { signal: stop.signal });
    run.catch(() => {}); // awaited below
    const pid = await pidIn("shell.pid");
    stop.abort();
    await expect(run).rejects.toMatchObject({ code: "INTERRUPTED" });
    expect(await dead(pid)).toBe(true);
  });

  test("is known by its command and by the scripts that it names", async () => {
    const command = script("agent.mjs", "console.log(1)");
    const before = (await agent(command)).definition;
    expect(before).toMatchObject({ kind: "command", protocol: "text", files: { "agent.mjs": expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect((await agent(command)).definition).toEqual(before);
    script("agent.mjs", "console.log(2)");
    expect((await agent(command)).definition).not.toEqual(before);
    expect((await agent("node agent.mjs --fast")).definition).toMatchObject({ files: { "agent.mjs": expect.any(String) } });
  });
});

describe("a process that stays", () => {
  const echo = (body: string): readonly string[] =>
    script(
      "agent.mjs",
      `import { createInterface } from "node:readline";
       import { appendFileSync } from "node:fs";
       appendFileSync("starts", "x");
       const say = (value) => process.stdout.write((typeof value === "string" ? value : JSON.stringify(value)) + "\\n");
       for await (const line of createInterface({ input: process.stdin })) { const asked = JSON.parse(line); ${body} }`,
    );
  const lines = (body: string, more: Readonly<Record<string, unknown>> = {}) => agent(echo(body), { protocol: "json-lines", ...more });
  const starts = (): number => readFileSync(join(folder, "starts"), "utf8").length;

  test("answers line by line, and is started once", async () => {
    const candidate = await lines("say({ id: asked.id, output: [asked.input, asked.repeat, asked.metadata.x].join() })");
    expect(candidate.concurrencyMax).toBe(1);
    expect(await ask(candidate, "a\nb", { metadata: { x: 1 } })).toEqual({ text: "a\nb,0,1", latencyMs: expect.any(Number) });
    expect((await ask(candidate, "b", { repeat: 1 })).text).toBe("b,1,");
    expect(starts()).toBe(1);
  });

  test("answers in any order", async () => {
    const candidate = await lines("setTimeout(() => say({ id: asked.id, output: asked.input }), asked.metadata.ms)", { concurrency: 5 });
    const outputs = await Promise.all([50, 5, 30, 1, 20].map((ms) => ask(candidate, `in ${ms}`, { caseId: `c${ms}`, metadata: { ms } })));
    expect(outputs.map(({ text }) => text)).toEqual(["in 50", "in 5", "in 30", "in 1", "in 20"]);
  });

  test("keeps repeats of one case apart", async () => {
    const candidate = await lines("say({ id: asked.id, output: asked.id })", { concurrency: 9 });
    const outputs = await Promise.all([0, 1, 1].map((repeat) => ask(candidate, "x", { repeat })));
    expect(outputs.map(({ text }) => text)).toEqual(["one", "one#1", "one#1~2"]);
  });

  test("tells all that it knows", async () => {
    const candidate = await lines(
      `say({ id: asked.id, output: { a: 1 }, toolCalls: [{ name: "f", arguments: "{}" }], usage: { prompt_tokens: 3 }, cost: 0.5, latencyMs: 7, abstained: false, citations: ["a.md"], stop: "length" })`,
    );
    expect(await ask(candidate)).toEqual({
      text: '{"a":1}',
      toolCalls: [{ name: "f", input: {} }],
      usage: { inputTokens: 3, source: "provider" },
      cost: { kind: "known", usd: 0.5 },
      latencyMs: 7,
      abstained: false,
      citations: [{ document: "a.md" }],
      stop: "length",
    });
  });

  test("need not name the trial when it works on one at a time", async () => {
    expect((await ask(await lines("say({ output: asked.input })"))).text).toBe("hello");
  });

  test("that dies fails what it works on and nothing else, and is started again", async () => {
    const candidate = await lines(
      `if (asked.input === "die") { console.error("out of memory"); process.exit(9); } say({ id: asked.id, output: "ok" })`,
    );
    expect((await ask(candidate)).text).toBe("ok");
    await expect(ask(candidate, "die")).rejects.toMatchObject({
      code: "CANDIDATE_FAILED",
      message: "agent ended with exit code 9. Its last line on standard error: out of memory",
    });
    expect((await ask(candidate)).text).toBe("ok");
    expect(starts()).toBe(2);
  });

  test("that says an error fails that trial only, and goes on", async () => {
    const candidate = await lines(`say(asked.input === "bad" ? { id: asked.id, error: "no such user" } : { id: asked.id, output: "ok" })`);
    await expect(ask(candidate, "bad")).rejects.toMatchObject({ code: "CANDIDATE_FAILED", message: "agent: no such user" });
    expect((await ask(candidate)).text).toBe("ok");
    expect(starts()).toBe(1);
  });

  test.each([
    [`say("Loading model")`, /a line that is no JSON object \("Loading model"\)/],
    [`say("[1]")`, /no JSON object/],
    [`say({ id: "other", output: "x" })`, /the id "other", which it was not asked/],
    [`say({ id: asked.id })`, /without an "output": it has the keys id/],
    [`say({ id: asked.id, output: "x", toolCalls: 3 })`, /a number as "toolCalls"/],
    [`process.stdout.write("x".repeat(5_000_000))`, /a line of more than 4 MiB/],
  ])("that writes what %s does is an error of its protocol", async (body, message) => {
    const candidate = await lines(body);
    await expect(ask(candidate)).rejects.toMatchObject({ code: "PROTOCOL", message: expect.stringMatching(message) });
  });

  test("that hangs is ended after the timeout, and the next trial has a new one", async () => {
    const candidate = await lines(
      `if (asked.input === "hang") { (await import("node:fs")).writeFileSync("agent.pid", String(process.pid)); for (;;); } say({ id: asked.id, output: "ok" })`,
      { timeoutSeconds: 1 },
    );
    await expect(ask(candidate, "hang")).rejects.toMatchObject({ message: expect.stringContaining("within 1 seconds") });
    expect((await ask(candidate)).text).toBe("ok");
    expect(await dead(await pidIn("agent.pid"))).toBe(true);
  });

  test("comes in as many as are asked for, and all are gone after close", async () => {
    const candidate = await lines("setTimeout(() => say({ id: asked.id, output: String(process.pid) }), 50)", { processes: 3 });
    expect(candidate.concurrencyMax).toBe(3);
    const pids = await Promise.all(["a", "b", "c"].map(async (caseId) => Number((await ask(candidate, "x", { caseId })).text)));
    expect(new Set(pids).size).toBe(3);
    await candidate.close?.();
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test("that does not end with its input is ended by close, with what it started", async () => {
    const candidate = await lines(
      `const { spawn } = await import("node:child_process"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);
       say({ id: asked.id, output: String(spawn("sleep", ["1000"]).pid) + " " + process.pid })`,
    );
    const pids = (await ask(candidate)).text.split(" ").map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await candidate.close?.();
    for (const pid of pids) expect(await dead(pid)).toBe(true);
  });
});

test("none is left when firstfit itself ends in the middle", async () => {
  const program = join(folder, "program.mjs");
  const config = new URL("../src/config.ts", import.meta.url).href;
  writeFileSync(join(folder, "firstfit.config.mjs"), "export default {};\n");
  writeFileSync(
    program,
    `const { buildApp } = await import(${JSON.stringify(config)});
     const app = await buildApp({ folder: ${JSON.stringify(folder)}, seed: 1, environment: process.env });
     const [candidate] = await app.candidates({ command: "sleep 1000 & echo $! > child.pid; sleep 1000" });
     process.on("SIGTERM", () => process.exit(130));
     await candidate.run("x", { signal: new AbortController().signal, repeat: 0, caseId: "one" });`,
  );
  const running = spawn(process.execPath, [program], { cwd: fileURLToPath(new URL("..", import.meta.url)), stdio: "inherit" });
  const pid = await pidIn("child.pid");
  expect(isAlive(pid)).toBe(true);
  running.kill("SIGTERM");
  await once(running, "exit");
  expect(await dead(pid)).toBe(true);
});

describe("what is kept and shown of a command", () => {
  test.each([
    ["curl -H 'Authorization: Bearer abcdef123'", "curl -H 'Authorization: Bearer …'"],
    ["API_KEY=abc agent --token xyz123 --model m", "API_KEY=… agent --token … --model m"],
    ["agent --api-key=abc --max-tokens 5", "agent --api-key=… --max-tokens 5"],
    ['agent --token "$TOKEN" --key $KEY', 'agent --token "$TOKEN" --key $KEY'],
    ["sort key value", "sort key value"],
  ])("%s", (command, shown) => {
    expect(shownCommand(command)).toBe(shown);
  });

  test("holds no secret of its environment", async () => {
    const candidate = await agent("cat", { env: { AGENT_TOKEN: "${AGENT_TOKEN}" } });
    expect(JSON.stringify(candidate.definition)).not.toContain(TOKEN);
    await expect(agent("cat", { env: { AGENT_TOKEN: "written-out" } })).rejects.toMatchObject({ code: "BAD_CONFIG" });
    await expect(agent("cat", { env: { AGENT_TOKEN: "${NOT_SET}" } })).rejects.toMatchObject({ code: "MISSING_KEY" });
  });
});

test.each([
  [{ command: "" }, /neither a command nor a list/],
  [{ command: [] }, /neither a command nor a list/],
  [{ command: "cat", cwd: "nowhere" }, /the folder nowhere, which is not there/],
  [{ command: "cat", protocol: "xml" }, /protocol/],
])("%j is refused", async (config, message) => {
  const made = appOf(config).then((app) => app.candidates({}));
  await expect(made).rejects.toMatchObject({ code: "BAD_CONFIG", message: expect.stringMatching(message) });
});

test("a dry run starts nothing, and says how often it would", async () => {
  const app = (await appOf({ command: "touch started; cat" })).spending({ isDryRun: true, useCache: true });
  const [candidate] = await app.candidates({});
  expect(await ask(candidate as Candidate)).toEqual({ text: "" });
  await ask(candidate as Candidate);
  expect(existsSync(join(folder, "started"))).toBe(false);
  expect(renderBill(await app.billBefore(), { style: plainStyle })).toContain(
    "2 runs of touch started; cat, cost not known to firstfit, and not capped unless its answers say it",
  );
});
