import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";
import { anyOf, quoted, textsOf } from "./expected.ts";
import { given } from "./messages.ts";

/** A test, or why it makes no case. `left` are its assertions that have no counterpart here, by type. */
export type PromptfooTest =
  | { readonly kind: "case"; readonly row: Fields; readonly left: readonly string[] }
  | { readonly kind: "elsewhere"; readonly file: string };

/** A variable with a list of values makes a test of each. */
const COMBINATIONS_MAX = 1_000;

/**
 * The tests of a promptfoo configuration, or of a list of tests. A test's input is its one variable; of several, the first prompt with the variables filled in where the prompt stands
 * in the file, else the one called question, input, query or prompt. Assertions without a counterpart, those that look at a transformed output, and those with a
 * negation that changes their meaning are handed out by type and stay in the metadata.
 */
export function promptfooTests(config: unknown): readonly PromptfooTest[] {
  const root = isFields(config) ? config : {};
  const tests: readonly unknown[] = Array.isArray(config) ? config : listOf(root["tests"]);
  const prompt = textsOf(root["prompts"]).find((text) => text.includes("{{"));
  const shared = isFields(root["defaultTest"]) ? root["defaultTest"] : {};
  if (typeof root["tests"] === "string") return [{ kind: "elsewhere", file: root["tests"] }];
  return tests.flatMap((test): readonly PromptfooTest[] => {
    if (typeof test === "string") return [{ kind: "elsewhere", file: test }];
    if (!isFields(test)) return [];
    const vars = { ...(isFields(shared["vars"]) ? shared["vars"] : {}), ...(isFields(test["vars"]) ? test["vars"] : {}) };
    return combinations(vars).map((each) => promptfooCase(test, shared, each, prompt));
  });
}

function combinations(vars: Fields): readonly Fields[] {
  let all: readonly Fields[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values: readonly unknown[] = Array.isArray(value) && value.every((each) => typeof each === "string") ? value : [value];
    all = all.flatMap((each) => values.map((one) => ({ ...each, [name]: one }))).slice(0, COMBINATIONS_MAX);
  }
  return all;
}

function promptfooCase(test: Fields, shared: Fields, vars: Fields, prompt: string | undefined): PromptfooTest {
  const asserts = [...listOf(shared["assert"]), ...listOf(test["assert"])];
  const isTransformed = [shared, test].some(({ options }) => isFields(options) && options["transform"] !== undefined);
  const fields: Record<string, unknown> = {};
  const left: string[] = [];
  for (const assertion of asserts) {
    const plain = isFields(assertion) && !isTransformed && assertion["transform"] === undefined;
    const expected = plain ? expectedBy(assertion) : undefined;
    const clash = expected !== undefined && Object.keys(expected).some((key) => Object.hasOwn(fields, key) && key !== "expected_substr");
    if (expected === undefined || clash)
      left.push(isFields(assertion) && typeof assertion["type"] === "string" ? assertion["type"] : "unknown");
    else
      for (const [key, value] of Object.entries(expected))
        fields[key] = key === "expected_substr" && fields[key] !== undefined ? [...textsOf(fields[key]), ...textsOf(value)] : value;
  }
  const metadata = given({
    description: typeof test["description"] === "string" ? test["description"] : undefined,
    ...(isFields(test["metadata"]) ? test["metadata"] : {}),
    vars: Object.keys(vars).length > 1 ? vars : undefined,
    assert: left.length > 0 ? asserts : undefined,
  });
  const input = inputFrom(vars, prompt);
  if (typeof input === "string" && input.startsWith("file://")) return { kind: "elsewhere", file: input };
  return { kind: "case", row: given({ input, ...fields, metadata: Object.keys(metadata).length > 0 ? metadata : undefined }), left };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function inputFrom(vars: Fields, prompt: string | undefined): unknown {
  const names = Object.keys(vars);
  if (names.length === 1 && names[0] !== undefined) return vars[names[0]];
  const isInFiles = names.some((name) => textsOf(vars[name])[0]?.startsWith("file://") === true);
  const usual = ["question", "input", "query", "prompt"].find((name) => typeof vars[name] === "string");
  if (prompt === undefined || (isInFiles && usual !== undefined)) return usual === undefined ? undefined : vars[usual];
  const filled = prompt.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => textsOf(vars[name])[0] ?? whole);
  // a prompt that holds none of the variables is another test's
  return filled === prompt && usual !== undefined ? vars[usual] : filled;
}

/** Undefined for what has no counterpart. */
function expectedBy(assertion: Fields): Fields | undefined {
  const { type, value } = assertion;
  const texts = textsOf(value);
  const [text] = texts;
  switch (type) {
    case "equals":
      return text === undefined ? undefined : { expected_exact: text };
    // ours does not tell upper from lower case either
    case "contains":
    case "icontains":
    case "contains-all":
    case "icontains-all":
      return texts.length === 0 ? undefined : { expected_substr: texts };
    case "contains-any":
    case "icontains-any":
      return texts.length === 0 ? undefined : anyOf(texts);
    case "starts-with":
      return text === undefined ? undefined : { expected_regex: `^${quoted(text)}` };
    case "regex":
      return text === undefined ? undefined : { expected_regex: text };
    case "is-json":
      return { expected_schema: isFields(value) ? value : true };
    case "is-refusal":
      return { expected_refusal: true };
    case "not-is-refusal":
      return { expected_refusal: false };
    case "llm-rubric":
    case "g-eval":
    case "model-graded-closedqa":
      return text === undefined ? undefined : { criteria: texts.join("\n") };
    case "factuality":
    case "model-graded-factuality":
      return text === undefined ? undefined : { criteria: `Says nothing against this: ${text}` };
    case "trajectory:tool-used":
      return text === undefined ? undefined : { expected_tool: text };
    default:
      return undefined;
  }
}
