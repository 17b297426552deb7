import type { Context } from "./operation.ts";

/** A word as it is typed in a shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The flags of every verb that decide what a run comes to, as they are typed again behind its own. Paths stay as they were typed, and are made no longer. */
export function typedAgain({ seed, typed = {} }: Pick<Context, "seed" | "typed">): readonly string[] {
  return [
    ...(typed.config === undefined ? [] : [`--config ${quoted(typed.config)}`]),
    ...(typed.store === undefined ? [] : [`--store ${quoted(typed.store)}`]),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
  ];
}
