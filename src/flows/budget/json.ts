import type { Json } from "../../core/calls.ts";
import type { PromptPath } from "../../core/prompt.ts";

export type JsonRecord = { readonly [key: string]: Json };

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // isArray forgets what the list holds
}

export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** A change of a prompt: a stretch of a string replaced, a value replaced, or a value taken out. */
export type Edit =
  | { readonly kind: "text"; readonly path: PromptPath; readonly start: number; readonly end: number; readonly text: string }
  | { readonly kind: "value"; readonly path: PromptPath; readonly value: Json }
  | { readonly kind: "remove"; readonly path: PromptPath };

/** The value with all edits made; their places are those of the value as it was. Stretches do not overlap. */
export function withEdits(value: Json, edits: readonly Edit[]): Json {
  return edited(value, edits, 0) ?? null;
}

function edited(value: Json, edits: readonly Edit[], depth: number): Json | undefined {
  if (edits.length === 0) return value;
  const here = edits.filter(({ path }) => path.length === depth);
  if (here.some(({ kind }) => kind === "remove")) return undefined;
  const replaced = here.findLast((edit) => edit.kind === "value");
  if (replaced?.kind === "value") return replaced.value;
  if (typeof value === "string") {
    const spans = here.filter((edit) => edit.kind === "text").sort((a, b) => b.start - a.start);
    return spans.reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), value);
  }
  const deeper = (key: string | number): readonly Edit[] => edits.filter(({ path }) => path[depth] === key);
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((item, i) => {
      const next = edited(item, deeper(i), depth + 1);
      return next === undefined ? [] : [next];
    });
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const next = edited(item, deeper(key), depth + 1);
    return next === undefined ? [] : [[key, next] as const];
  });
  return Object.fromEntries(entries);
}
