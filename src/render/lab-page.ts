import type { Lab, LabPart } from "../core/lab.ts";

/** A lab as its page in docs/labs shows it, in Markdown. `next`: the lab after it; absent: it is the last. */
export function labPage(lab: Lab, next?: Lab): string {
  const blocks = [
    `# Lab ${lab.id}: ${lab.title}`,
    `<!-- Made from src/flows/lab/labs/${lab.id}.ts by npm run labs. -->`,
    `**Goal.** ${lab.goal} ${lab.effort}\n\n**Why.** ${lab.why}\n\nBackground: ${lab.background}`,
    ...lab.steps.flatMap(({ title, parts }, i) => [`## ${i + 1}. ${title}`, ...parts.map(partText)]),
    ...(lab.withKey === undefined ? [] : ["## With a key", ...lab.withKey.map(partText)]),
    "## Done when",
    lab.doneWhen.map((line) => `- ${line}`).join("\n"),
    ...(lab.stretch.length === 0 ? [] : ["## Stretch (optional)", ...lab.stretch.map(partText)]),
    ...(next === undefined ? [] : [`Next: [lab ${next.id}](${pageName(next)}).`]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** The index of docs/labs. */
export function labIndex(labs: readonly Lab[]): string {
  return (
    [
      "# The practice track",
      "<!-- Made from src/flows/lab by npm run labs. -->",
      'Twelve labs, one for each thing to understand before somebody says "let\'s fine-tune". Each works on the sample project and on your own files, offline, and better with a real model.',
      "```sh\nfirstfit lab list\n```",
      "```text\n01  four conversations\n12  the right tool\n0 of 12 done\n```",
      "`firstfit lab 03` leads through one: goal, why, steps as commands. `firstfit lab check 03` looks at your own files and says of each check what was looked at, what is missing and what mends it; it ends with 100 as long as something that is not optional is missing. `--write` writes the files that a lab asks you to fill in, and leaves one that is there as it is. `--file NAME=PATH` takes a file of yours from elsewhere, and is remembered.",
      "What cannot be looked at (no chat model, a part that is not built) is skipped and said to be: a lab is then *done as far as it can be checked*. Progress is kept in `.firstfit/labs.json`.",
      ["| Lab | What you do |", "| --- | --- |", ...labs.map((lab) => `| [${lab.id} ${lab.title}](${pageName(lab)}) | ${lab.does} |`)].join(
        "\n",
      ),
    ].join("\n\n") + "\n"
  );
}

export function pageName({ id, slug }: Lab): string {
  return `${id}-${slug}.md`;
}

function partText(part: LabPart): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "copy") return `\`\`\`${part.language ?? ""}\n${part.text}\n\`\`\``;
  const commands = `\`\`\`sh${part.exit === undefined ? "" : ` exit=${part.exit}`}\n${part.commands}\n\`\`\``;
  return part.shows === undefined ? commands : `${commands}\n\n\`\`\`text\n${part.shows}\n\`\`\``;
}
