import { Command, CommanderError, Help, Option } from "commander";
import { FirstfitError } from "../core/errors.ts";

/** Where help is printed. */
export interface HelpTerminal {
  readonly stdout: { write(text: string): void; readonly columns: number };
  readonly stderr: { write(text: string): void; readonly columns: number };
}

/** A verb as the list at the top of the help shows it. */
export interface ListedVerb {
  readonly name: string;
  /** Its arguments as they are typed: `<question>`, `[paths...]`. */
  readonly arguments: readonly string[];
  readonly summary: string;
}

const COLUMNS_UNKNOWN = 100;
const COLUMNS_MIN = 20;

/** How wide to write. A pipe has no columns, and a terminal that nobody gave a size (`script`, `ssh -tt`, a container's) says 0 of them. */
export function widthOf({ columns }: { readonly columns?: number | undefined }): number {
  return columns === undefined || columns === 0 ? COLUMNS_UNKNOWN : Math.max(COLUMNS_MIN, columns);
}

const EXIT_CODES =
  "Exit codes: 0 done, 1 something broke, 2 bad input, 3 not found in sources, 4 undecided,\n5 spending cap reached, 100 bar not met or regression, 130 interrupted.";
const EXAMPLES = ["firstfit init demo --sample", "firstfit index docs", 'firstfit ask "Who is the executive sponsor?"'];

/** What a command does with a mistake of the one who types: it becomes an error as every other one, whose next step is the help of this command. */
export function usageError(typed: string): (text: string) => never {
  return (text) => {
    const message = text
      .replace(/^error: /, "")
      .trim()
      .replaceAll("\n", " ");
    const isUnquoted = /^too many arguments for '(?:ask|search|advise|map)'/.test(message);
    throw new FirstfitError(
      "BAD_INPUT",
      /[.?)]$/.test(message) ? message : `${message}.`,
      isUnquoted ? `Put the words between quotes: ${typed} "…"` : `${typed} --help`,
    );
  };
}

/** What stands above all verbs. `isGroup`: commands that only hold others, which the list shows in their place. */
export function rootProgram(terminal: HelpTerminal, version: string, isGroup: (name: string) => boolean): Command {
  const base = new Help();
  return (
    new Command("firstfit")
      .description("The cheapest mechanism that meets your bar: prompt, retrieve, fine-tune or distill, measured on your own cases.")
      .version(version, "-V, --version", "print the version")
      .helpOption("-h, --help", "print help")
      .helpCommand("help [command]", "print help for a command")
      .exitOverride()
      // Options behind a second word are that word's own: `models` is a verb, and so is `models check`.
      .enablePositionalOptions()
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
        getOutHelpWidth: () => terminal.stdout.columns,
        getErrHelpWidth: () => terminal.stderr.columns,
        outputError: usageError("firstfit"),
      })
      .configureHelp({
        // A verb of two words stands in the list as it is typed.
        visibleCommands: (command) =>
          base.visibleCommands(command).flatMap((each) => (isGroup(each.name()) ? each.commands : [each, ...each.commands])),
        subcommandTerm: (command) => `${command.parent?.parent ? `${command.parent.name()} ` : ""}${base.subcommandTerm(command)}`,
      })
      .showSuggestionAfterError(true)
      .addHelpText("after", `\nExamples:\n${EXAMPLES.map((line) => `  $ ${line}`).join("\n")}\n\n${EXIT_CODES}`)
  );
}

/** The list of verbs that a program's help shows, for `printOverview`. */
export function listedVerbs(program: Command): readonly ListedVerb[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .flatMap((command): ListedVerb[] => {
      // The help command is every program's own.
      if (command.name() === "help") return [];
      const name = command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name();
      const typed = command.registeredArguments.map((argument) => {
        const shown = `${argument.name()}${argument.variadic ? "..." : ""}`;
        return argument.required ? `<${shown}>` : `[${shown}]`;
      });
      return [{ name, arguments: typed, summary: command.description() }];
    });
}

/** True for a command line that asks for the overview or the version and nothing else. */
export function isOverview(typed: readonly string[]): boolean {
  return typed.length === 1 && ["--help", "-h", "help", "--version", "-V"].includes(typed[0] ?? "");
}

/** Answers such a command line from the list alone, in the words of the full program: however many verbs there are, none is loaded. */
export function printOverview(
  terminal: HelpTerminal,
  typed: readonly string[],
  { verbs, version }: { readonly verbs: readonly ListedVerb[]; readonly version: string },
): void {
  const program = rootProgram(terminal, version, () => false);
  for (const { name, arguments: shown, summary } of verbs) {
    const command = new Command(name).description(summary);
    for (const argument of shown) command.argument(argument);
    // Every verb has options, and the list says no more of them.
    program.addCommand(command.addOption(new Option("--json")));
  }
  try {
    program.parse([...typed], { from: "user" });
  } catch (error) {
    // That is how commander ends when it has printed what it was asked for.
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  }
}
