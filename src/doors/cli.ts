import { readFile } from "node:fs/promises";
import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import { fileText } from "../config/file-text.ts";
import type { Asker } from "../core/ask.ts";
import { FirstfitError, type ErrorCode } from "../core/errors.ts";
import { EXIT, operations, parseInput, type App, type ExitCode, type FieldMeta, type Operation } from "../operations.ts";
import { renderResult } from "../render/result.ts";
import { terminalStyle, plainStyle, wrapPieces, type Style } from "../render/style.ts";
import { progressPrinter } from "./cli-progress.ts";
import { listedVerbs, rootProgram, usageError } from "./program.ts";
import type { HelpTerminal, ListedVerb } from "./program.ts";

/** What the process gives to the command line; tests hand in their own. */
export interface Terminal {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): void; readonly isTTY: boolean; readonly columns: number };
  readonly stderr: { write(text: string): void; readonly isTTY: boolean; readonly columns: number };
  readStdin(): Promise<string>;
  /** Absent where nobody sits at it. */
  readonly ask?: Asker;
  readonly signal: AbortSignal;
  nowMs(): number;
}

interface GlobalOptions {
  readonly json: boolean;
  readonly config?: string;
  readonly store?: string;
  readonly seed: number;
  readonly quiet: boolean;
  readonly input: boolean;
}

export type BuildApp = (options: { readonly config?: string; readonly store?: string; readonly seed: number }) => Promise<App>;

