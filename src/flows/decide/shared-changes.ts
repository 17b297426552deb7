import type { Json } from "../../core/calls.ts";
import type { DecisionDocument } from "../../core/decision.ts";
import { shortHash } from "../evaluate/plan.ts";

type Candidates = DecisionDocument["candidates"];

interface ExampleFacts {
  readonly file: string;
  readonly hash: string;
  readonly rows: number;
}

/** What changed in what candidates learn from and in what they search, each told once: all of a project have the same. */
export function sharedChanges(before: Candidates, now: Candidates): readonly string[] {
  const changes = now.flatMap(({ name, definition }) => {
    const old = before.find((each) => each.name === name)?.definition;
    const [wasExamples, examples] = [examplesOf(old), examplesOf(definition)];
    const [wasIndex, index] = [indexOf(old), indexOf(definition)];
    return [
      ...(wasExamples === undefined || examples === undefined ? [] : examplesChange(wasExamples, examples)),
      ...(wasIndex === undefined || index === undefined || wasIndex === index
        ? []
        : [`the index changed, in its documents or in how it is made (${shortHash(wasIndex)}, now ${shortHash(index)})`]),
    ];
  });
  return [...new Set(changes)];
}

/** A definition without what `sharedChanges` tells. */
export function ownDefinition(definition: unknown): Json {
  const told = [...(examplesOf(definition) === undefined ? [] : ["examples"]), ...(indexOf(definition) === undefined ? [] : ["index"])];
  // it was written as JSON
  if (told.length === 0) return definition as Json;
  return Object.fromEntries(Object.entries(definition as { readonly [key: string]: Json }).filter(([key]) => !told.includes(key)));
}

function examplesChange(was: ExampleFacts, is: ExampleFacts): readonly string[] {
  if (was.file !== is.file) return [`other examples: ${counted(is)} of ${is.file} in place of ${counted(was)} of ${was.file}`];
  if (was.hash === is.hash) return [];
  return [
    `the examples changed: ${is.file}, ${was.rows === is.rows ? `still ${counted(is)}, not the same ones` : `${was.rows} → ${counted(is)}`}`,
  ];
}

function counted({ rows }: ExampleFacts): string {
  return `${rows} ${rows === 1 ? "row" : "rows"}`;
}

function examplesOf(definition: unknown): ExampleFacts | undefined {
  const examples = memberOf(definition, "examples");
  const isTold =
    ["file", "hash"].every((key) => typeof memberOf(examples, key) === "string") && typeof memberOf(examples, "rows") === "number";
  return isTold ? (examples as ExampleFacts) : undefined; // looked at a line above
}

function indexOf(definition: unknown): string | undefined {
  const index = memberOf(definition, "index");
  return typeof index === "string" ? index : undefined;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
