import type { LabPart } from "../../core/lab.ts";

// Lines are written one by one, so that Markdown and shell stand in the data as they stand on the page.

/** Markdown. */
export function text(...lines: readonly string[]): LabPart {
  return { kind: "text", text: lines.join("\n") };
}

/** Commands that a reader types, with what they print and how the last of them ends. */
export function run(
  commands: readonly string[],
  { shows, exit }: { readonly shows?: readonly string[]; readonly exit?: number } = {},
): LabPart {
  return {
    kind: "run",
    commands: commands.join("\n"),
    ...(shows === undefined ? {} : { shows: shows.join("\n") }),
    ...(exit === undefined ? {} : { exit }),
  };
}

/** Something to copy that nothing here can run. */
export function copy(lines: readonly string[], language?: string): LabPart {
  return { kind: "copy", text: lines.join("\n"), ...(language === undefined ? {} : { language }) };
}
