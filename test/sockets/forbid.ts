import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

export interface SocketRules {
  /** Whether 127.0.0.1, ::1, localhost and socket files may be used; everything else is forbidden in any case. */
  readonly loopback: boolean;
  /** Whether other programs may be started; what they do cannot be seen from here. */
  readonly children: boolean;
  /** Called before the attempt, with a name for it. Throws to prevent it. */
  readonly onForbidden: (attempt: string) => void;
}

// Node's own signatures overload too much to be written down here; the wrappers pass on what they were given.
type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Wraps the places through which every socket of Node goes: `fetch`, http, http2 and tls all end in `net.Socket.connect`.
 * Names are stopped at dns, datagrams at dgram. There is no way back, so it is meant for a process of its own.
 */
export function forbidSockets({ loopback, children, onForbidden }: SocketRules): void {
  const allowed = (host: unknown): boolean => loopback && isLoopback(host);
  wrap(net.Socket.prototype, "connect", (args) => {
    const { host, port, path } = connectTarget(args);
    if (!(loopback && path !== "") && !allowed(host || "localhost")) onForbidden(`connect to ${path || `${host || "localhost"}:${port}`}`);
  });
  wrap(net.Server.prototype, "listen", (args) => {
    const { host, port, path } = connectTarget(args);
    // Without a host a server listens on every interface of the machine.
    if (!(loopback && path !== "") && !allowed(host)) onForbidden(`listen on ${path || `${host || "every interface"}:${port}`}`);
  });
  for (const method of ["bind", "connect", "send"] as const) wrap(dgram.Socket.prototype, method, () => onForbidden(`datagram ${method}`));
  for (const api of [dns, dns.promises]) {
    for (const name of Object.keys(api).filter((key) => /^(lookup|lookupService|resolve\w*|reverse)$/.test(key))) {
      wrap(api, name, (args) => {
        if (!allowed(args[0])) onForbidden(`dns ${name} of ${written(args[0])}`);
      });
    }
  }
  if (!children) {
    for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"] as const) {
      wrap(childProcess, name, (args) => onForbidden(`child process ${written(args[0])}`));
    }
  }
  syncBuiltinESMExports();
}

function wrap(owner: object, name: string, before: (args: readonly unknown[]) => void): void {
  const original: AnyFunction = Reflect.get(owner, name);
  Reflect.set(owner, name, function wrapped(this: unknown, ...args: unknown[]): unknown {
    before(args);
    return Reflect.apply(original, this, args);
  });
}

/** What is not given is "". */
interface Target {
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

/** connect and listen take (options), (port, host) or (path); `net.connect` hands its arguments over as one array. */
function connectTarget(args: readonly unknown[]): Target {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[]; // an array of whatever was given
  const named = (key: string): string => (typeof first === "object" && first !== null ? written(Reflect.get(first, key)) : "");
  if (typeof first === "object" && first !== null) return { host: named("host"), port: named("port"), path: named("path") };
  if (typeof first === "string" && !/^\d+$/.test(first)) return { host: "", port: "", path: first };
  return { host: typeof second === "string" ? second : "", port: written(first), path: "" };
}

function written(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

function isLoopback(host: unknown): boolean {
  return typeof host === "string" && (/^127\.\d+\.\d+\.\d+$/.test(host) || host === "::1" || host === "[::1]" || host === "localhost");
}
