import { FirstfitError } from "../../core/errors.ts";
import { shownKey } from "../keys.ts";

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;
/** Names of headers, variables and parameters whose value is a secret. */
const SECRET_NAME = /(?:^|[-_])(?:authorization|cookie|key|apikey|token|secret|password|credentials?)$/i;
/** A shorter value is no key, and would be found in ordinary words. */
const SECRET_LENGTH_MIN = 8;

export interface SecretsOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The candidate, for errors. */
  readonly name: string;
  /** A dry run sends nothing, so it needs no secret. */
  readonly isDryRun: boolean;
}

/** Puts values of the environment in their places, and remembers them to take them out of whatever is kept or shown. */
export class Secrets {
  readonly #options: SecretsOptions;
  readonly #values = new Set<string>();

  constructor(options: SecretsOptions) {
    this.#options = options;
  }

  get values(): readonly string[] {
    return [...this.#values];
  }

  /** "Bearer ${AGENT_TOKEN}" with the token. Throws MISSING_KEY naming the variable that is not set. */
  resolve(text: string): string {
    const { environment, name, isDryRun } = this.#options;
    return text.replace(VARIABLE, (place, variable: string) => {
      const value = environment[variable]?.trim() ?? "";
      if (value === "") {
        if (isDryRun) return place;
        throw new FirstfitError(
          "MISSING_KEY",
          `The candidate ${name} needs the environment variable ${variable}, which is not set.`,
          `Set it for this shell: export ${variable}=…`,
        );
      }
      if (value.length >= SECRET_LENGTH_MIN) this.#values.add(value);
      return value;
    });
  }

  /** By name, as `resolve`. Throws BAD_CONFIG for a secret that is written out. */
  resolveAll(fields: Readonly<Record<string, string>>, what: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(fields).map(([field, value]) => {
        if (isSecretName(field) && !hasVariable(value)) throw writtenOut(`${what} ${field} of the candidate ${this.#options.name}`);
        return [field, this.resolve(value)];
      }),
    );
  }

  /** The text without any of them. */
  redact(text: string): string {
    return this.values.reduce((clean, value) => clean.replaceAll(value, shownKey(value)), text);
  }
}

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

function hasVariable(text: string): boolean {
  return text.search(VARIABLE) >= 0;
}

/** An address as it may be kept and shown: without who logs in, and without the values of parameters that are secrets. */
export function shownUrl(url: string): string {
  return url
    .replace(/^([a-z]+:\/\/)[^/?#@]*@/i, "$1")
    .replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, mark: string, name: string, value: string) =>
      isSecretName(name) && !/^\$\{\w+\}$/.test(value) ? `${mark}${name}=…` : whole,
    );
}

/** A command as it may be kept and shown: without the values of options, variables and headers that are secrets. */
export function shownCommand(command: string | readonly string[]): string {
  const line =
    typeof command === "string" ? command : command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ");
  return line
    .replace(/\b(bearer|basic)\s+(?!\$)[^\s"']{6,}/gi, "$1 …")
    .replace(/([\w-]+)(=|:\s*|\s+)("?)(?!\$|-|(?:bearer|basic)\s)([^\s"']+)/gi, (whole, name: string, between: string, quote: string) =>
      isSecretName(name) && (between === "=" || between.startsWith(":") || name.startsWith("-")) ? `${name}${between}${quote}…` : whole,
    );
}

function writtenOut(what: string): FirstfitError {
  return new FirstfitError(
    "BAD_CONFIG",
    `${what} holds a secret in the configuration.`,
    "Put it into the environment and write its name: `Bearer ${AGENT_TOKEN}` in single or double quotes.",
  );
}
