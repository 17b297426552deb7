import { RE2JS } from "re2js";
import type { Expectation, Grade } from "../core/evaluation.ts";
import { plain } from "../text/plain.ts";

type Of<Kind extends Expectation["kind"]> = Extract<Expectation, { kind: Kind }>;

export function passed(holds: boolean, reason: string): Grade {
  return holds ? { kind: "graded", value: 1 } : { kind: "graded", value: 0, reason };
}

/** The output is one of the texts, but for case and white space, as it stands or `unmarked`, without the numbers of its citations. */
export function gradeExact(text: string, { texts }: Of<"exact">, unmarked: string): Grade {
  const outputs = [plain(text), plain(unmarked)];
  return passed(
    texts.some((each) => outputs.includes(plain(each))),
    `is not ${texts.map((each) => JSON.stringify(each)).join(" or ")}`,
  );
}

/** Each text stands in the output, but for case and white space. */
export function gradeSubstring(text: string, { texts }: Of<"substring">): Grade {
  const output = plain(text);
  const missing = texts.find((each) => !output.includes(plain(each)));
  return passed(missing === undefined, `does not hold ${JSON.stringify(missing)}`);
}

/** RE2 syntax, by re2js: linear time, so no backreferences and no lookaround. An expression that is none is our fault, and no failure. */
export function gradeRegex(text: string, { pattern }: Of<"regex">): Grade {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (cause) {
    return {
      kind: "ungraded",
      reason: `${JSON.stringify(pattern)} is no RE2 expression: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
  return passed(compiled.matcher(text).find(), `does not match ${pattern}`);
}

const NUMBER = /[-+\u2212]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?/gi;

/** The last number of the output is the one, give or take the tolerance: answers end with their result. "1,081" is 1081; a comma is no decimal point. */
export function gradeNumber(text: string, { value, tolerance }: Of<"number">): Grade {
  const last = text.match(NUMBER)?.at(-1);
  if (last === undefined) return passed(false, "holds no number");
  const found = Number(last.replaceAll(",", "").replace("\u2212", "-"));
  // 0.1 + 0.2 must be within 0 of 0.3
  const slack = 1e-9 * Math.max(1, Math.abs(value));
  return passed(
    Math.abs(found - value) <= tolerance + slack,
    `ends with ${found}, not ${value}${tolerance === 0 ? "" : ` ± ${tolerance}`}`,
  );
}
