// One contender in a process of its own, because memory can only be told apart that way. Told by its parent what to do next.
import type { Built, Contenders, Mode, Task } from "./contender.ts";
import { timed } from "./contender.ts";

export type Order =
  | { readonly kind: "build"; readonly task: Task }
  | { readonly kind: "ask"; readonly from: number; readonly to: number; readonly mode: Mode }
  | { readonly kind: "reopen" }
  | { readonly kind: "close" };

export type Reply =
  | { readonly kind: "built"; readonly buildMs: number; readonly memoryMb: number; readonly bytesOnDisk?: number }
  | { readonly kind: "asked"; readonly timesMs: readonly number[]; readonly found: readonly (readonly number[])[] }
  | { readonly kind: "reopened"; readonly ms: number | undefined }
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly reason: string };

async function contendersOf(part: Task["part"]): Promise<Contenders> {
  if (part === "keywords") return (await import("./keyword-contenders.ts")).KEYWORD_CONTENDERS;
  if (part === "ingest") return (await import("./hybrid-contenders.ts")).INGEST_CONTENDERS;
  if (part === "hybrid") return (await import("./hybrid-contenders.ts")).HYBRID_CONTENDERS;
  return (await import("./vector-contenders.ts")).VECTOR_CONTENDERS;
}

let built: Built | undefined;

async function obey(order: Order): Promise<Reply> {
  if (order.kind === "build") {
    const make = (await contendersOf(order.task.part))[order.task.contender];
    if (make === undefined) throw new Error(`There is no contender ${order.task.contender}.`);
    built = await make(order.task);
    const { buildMs, memoryMb, bytesOnDisk } = built;
    return { kind: "built", buildMs, memoryMb, ...(bytesOnDisk === undefined ? {} : { bytesOnDisk }) };
  }
  if (built === undefined) throw new Error("Nothing is built.");
  if (order.kind === "ask") {
    const timesMs: number[] = [];
    const found: (readonly number[])[] = [];
    for (let n = order.from; n < order.to; n += 1) {
      const { result, ms } = await timed(() => built?.ask(n, order.mode));
      timesMs.push(ms);
      found.push(result ?? []);
    }
    return { kind: "asked", timesMs, found };
  }
  if (order.kind === "reopen") {
    const { reopen } = built;
    return { kind: "reopened", ms: reopen === undefined ? undefined : (await timed(reopen)).ms };
  }
  await built.close?.();
  return { kind: "closed" };
}

// The parent sends nothing but orders.
process.on("message", (message: Order) => {
  obey(message).then(
    (reply) => process.send?.(reply),
    (error: unknown) => process.send?.({ kind: "failed", reason: error instanceof Error ? error.message : String(error) }),
  );
});
