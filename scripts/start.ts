// The main job on the sample project, by the same commands that a user types. Ends by itself; needs no key and no network.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { demoQuestions } from "./demo-questions.ts";

const sample = fileURLToPath(new URL("../examples/sample-project/", import.meta.url));
const bin = fileURLToPath(new URL("../src/bin.ts", import.meta.url));
const bold =
  process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "" ? (text: string) => `\u001b[1m${text}\u001b[22m` : (text: string) => text;

/** Runs one command line in the sample project and says how long the whole process took. Ends with 1 for an exit code that is none of the expected. */
function firstfit(arguments_: readonly string[], ...expectedExits: readonly number[]): void {
  const shown = arguments_.map((argument) => (/^[\w./-]+$/.test(argument) ? argument : `"${argument}"`)).join(" ");
  process.stdout.write(`\n${bold(`$ firstfit ${shown}`)}\n`);
  const startedMs = performance.now();
  const { status, error } = spawnSync(process.execPath, [bin, ...arguments_], { cwd: sample, stdio: "inherit" });
  if (error !== undefined) throw error;
  process.stdout.write(`(exit ${status}, ${Math.round(performance.now() - startedMs)} ms with starting Node)\n`);
  if (status === null || !expectedExits.includes(status)) {
    process.stderr.write(`npm start: exit ${expectedExits.join(" or ")} was expected here.\n`);
    process.exit(1);
  }
}

process.stdout.write(`The sample project: ten dated notes in examples/sample-project.\n`);
firstfit(["index"], 0);
for (const { question, exit } of demoQuestions) firstfit(["ask", question], exit);
// Four ways to find the note that holds the answer, on the sample's 20 cases: which is better, and can one tell?
firstfit(["compare"], 0);
process.stdout.write(
  `\n${bold("The decision")}: which rung of the ladder meets the bar of firstfit.config.ts, measured on 301 questions of our own?\n`,
);
// Undecided (4) is an honest outcome too. The documents go where git does not see them.
firstfit(["decide", "decision-cases.jsonl", "--out", ".firstfit/decision"], 0, 4);
process.stdout.write(
  `\nYour own documents: ${bold("node firstfit.mjs index PATH")}, then ${bold('node firstfit.mjs ask "..."')}. README.md goes on from here.\n`,
);
