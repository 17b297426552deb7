import { FirstfitError } from "../../core/errors.ts";
import type { Usage } from "../../core/answer.ts";
import type { CallFacts } from "../../core/calls.ts";
import type { CallObserver } from "./observer.ts";
import { TELEMETRY, TELEMETRY_OPERATIONS } from "./telemetry-names.ts";

type Attributes = Readonly<Record<string, string | number>>;

/** What is used of an OpenTelemetry tracer. */
export interface SpanMaker {
  startSpan(name: string, options: { readonly attributes: Attributes }): Span;
}

interface Span {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  end(): void;
}

/** SpanStatusCode.ERROR of the OpenTelemetry API. */
const STATUS_ERROR = 2;

/**
 * Spans of the calls that are made, for whatever SDK the process has registered; without one nothing happens. Throws MISSING_DEPENDENCY
 * when the API's package is not there.
 */
export async function openTelemetryObserver(options: { readonly withText: boolean }): Promise<CallObserver> {
  const { trace } = await importApi();
  return spanObserver(trace.getTracer(TELEMETRY.tracer), options);
}

async function importApi() {
  try {
    return await import("@opentelemetry/api");
  } catch (cause) {
    throw new FirstfitError("MISSING_DEPENDENCY", "Tracing needs the package @opentelemetry/api.", "Run: npm i @opentelemetry/api", {
      cause,
    });
  }
}

/** One span a call, retries within it. Prompts and answers only `withText`. */
export function spanObserver(tracer: SpanMaker, { withText }: { readonly withText: boolean }): CallObserver {
  return ({ operation, provider, model, request }) => {
    const name = TELEMETRY_OPERATIONS[operation];
    const span = tracer.startSpan(`${name} ${model}`, {
      attributes: {
        [TELEMETRY.operation]: name,
        [TELEMETRY.provider]: provider,
        [TELEMETRY.model]: model,
        ...(withText ? { [TELEMETRY.input]: JSON.stringify(request) } : {}),
      },
    });
    return (end) => {
      if (end.kind === "failed") {
        span.setAttributes({ [TELEMETRY.error]: end.code });
        span.setStatus({ code: STATUS_ERROR, message: end.code });
      } else {
        span.setAttributes(usageAttributes(end.usage, end.facts));
        if (withText) span.setAttributes({ [TELEMETRY.output]: JSON.stringify(end.response) });
      }
      span.end();
    };
  };
}

/** What is not known has no attribute. */
function usageAttributes(
  { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens }: Usage,
  { cost, retries }: CallFacts,
): Attributes {
  const known: readonly (readonly [string, number | undefined])[] = [
    [TELEMETRY.inputTokens, inputTokens],
    [TELEMETRY.outputTokens, outputTokens],
    [TELEMETRY.cacheReadTokens, cachedInputTokens],
    [TELEMETRY.cacheWriteTokens, cacheWriteTokens],
    [TELEMETRY.costUsd, cost.kind === "known" ? cost.usd : undefined],
    [TELEMETRY.retries, retries],
  ];
  return Object.fromEntries(known.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}
