/** The one event type of long runs: the CLI prints it, HTTP will stream it. */
export type ProgressEvent =
  | {
      readonly kind: "started";
      readonly stage: string;
      readonly total?: number;
      /** Done before, so that it says nothing of the speed. */ readonly done?: number;
    }
  | { readonly kind: "advanced"; readonly stage: string; readonly done: number; readonly total?: number; readonly detail?: string }
  | { readonly kind: "finished"; readonly stage: string; readonly done: number }
  | { readonly kind: "note"; readonly text: string };

export type Report = (event: ProgressEvent) => void;
