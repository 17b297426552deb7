import type { TrialContext } from "../../core/evaluation.ts";
import { FirstfitError } from "../../core/errors.ts";
import type { Tool, ToolCall } from "../../core/model.ts";
import { isRecord } from "./records.ts";

/** Tools of a case, and the way back to the names that it calls them by. */
export interface CaseTools {
  readonly tools: readonly Tool[];
  renamed(calls: readonly ToolCall[]): readonly ToolCall[];
}

/** What providers take as the name of a tool. */
const NAME = /^[\w-]{1,64}$/;
/** Types of BFCL's own, as JSON Schema has them. `any` is a schema without a type. */
const TYPES: Readonly<Record<string, string>> = { dict: "object", float: "number", tuple: "array" };

/**
 * The tools in `metadata.functions` of a case, as `dataset import --format bfcl` writes them: `{ name, description, parameters }`, or the forms of the two messages APIs.
 * A name that providers do not take ("math.factorial") is offered with underscores, as BFCL does, and told under its own. Throws BAD_INPUT for what is no tool.
 */
export function caseTools(metadata: TrialContext["metadata"], own: readonly Tool[] = []): CaseTools {
  const given = metadata?.["functions"];
  if (given !== undefined && !Array.isArray(given)) throw noTool("is no list");
  const rows: readonly unknown[] = given ?? [];
  const names = new Map<string, string>();
  const taken = new Set(own.map(({ name }) => name));
  const tools = rows.map((row, at) => {
    const tool = toolOf(row, at);
    const name = freeName(tool.name, taken);
    taken.add(name);
    names.set(name, tool.name);
    return { ...tool, name };
  });
  return {
    tools: [...own, ...tools],
    renamed: (calls) => calls.map(({ name, input }) => ({ name: names.get(name) ?? name, input })),
  };
}

function toolOf(row: unknown, at: number): Tool {
  const inner = isRecord(row) && isRecord(row["function"]) ? row["function"] : row;
  if (!isRecord(inner) || typeof inner["name"] !== "string" || inner["name"] === "") throw noTool(`has no name at place ${at + 1}`);
  const schema = inner["parameters"] ?? inner["input_schema"] ?? inner["inputSchema"] ?? { type: "object", properties: {} };
  if (!isRecord(schema)) throw noTool(`has no parameters at place ${at + 1}`);
  const description = inner["description"];
  return { name: inner["name"], description: typeof description === "string" ? description : "", inputSchema: jsonSchema(schema) };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const plain = NAME.test(name) ? name : name.replace(/[^\w-]/g, "_").slice(0, 64);
  let free = plain;
  for (let n = 2; taken.has(free); n += 1) free = `${plain.slice(0, 60)}_${n}`;
  return free;
}

/** The same schema with the types that JSON Schema has, at every depth; only where a type stands, never in a property of that name. */
function jsonSchema(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { type, properties, items, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(type === undefined || type === "any" ? {} : { type: typeof type === "string" && Object.hasOwn(TYPES, type) ? TYPES[type] : type }),
    ...(isRecord(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, each]) => [name, isRecord(each) ? jsonSchema(each) : each]),
          ),
        }
      : {}),
    ...(items === undefined ? {} : { items: isRecord(items) ? jsonSchema(items) : items }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: isRecord(additionalProperties) ? jsonSchema(additionalProperties) : additionalProperties }),
  };
}

function noTool(what: string): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `metadata.functions of the case ${what}, so its tools cannot be offered.`,
    'Write a list of {"name", "description", "parameters"}, with a JSON Schema of an object in parameters.',
  );
}
