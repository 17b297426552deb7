import type { ProgressEvent, Report } from "../core/progress.ts";

interface ProgressOptions {
  readonly stderr: { write(text: string): void; readonly columns: number };
  readonly quiet: boolean;
  /** Rewrite one line (a terminal) or print a line every few seconds (a log). */
  readonly animate: boolean;
  nowMs(): number;
}

const REDRAW_MS = 100;
const LOG_EVERY_MS = 5_000;
/** Work done in less is not worth a line. */
const SILENT_MS = 400;

/** Prints progress with an ETA on stderr. The ETA is what is left at the mean speed so far, shown once a tenth is done or two seconds have passed. */
export function progressPrinter(options: ProgressOptions): { readonly report: Report; end(): void } {
  let startedMs = 0;
  let printedMs = 0;
  let doneBefore = 0;
  let drawn = false;

  const erase = (): void => {
    if (drawn) options.stderr.write("\r\u001b[2K");
    drawn = false;
  };
  const draw = (line: string): void => {
    if (options.animate) {
      erase();
      options.stderr.write(line.slice(0, Math.max(20, options.stderr.columns - 1)));
      drawn = true;
    } else options.stderr.write(`${line}\n`);
  };
  const advance = (event: ProgressEvent & { readonly kind: "advanced" }): void => {
    const now = options.nowMs();
    const wait = options.animate ? REDRAW_MS : LOG_EVERY_MS;
    if (now - startedMs < SILENT_MS || now - printedMs < wait) return;
    printedMs = now;
    draw(progressLine(event, now - startedMs, doneBefore));
  };

  return {
    report(event) {
      if (options.quiet) return;
      if (event.kind === "started") {
        startedMs = options.nowMs();
        printedMs = startedMs;
        doneBefore = event.done ?? 0;
      } else if (event.kind === "advanced") advance(event);
      else if (event.kind === "finished") erase();
      else {
        erase();
        options.stderr.write(`${event.text}\n`);
      }
    },
    end: erase,
  };
}

/** `indexing  420/992  42%  about 3 s left  guide/start.md` */
export function progressLine(event: ProgressEvent & { readonly kind: "advanced" }, elapsedMs: number, doneBefore = 0): string {
  const { stage, done, total, detail } = event;
  const parts = [stage];
  if (total === undefined || total === 0) parts.push(String(done));
  else {
    parts.push(`${done}/${total}`, `${Math.floor((100 * done) / total)}%`);
    const now = done - doneBefore;
    if (now > 0 && (now >= (total - doneBefore) / 10 || elapsedMs > 2_000))
      parts.push(`about ${duration((elapsedMs / now) * (total - done))} left`);
  }
  // file names may carry control characters, which a terminal would obey
  if (detail !== undefined) parts.push(detail.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd"));
  return parts.join("  ");
}

function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
