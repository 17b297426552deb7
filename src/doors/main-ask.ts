import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Asker } from "../core/ask.ts";
import { FirstfitError } from "../core/errors.ts";

export interface AskerOptions {
  readonly stdin: () => NodeJS.ReadStream;
  readonly write: (text: string) => void;
  /** A command of the user's, such as "code --wait". */
  readonly editor?: string;
  readonly signal: AbortSignal;
}

/** Asks at a terminal: single keys without Enter, whole lines, and texts in the user's editor. Between questions the terminal is as it was. */
export function terminalAsker({ stdin, write, editor, signal }: AskerOptions): Asker {
  const characters = characterReader(stdin, signal);
  return {
    say: (text) => write(`${text}\n`),
    async key(prompt, keys) {
      // before the question is seen: who is quick must not have the key taken for a signal
      stdin().setRawMode(true);
      write(`${prompt} > `);
      try {
        for (;;) {
          const next = (await characters())?.toLowerCase();
          if (next === undefined || next === "\u0003" || next === "\u0004") {
            write("\n");
            return undefined;
          }
          if (!keys.includes(next)) continue;
          write(`${next}\n`);
          return next;
        }
      } finally {
        stdin().setRawMode(false);
      }
    },
    async line(prompt) {
      write(prompt);
      let text = "";
      for (;;) {
        const next = await characters();
        if (next === undefined) return text === "" ? undefined : text;
        if (next === "\n" || next === "\r") return text;
        text += next;
      }
    },
    ...(editor === undefined ? {} : { edit: (text: string, fileName: string) => editedIn(editor, text, fileName) }),
  };
}

/** One character at a time, of what was typed ahead first; undefined for ever once the terminal is closed or the signal is given. */
function characterReader(stdin: () => NodeJS.ReadStream, signal: AbortSignal): () => Promise<string | undefined> {
  const waiting: string[] = [];
  let isOver = false;
  return async () => {
    while (waiting.length === 0 && !isOver && !signal.aborted) {
      const chunk = await nextChunk(stdin(), signal);
      if (chunk === undefined) isOver = true;
      // an arrow key is a sequence that begins with escape, and no answer
      else waiting.push(...chunk.replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/g, ""));
    }
    return waiting.shift();
  };
}

function nextChunk(stdin: NodeJS.ReadStream, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const end = (chunk: string | undefined): void => {
      stdin.off("data", onData);
      stdin.off("end", onEnd);
      signal.removeEventListener("abort", onEnd);
      // else the process would wait for more
      stdin.pause();
      resolve(chunk);
    };
    const onData = (chunk: Buffer | string): void => end(String(chunk));
    const onEnd = (): void => end(undefined);
    stdin.setEncoding("utf8");
    stdin.on("data", onData);
    stdin.on("end", onEnd);
    signal.addEventListener("abort", onEnd, { once: true });
    stdin.resume();
  });
}

async function editedIn(editor: string, text: string, fileName: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "firstfit-edit-"));
  try {
    const file = join(folder, fileName);
    await writeFile(file, text, { mode: 0o600 });
    const code = await exitCodeOf(editor, file);
    if (code !== 0) throw noEditor(editor, `ended with ${code}`);
    return await readFile(file, "utf8");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** $EDITOR is a command with arguments, and the shell takes it apart. What it draws goes to stderr: stdout may be a file. */
function exitCodeOf(editor: string, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child =
      process.platform === "win32"
        ? spawn(`${editor} "${file}"`, { shell: true, stdio: ["inherit", 2, "inherit"] })
        : spawn("/bin/sh", ["-c", `${editor} "$1"`, "sh", file], { stdio: ["inherit", 2, "inherit"] });
    child.on("error", (error) => reject(noEditor(editor, error.message)));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

function noEditor(editor: string, what: string): FirstfitError {
  return new FirstfitError(
    "BAD_INPUT",
    `The editor ${editor} ${what}.`,
    "Set EDITOR to a command that edits a file and waits, such as vi.",
  );
}
