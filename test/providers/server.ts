import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came over the wire. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: any; // oxlint-disable-line typescript/no-explicit-any -- a test reads into what its own client sent
}

export interface Reply {
  /** Default 200 */
  readonly status?: number;
  /** Default: content-type application/json */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What goes wrong with one reply on its way. Offsets are bytes of the body. */
export type Fault =
  /** Is sent in place of the reply; the vendor's logic does not run. */
  | ({ readonly kind: "reply" } & Reply)
  /** The connection breaks after so many bytes. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** The body ends there as if it were whole. */
  | { readonly kind: "end"; readonly afterBytes: number }
  /** Nothing more comes, and the connection stays. */
  | { readonly kind: "stall"; readonly afterBytes: number }
  /** The connection breaks before there is any answer. */
  | { readonly kind: "reset" }
  /** The body arrives in packets of this size. */
  | { readonly kind: "packets"; readonly bytes: number }
  /** The reply is changed by the test. */
  | { readonly kind: "change"; readonly change: (reply: Reply) => Reply };

export interface ScriptedServer extends AsyncDisposable {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /** Every request so far, in order, with the status that it was answered with; 0 for a broken connection. */
  readonly ledger: readonly (SeenRequest & { readonly status: number })[];
  /** Meets the next replies, one each; `undefined` lets one pass. */
  failNext(...faults: readonly (Fault | undefined)[]): void;
  /** Breaks every connection and stops. */
  close(): Promise<void>;
}

/** A server on a free port of the loopback address that speaks a vendor's protocol, and badly when told to. */
export async function scriptedServer(respond: (request: SeenRequest) => Reply | Promise<Reply>): Promise<ScriptedServer> {
  const ledger: (SeenRequest & { readonly status: number })[] = [];
  const faults: (Fault | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await seen(incoming);
      const fault = faults.shift();
      const reply = fault?.kind === "reset" ? undefined : fault?.kind === "reply" ? fault : changed(await respond(request), fault);
      ledger.push({ ...request, status: reply?.status ?? (reply === undefined ? 0 : 200) });
      if (reply === undefined) outgoing.destroy();
      else await send(outgoing, reply, fault);
    })().catch((error: unknown) => {
      // A script that throws is a mistake of the test; the client sees it in the answer.
      if (!outgoing.headersSent) outgoing.writeHead(599, { "content-type": "text/plain" });
      outgoing.end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    if (server.listening) await once(server, "close");
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // a TCP server, so never a path
    ledger,
    failNext: (...next) => void faults.push(...next),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function seen(incoming: IncomingMessage): Promise<SeenRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer); // no encoding was set
  const text = Buffer.concat(pieces).toString("utf8");
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function changed(reply: Reply, fault: Fault | undefined): Reply {
  return fault?.kind === "change" ? fault.change(reply) : reply;
}

async function send(outgoing: ServerResponse, { status = 200, headers = {}, body }: Reply, fault: Fault | undefined): Promise<void> {
  const bytes = Buffer.from(body);
  // Without a length, so that an early end looks like a whole body to the transport.
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.socket?.setNoDelay(true);
  if (fault?.kind === "cut" || fault?.kind === "end" || fault?.kind === "stall") {
    outgoing.flushHeaders();
    await written(outgoing, bytes.subarray(0, fault.afterBytes));
    if (fault.kind === "cut") outgoing.destroy();
    if (fault.kind === "end") outgoing.end();
    return;
  }
  const size = fault?.kind === "packets" ? fault.bytes : bytes.length;
  for (let at = 0; at < bytes.length; at += size) {
    if (outgoing.destroyed) return;
    await written(outgoing, bytes.subarray(at, at + size));
  }
  outgoing.end();
}

/** A turn of the loop after each piece, so that each is a packet of its own. */
async function written(outgoing: ServerResponse, bytes: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => outgoing.write(bytes, () => setImmediate(resolve)));
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: JSON.stringify(body) };
}
/** Server-sent events, as every vendor writes them. With `named` the event's type is its name as well. */
export function eventStream(
  events: readonly unknown[],
  { named = false, last = "" }: { readonly named?: boolean; readonly last?: string } = {},
): Reply {
  const line = (event: unknown): string => {
    const type = typeof event === "object" && event !== null && "type" in event ? String(event.type) : "message";
    return `${named ? `event: ${type}\n` : ""}data: ${JSON.stringify(event)}\n\n`;
  };
  return { headers: { "content-type": "text/event-stream; charset=utf-8" }, body: events.map(line).join("") + last };
}
