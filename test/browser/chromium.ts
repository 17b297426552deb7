import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ANSWER_MS = 20_000;
const CLOSE_MS = 5_000;

/** The program of a Chromium on this machine; undefined without one. */
export function findChromium(): string | undefined {
  const named = process.env["CHROMIUM"];
  return [...(named === undefined ? [] : [named]), ...NAMES].find(
    (name) => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0,
  );
}

/** What a page did since it was opened. */
export interface OpenedPage {
  /** Addresses that were asked for, the page's own left out. */
  readonly requests: readonly string[];
  /** Exceptions, messages of the console and what the browser complained of. */
  readonly complaints: readonly string[];
  /** The value of an expression, in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** PNG. */
  screenshot(): Promise<Buffer>;
}

export interface PageOptions {
  readonly width: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- events are read by the test that knows them
  readonly result?: Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any -- as above
  readonly error?: { readonly message: string };
}

/** A browser without a window, spoken to through the DevTools protocol over pipes: no port, no package. https://chromedevtools.github.io/devtools-protocol/ */
export class Chromium implements AsyncDisposable {
  readonly #process;
  readonly #profile = mkdtempSync(join(tmpdir(), "firstfit-chromium-"));
  readonly #waiting = new Map<number, { readonly resolve: (result: Message["result"]) => void; readonly reject: (error: Error) => void }>();
  readonly #listeners = new Set<(message: Message) => void>();
  readonly #ended: Promise<unknown>;
  #sent = 0;
  #rest = "";

  constructor(program: string) {
    this.#process = spawn(
      program,
      [
        "--headless",
        // tests run as root in containers, on pages of their own
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        `--user-data-dir=${this.#profile}`,
        "--remote-debugging-pipe",
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    this.#ended = new Promise((resolve) => void this.#process.once("exit", resolve));
    const output = this.#process.stdio[4] as Readable; // a pipe, as asked for
    output.setEncoding("utf8").on("data", (text: string) => this.#read(text));
  }

  #read(text: string): void {
    const parts = (this.#rest + text).split("\0");
    this.#rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message; // the protocol's form
      const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
      if (waiting === undefined) for (const listener of this.#listeners) listener(message);
      else if (message.error === undefined) waiting.resolve(message.result);
      else waiting.reject(new Error(message.error.message));
    }
  }

  async send(method: string, params: Readonly<Record<string, unknown>> = {}, sessionId?: string): Promise<NonNullable<Message["result"]>> {
    const id = (this.#sent += 1);
    const answered = new Promise<Message["result"]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      setTimeout(() => reject(new Error(`${method} was not answered.`)), ANSWER_MS).unref();
    });
    (this.#process.stdio[3] as Writable).write(
      `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
    );
    return (await answered) ?? {};
  }

  /** Opens a file or an address and waits until it is loaded. */
  async open(url: string, { width, height = 900, scheme = "light" }: PageOptions): Promise<OpenedPage> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const call = (method: string, params: Readonly<Record<string, unknown>> = {}) => this.send(method, params, sessionId);
    const requests: string[] = [];
    const complaints: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.add(({ sessionId: of, method, params = {} }) => {
        if (of !== sessionId) return;
        if (method === "Network.requestWillBeSent" && params["request"].url !== url) requests.push(params["request"].url);
        if (method === "Runtime.exceptionThrown")
          complaints.push(params["exceptionDetails"].exception?.description ?? params["exceptionDetails"].text);
        if (method === "Runtime.consoleAPICalled") complaints.push(JSON.stringify(params["args"]));
        if (method === "Log.entryAdded") complaints.push(params["entry"].text);
        if (method === "Page.javascriptDialogOpening") complaints.push(`dialog: ${params["message"]}`);
        if (method === "Page.loadEventFired") resolve();
      });
    });
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await call(`${domain}.enable`);
    await call("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    await call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await call("Page.navigate", { url });
    await loaded;
    return {
      requests,
      complaints,
      async evaluate(expression) {
        const { result } = await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
        return result.value;
      },
      async screenshot() {
        const { data } = await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
        return Buffer.from(data, "base64");
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It ends its own children; when it does not, it is ended.
    void this.send("Browser.close").catch(() => {});
    const late = setTimeout(() => this.#process.kill("SIGKILL"), CLOSE_MS);
    await this.#ended;
    clearTimeout(late);
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
