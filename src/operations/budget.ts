import { z } from "zod";
import type { BudgetReport } from "../core/budget.ts";
import { FirstfitError } from "../core/errors.ts";
import type { Prompt } from "../core/prompt.ts";
import type { CutCases } from "../flows/budget/check-cut.ts";
import { closing } from "./evaluate.ts";
import { EXIT, field, operation } from "./operation.ts";
import type { App, Context } from "./operation.ts";

const CALLS = "give a whole number of calls, from 1 on";
const TOKENS = "give a whole number of tokens, from 1 on";

export const budgetOperation = operation({
  name: "budget",
  summary: "Count a prompt by section, price it, and propose what to cut",
  doors: ["cli"],
  effect: "spend",
  examples: [
    "firstfit budget prompt.md --model anthropic/claude-haiku-4-5 --volume 100000",
    "firstfit budget request.json --max 4000",
    "firstfit budget request.json --compare openai/gpt-4o --compare anthropic/claude-opus-4-7",
    "firstfit budget prompt.md --cases cases.jsonl --write shorter.md",
    "cat prompt.md | firstfit budget - --json",
  ],
  input: z.object({
    prompt: z.string().meta(
      field(
        "a prompt of the configuration by its name, a text or Markdown file, or a request as JSON or JSONL as it goes to Anthropic or OpenAI; - reads standard input",
        {
          positional: true,
        },
      ),
    ),
    model: z
      .string()
      .optional()
      .meta(
        field("the model to count and price for; default: the configured one, else the one that the request names", {
          placeholder: "name",
        }),
      ),
    compare: z
      .array(z.string())
      .default([])
      .meta(field("also count for this model", { placeholder: "model" })),
    volume: z
      .number(CALLS)
      .int(CALLS)
      .min(1, CALLS)
      .optional()
      .meta(field("calls a month, to price a month; of a prompt that asks each input several times, inputs", { placeholder: "calls" })),
    output: z
      .number(TOKENS)
      .int(TOKENS)
      .min(1, TOKENS)
      .optional()
      .meta(field("output tokens of a call at most; default: what the request says", { placeholder: "tokens" })),
    max: z
      .number(TOKENS)
      .int(TOKENS)
      .min(1, TOKENS)
      .optional()
      .meta(field("exit with 100 when the input has more tokens", { placeholder: "tokens" })),
    cases: z
      .string()
      .optional()
      .meta(
        field("try the cut on the first three cases that expect something of the answer, with the configured model", {
          placeholder: "cases.jsonl",
        }),
      ),
    svg: z
      .string()
      .optional()
      .meta(field("write the picture into this file", { placeholder: "file" })),
    write: z
      .string()
      .optional()
      .meta(field("write the prompt after the proposed cut into this file", { placeholder: "file" })),
  }),
  async run(app, input, context) {
    const { budget } = await import("../flows/budget.ts");
    const name = input.prompt === "-" ? "standard input" : input.prompt;
    const { prompt, repeats } = await promptNamed(input.prompt, app, context);
    const cases = input.cases === undefined ? undefined : await casesNamed(input.cases, app, context);
    await using opened = closing([]);
    if (cases !== undefined) opened.add(cases.grader);
    const configured = await app.budgetModel(input.model);
    const target =
      configured.name === undefined && prompt.model !== undefined ? await app.budgetModel(prompt.model, "request") : configured;
    const { report, cutPrompt } = await budget(prompt, {
      name,
      target,
      compare: await Promise.all(input.compare.map((model) => app.budgetModel(model))),
      ...(input.volume === undefined ? {} : { callsMonth: input.volume }),
      repeats,
      ...(input.output === undefined ? {} : { outputTokensMax: input.output }),
      ...(input.max === undefined ? {} : { tokensMax: input.max }),
      ...(cases === undefined ? {} : { cases }),
      signal: context.signal,
    });
    if (input.svg !== undefined) await app.writeFile(input.svg, (await import("../render/budget-svg.ts")).budgetSvg(report));
    if (input.write !== undefined)
      await app.writeFile(
        input.write,
        typeof cutPrompt.value === "string" ? cutPrompt.value : `${JSON.stringify(cutPrompt.value, null, 2)}\n`,
      );
    return report;
  },
  exit: (report: BudgetReport) => (report.max?.isExceeded === true ? EXIT.barNotMet : EXIT.done),
});

async function casesNamed(name: string, app: App, { readInput }: Context): Promise<CutCases> {
  const [{ casesToCheck }, { readDataset }] = await Promise.all([
    import("../flows/budget/check-cut.ts"),
    import("../flows/dataset/read-cases.ts"),
  ]);
  const cases = casesToCheck(readDataset({ name, text: await readInput(name) }).dataset);
  return { cases, grader: await app.caseGrader({ cases }) };
}

/** A prompt of the configuration by its name, else a file. Throws BAD_INPUT when it is neither. */
async function promptNamed(
  name: string,
  { project }: App,
  { readInput }: Context,
): Promise<{ readonly prompt: Prompt; readonly repeats: number }> {
  const { prompts = {} } = project;
  const definition = Object.hasOwn(prompts, name) ? prompts[name] : undefined;
  if (definition !== undefined) {
    const [{ promptOfDefinition }, { REPEATS }] = await Promise.all([
      import("../flows/budget/definition.ts"),
      import("../flows/prompt.ts"),
    ]);
    return { prompt: await promptOfDefinition(definition), repeats: definition.repeats ?? REPEATS };
  }
  const { readPrompt } = await import("../flows/budget/read-prompt.ts");
  const known = Object.keys(prompts);
  let text: string;
  try {
    text = await readInput(name);
  } catch (cause) {
    if (!(cause instanceof FirstfitError) || known.length === 0) throw cause;
    throw new FirstfitError(cause.code, cause.message, `Name a file, or a prompt of the configuration: ${known.join(", ")}.`, { cause });
  }
  return { prompt: readPrompt(text, name === "-" ? "standard input" : name), repeats: 1 };
}
