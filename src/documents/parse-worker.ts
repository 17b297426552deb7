import { parentPort } from "node:worker_threads";
import type { Extraction } from "../core/document.ts";
import { byId, parseHere } from "./formats.ts";

/** What a worker is asked: one file at a time. */
export interface ParseRequest {
  readonly format: string;
  readonly bytes: Uint8Array;
  readonly path: string;
}

export type ParseReply =
  | { readonly kind: "parsed"; readonly extraction: Extraction }
  | { readonly kind: "failed"; readonly message: string };

// A parser that leaves a rejected promise behind has still answered, or will be stopped by the clock.
process.on("unhandledRejection", () => undefined);

// Nobody reads what a parser prints, so that it must not pile up.
for (const output of [process.stdout, process.stderr]) output.write = () => true;

parentPort?.on("message", (request: ParseRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, []));
});

async function answer({ format, bytes, path }: ParseRequest): Promise<ParseReply> {
  try {
    const found = byId(format);
    if (found === undefined) return { kind: "failed", message: `there is no format ${format}` };
    return { kind: "parsed", extraction: await parseHere(found, bytes, path) };
  } catch (error) {
    // Whatever a parser throws at a damaged file ends here: the file is listed with it, and the run goes on.
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}