/** Runs one command line and returns its exit code. Writes results to stdout and everything else to stderr. */
export async function runCli(terminal: Terminal, buildApp: BuildApp, version: string): Promise<ExitCode> {
  let exit: ExitCode = EXIT.done;
  const program = commandLine(terminal, version, async (operation, values, globals) => {
    exit = await runOperation({ operation, values, globals, terminal, buildApp });
  });
  try {
    await program.parseAsync([...terminal.arguments], { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
    return printError(error, { json: terminal.arguments.includes("--json"), terminal, style: plainStyle });
  }
}

/** The verbs as the list at the top of the help shows them. */
export function cliVerbs(): readonly ListedVerb[] {
  const nowhere = { write: () => {}, columns: 100 };
  return listedVerbs(commandLine({ stdout: nowhere, stderr: nowhere }, "", async () => {}));
}

type Invoke = (operation: Operation, values: Record<string, unknown>, globals: GlobalOptions) => Promise<void>;

function commandLine(terminal: HelpTerminal, version: string, invoke: Invoke): Command {
  const program = rootProgram(terminal, version, (name) => name in GROUPS);
  const groups = new Map<string, Command>();
  for (const operation of operations.filter(({ doors }) => doors.includes("cli"))) {
    const [first = "", second] = operation.name.split(" ");
    if (second === undefined) {
      const command = withSettings(subcommand(operation, first, invoke), program, operation.name);
      groups.set(first, command);
      program.addCommand(command);
      continue;
    }
    const group = groups.get(first) ?? verbGroup(first, program);
    groups.set(first, group);
    group.addCommand(withSettings(subcommand(operation, second, invoke), group, operation.name));
  }
  return program;
}

const GROUPS: Readonly<Record<string, string>> = {
  tune: "Look for better settings and prove them on cases that were held out",
  cache: "Answers of models that are kept, so that none is paid twice",
  judge: "Who grades by criteria, and how far it can be believed",
  dataset: "Cases to measure on: where they come from and what they can show",
};

/** The settings of the command above, and a next step that names this one. */
function withSettings(command: Command, above: Command, typed: string): Command {
  return command.copyInheritedSettings(above).configureOutput({ outputError: usageError(`firstfit ${typed}`) });
}

/** The first of two words, which holds the verbs that begin with it and does nothing alone. */
function verbGroup(name: string, program: Command): Command {
  const group = withSettings(new Command(name).description(GROUPS[name] ?? ""), program, name).helpCommand(false);
  program.addCommand(group);
  return group;
}

function subcommand(operation: Operation, name: string, invoke: Invoke): Command {
  const command = new Command(name).description(operation.summary);
  const positionals: string[] = [];
  for (const [key, schema] of Object.entries(operation.input.shape)) {
    const { kind, optional, choices, fallback } = inspect(schema as z.ZodType);
    const meta = fieldMeta(schema as z.ZodType);
    const placeholder = meta.placeholder ?? key;
    if (meta.doors?.includes("cli") === false) continue;
    if (meta.positional === true) {
      positionals.push(key);
      const required = !optional && fallback === undefined;
      const shown = kind === "array" ? `${placeholder}...` : placeholder;
      command.argument(required ? `<${shown}>` : `[${shown}]`, meta.description ?? "");
      continue;
    }
    const isOnByDefault = kind === "boolean" && fallback === true;
    const long = `--${isOnByDefault ? "no-" : ""}${kebab(key)}`;
    const flags = `${meta.short === undefined ? "" : `-${meta.short}, `}${long}${kind === "boolean" ? "" : meta.valueOptional === true ? ` [${placeholder}]` : ` <${placeholder}>`}`;
    const option = new Option(flags, meta.description);
    if (kind === "array") option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
    if (choices !== undefined) option.choices([...choices]);
    if (fallback !== undefined && typeof fallback !== "boolean" && !Array.isArray(fallback))
      option.defaultValueDescription = JSON.stringify(fallback);
    command.addOption(option);
  }
  addGlobalOptions(command);
  command.addHelpText("after", `\nExamples:\n${operation.examples.map((line) => `  $ ${line}`).join("\n")}`);
  command.action(async (...parameters: unknown[]) => {
    // commander passes the arguments, then the options, then the command itself
    const options = command.opts();
    const values: Record<string, unknown> = {};
    positionals.forEach((key, i) => {
      const value = parameters[i];
      if (value !== undefined && !(Array.isArray(value) && value.length === 0)) values[key] = value;
    });
    for (const key of Object.keys(operation.input.shape))
      if (options[key] !== undefined && !positionals.includes(key)) values[key] = options[key];
    const globals: GlobalOptions = {
      json: options["json"] === true,
      seed: Number(options["seed"] ?? 1),
      quiet: options["quiet"] === true,
      input: options["input"] !== false,
      ...(typeof options["config"] === "string" ? { config: options["config"] } : {}),
      ...(typeof options["store"] === "string" ? { store: options["store"] } : {}),
    };
    await invoke(operation, values, globals);
  });
  return command;
}

function addGlobalOptions(command: Command): void {
  command
    .addOption(new Option("--json", "print one JSON value on stdout, everything else on stderr"))
    .addOption(new Option("--config <file>", "configuration file (default: firstfit.config.ts in this folder)"))
    .addOption(new Option("--store <file>", "the index (default: .firstfit/index.db)"))
    .addOption(new Option("--seed <n>", "seed of everything random (default: 1)").argParser(integer))
    .addOption(new Option("--quiet", "no progress on stderr"))
    .addOption(new Option("--no-input", "never ask anything; fail instead"))
    .addOption(new Option("--no-color", "no colours; NO_COLOR does the same"));
}

function integer(value: string): number {
  if (!/^\d{1,15}$/.test(value))
    throw new FirstfitError("BAD_INPUT", `--seed takes a whole number, not "${value}".`, "Write for example --seed 7.");
  return Number(value);
}

interface Inspected {
  readonly kind: string;
  readonly optional: boolean;
  readonly fallback?: unknown;
  readonly choices?: readonly string[];
}

/** Unwraps optional and default, which is all that the table of verbs uses around its fields. */
function inspect(schema: z.ZodType): Inspected {
  if (schema instanceof z.ZodOptional) return { ...inspect(schema.unwrap() as z.ZodType), optional: true };
  if (schema instanceof z.ZodDefault) return { ...inspect(schema.unwrap() as z.ZodType), fallback: schema.def.defaultValue };
  if (schema instanceof z.ZodEnum) return { kind: "enum", optional: false, choices: schema.options.map(String) };
  return { kind: schema.def.type, optional: false };
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A field as it is typed at this door. */
function writtenName(operation: Operation, key: string): string {
  const schema = operation.input.shape[key] as z.ZodType | undefined;
  return schema === undefined || fieldMeta(schema).positional === true ? key : `--${kebab(key)}`;
}

function fieldMeta(schema: z.ZodType): FieldMeta & { readonly description?: string } {
  return (schema.meta() ?? {}) as FieldMeta & { readonly description?: string };
}

interface Invocation {
  readonly operation: Operation;
  readonly values: Record<string, unknown>;
  readonly globals: GlobalOptions;
  readonly terminal: Terminal;
  readonly buildApp: BuildApp;
}

async function runOperation({ operation, values, globals, terminal: given, buildApp }: Invocation): Promise<ExitCode> {
  const terminal = readingOnce(given);
  const { stdout, stderr, environment } = terminal;
  const style = colourless(environment, stdout.isTTY, terminal.arguments) ? plainStyle : terminalStyle;
  const errorStyle = colourless(environment, stderr.isTTY, terminal.arguments) ? plainStyle : terminalStyle;
  const progress = progressPrinter({
    stderr,
    quiet: globals.quiet,
    animate: stderr.isTTY && environment["CI"] === undefined && environment["TERM"] !== "dumb",
    nowMs: () => terminal.nowMs(),
  });
  const written = wrapPieces(stdout.columns);
  let isStreamed = false;
  try {
    const typed = withNumbers(operation, await withStdin(operation, values, terminal));
    const input = parseInput(operation, typed, (name) => writtenName(operation, name));
    const named = {
      ...(globals.config === undefined ? {} : { config: globals.config }),
      ...(globals.store === undefined ? {} : { store: globals.store }),
    };
    const app = await buildApp({ seed: globals.seed, ...named });
    const context = {
      report: progress.report,
      // A pipe gets the answer whole, with its citations; a person reads along.
      ...(stdout.isTTY && !globals.json
        ? {
            onText(text: string) {
              progress.end();
              stdout.write(style.bold(written.push(style.safe(text))));
              isStreamed = true;
            },
          }
        : {}),
      signal: terminal.signal,
      seed: globals.seed,
      typed: named,
      onItem: (item: unknown) => stdout.write(`${JSON.stringify(item)}\n`),
      readInput: (path: string) => readInput(path, terminal),
      ...(terminal.ask === undefined || !globals.input ? {} : { ask: terminal.ask }),
    };
    const output = await operation.run(app, input, context);
    progress.end();
    const rendered = globals.json
      ? jsonOf(operation, output)
      : renderResult(operation.name, output, { style, columns: stdout.columns, input, isStreamed });
    if (isStreamed) stdout.write(`${style.bold(written.end())}\n\n`);
    if (rendered !== "") stdout.write(`${rendered}\n`);
    return operation.exit(output);
  } catch (error) {
    progress.end();
    if (isStreamed) stdout.write("\n");
    return printError(error, { json: globals.json, terminal, style: errorStyle });
  }
}

function colourless(environment: Terminal["environment"], isTTY: boolean, arguments_: readonly string[]): boolean {
  return !isTTY || (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb" || arguments_.includes("--no-color");
}

/** A verb that printed its items as they came returns `{ kind: "many" }`, and then there is no last value to print. */
function jsonOf(_operation: Operation, output: unknown): string {
  return isRecord(output) && output["kind"] === "many" ? "" : JSON.stringify(output);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function readInput(path: string, terminal: Terminal): Promise<string> {
  if (path === "-") return await terminal.readStdin();
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const fix = reason === "EISDIR" ? "It is a folder; name a file in it." : "Check the path, or write - to read standard input.";
    throw new FirstfitError("BAD_INPUT", `Cannot read ${path} (${reason}).`, fix, { cause });
  }
  return await fileText(bytes, path);
}

/** The second who asks for standard input would get nothing, and take it for an empty text. */
function readingOnce(terminal: Terminal): Terminal {
  let isRead = false;
  return {
    ...terminal,
    async readStdin() {
      if (isRead)
        throw new FirstfitError(
          "BAD_INPUT",
          "Standard input is asked for twice, and can be read once.",
          "Write - once, and give the other text in a file.",
        );
      isRead = true;
      return await fileText(Buffer.from(await terminal.readStdin()), "standard input");
    },
  };
}

async function withStdin(operation: Operation, values: Record<string, unknown>, terminal: Terminal): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = { ...values };
  for (const [key, schema] of Object.entries(operation.input.shape)) {
    if (fieldMeta(schema as z.ZodType).stdin === true && read[key] === "-") read[key] = (await terminal.readStdin()).trim();
  }
  return read;
}

/** Numbers arrive as text at this door, so they are turned into numbers where the schema wants one. */
function withNumbers(operation: Operation, values: Record<string, unknown>): Record<string, unknown> {
  const numbers: Record<string, unknown> = { ...values };
  for (const [key, schema] of Object.entries(operation.input.shape)) {
    const value = numbers[key];
    if (inspect(schema as z.ZodType).kind === "number" && typeof value === "string" && value.trim() !== "") numbers[key] = Number(value);
  }
  return numbers;
}

const EXIT_OF: Partial<Record<ErrorCode, ExitCode>> = {
  BAD_INPUT: EXIT.badInput,
  BAD_CONFIG: EXIT.badInput,
  NOT_FOUND: EXIT.badInput,
  EMPTY_INDEX: EXIT.badInput,
  INDEX_MISMATCH: EXIT.badInput,
  MISSING_KEY: EXIT.badInput,
  MISSING_DEPENDENCY: EXIT.badInput,
  UNKNOWN_PRICE: EXIT.badInput,
  CAP_REACHED: EXIT.capReached,
  INTERRUPTED: EXIT.interrupted,
};

function printError(
  error: unknown,
  { json, terminal, style }: { readonly json: boolean; readonly terminal: Terminal; readonly style: Style },
): ExitCode {
  if (terminal.signal.aborted && !(error instanceof FirstfitError)) return EXIT.interrupted;
  const known = error instanceof FirstfitError ? error : unexpected(error);
  if (json) terminal.stdout.write(`${JSON.stringify({ error: { code: known.code, message: known.message, fix: known.fix } })}\n`);
  terminal.stderr.write(`${style.red(known.code)}: ${style.safe(known.message)}\n  ${style.bold("next:")} ${style.safe(known.fix)}\n`);
  if (known.code === "INTERNAL" && terminal.environment["FIRSTFIT_DEBUG"] !== undefined && error instanceof Error)
    terminal.stderr.write(`${error.stack ?? ""}\n`);
  return EXIT_OF[known.code] ?? EXIT.broke;
}

function unexpected(error: unknown): FirstfitError {
  const message = error instanceof Error ? error.message : String(error);
  return new FirstfitError("INTERNAL", message, "This is a defect of firstfit. Run again with FIRSTFIT_DEBUG=1 and report what it prints.");
}
