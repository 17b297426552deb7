import { expect, it } from "vitest";
import { ProviderError } from "../../core/errors.ts";
import type { ProviderErrorCode } from "../../core/errors.ts";
import { breaker } from "./breaker.ts";

const failure = (code: ProviderErrorCode) => new ProviderError(code, "failed", "try", { provider: "p" });

function opened() {
  let nowMs = 0;
  const own = breaker("p", { failuresMax: 2, pauseMs: 1_000 }, () => nowMs);
  own.failed(failure("NETWORK"));
  own.failed(failure("OVERLOADED"));
  return { own, at: (ms: number) => (nowMs = ms) };
}

it("leaves a provider alone that failed in a row, and says for how long", () => {
  const { own } = opened();
  expect(() => own.admit()).toThrow("p failed 2 times in a row and is left alone for 1 s.");
});

it("tries with one call whether the provider is back, and lets all in when it is", () => {
  const { own, at } = opened();
  at(1_000);
  own.admit();
  expect(() => own.admit()).toThrow("left alone");
  own.succeeded();
  expect(() => own.admit()).not.toThrow();
});

it("closes again for as long when the trial fails", () => {
  const { own, at } = opened();
  at(1_000);
  own.admit();
  own.failed(failure("NETWORK"));
  at(1_999);
  expect(() => own.admit()).toThrow("left alone");
  at(2_000);
  expect(() => own.admit()).not.toThrow();
});

it("lets the next one try when the trial was stopped", () => {
  const { own, at } = opened();
  at(1_000);
  own.admit();
  own.dropped();
  expect(() => own.admit()).not.toThrow();
});

it.for(["BAD_REQUEST", "AUTH", "RATE_LIMITED"] as const)("does not take %s for a provider that is down", (code) => {
  const own = breaker("p", { failuresMax: 2, pauseMs: 1_000 }, () => 0);
  for (let i = 0; i < 5; i += 1) own.failed(failure(code));
  expect(() => own.admit()).not.toThrow();
});
