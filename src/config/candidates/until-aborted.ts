import { FirstfitError } from "../../core/errors.ts";

/** What `work` comes to, or INTERRUPTED as soon as the signal is given. The work itself may go on; nobody hears of it. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const heard = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void =>
      reject(new FirstfitError("INTERRUPTED", "Stopped before the candidate had answered.", "Run it again.", { cause: signal.reason }));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true, signal: heard.signal });
  });
  work.catch(() => {}); // its error is seen below, or nobody waits for it any more
  try {
    return await Promise.race([work, stopped]);
  } finally {
    heard.abort();
  }
}
