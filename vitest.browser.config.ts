import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

// They need a Chromium on the machine, and skip with a reason without one: `npm run test:browser`.
const config = mergeConfig(base, defineConfig({ test: { maxWorkers: 1 } }));
// `mergeConfig` joins lists, and these are to take the place of the others.
Object.assign(config["test"], { include: ["test/browser/**/*.test.ts"], exclude: [] });
export default config;
