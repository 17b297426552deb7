import { isFields } from "../case-fields.ts";
import type { Fields } from "../json-objects.ts";
import { anyOf, textsOf } from "./expected.ts";
import { given } from "./messages.ts";

/** Assertions of a case that have no counterpart here, by type. */
export interface PromptfooCase {
  readonly row: Fields;
  readonly left: readonly string[];
}

/**
 * The tests of a promptfoo configuration, or of a list of tests. A test's input is its one variable, the one called question, input, query or prompt, or the
 * first prompt with the variables filled in. Assertions without a counterpart, and those with a threshold or a negation that changes their meaning,
 * are handed out by type and stay in the metadata.
 */
export function promptfooCases(config: unknown): readonly PromptfooCase[] {
  const root = isFields(config) ? config : {};
  const tests: readonly unknown[] = Array.isArray(config) ? config : Array.isArray(root["tests"]) ? root["tests"] : [];
  const prompt = textsOf(root["prompts"])[0];
  const shared = isFields(root["defaultTest"]) ? root["defaultTest"] : {};
  return tests.flatMap((test) => (isFields(test) ? [promptfooCase(test, shared, prompt)] : []));
}

function promptfooCase(test: Fields, shared: Fields, prompt: string | undefined): PromptfooCase {
  const vars = { ...(isFields(shared["vars"]) ? shared["vars"] : {}), ...(isFields(test["vars"]) ? test["vars"] : {}) };
  const asserts = [...listOf(shared["assert"]), ...listOf(test["assert"])];
  const fields: Record<string, unknown> = {};
  const left: string[] = [];
  for (const assertion of asserts) {
    const expected = isFields(assertion) ? expectedBy(assertion) : undefined;
    const clash = expected !== undefined && Object.keys(expected).some((key) => Object.hasOwn(fields, key) && key !== "expected_substr");
    if (expected === undefined || clash)
      left.push(isFields(assertion) && typeof assertion["type"] === "string" ? assertion["type"] : "unknown");
    else
      for (const [key, value] of Object.entries(expected))
        fields[key] = key === "expected_substr" && fields[key] !== undefined ? [...textsOf(fields[key]), ...textsOf(value)] : value;
  }
  const metadata = { ...(isFields(test["metadata"]) ? test["metadata"] : {}), ...(left.length > 0 ? { assert: asserts } : {}) };
  return {
    row: given({
      input: inputFrom(vars, prompt),
      ...fields,
      metadata:
        Object.keys(metadata).length > 0 || typeof test["description"] === "string"
          ? given({ description: test["description"], ...metadata })
          : undefined,
    }),
    left,
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function inputFrom(vars: Fields, prompt: string | undefined): unknown {
  const names = Object.keys(vars);
  const usual = ["question", "input", "query", "prompt"].find((name) => typeof vars[name] === "string");
  if (names.length === 1 && names[0] !== undefined) return vars[names[0]];
  if (usual !== undefined) return vars[usual];
  return prompt?.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => textsOf(vars[name])[0] ?? whole);
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
      return text === undefined ? undefined : { expected_regex: `^${text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")}` };
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
    case "factuality":
    case "model-graded-factuality":
    case "model-graded-closedqa":
      return text === undefined ? undefined : { criteria: texts.join("\n") };
    case "trajectory:tool-used":
      return text === undefined ? undefined : { expected_tool: text };
    default:
      return undefined;
  }
}
