import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

// The engines are optional peers of about a gigabyte, with a lock file of their own; `npm run test:engines` installs them.
const installed = (path: string): string => fileURLToPath(new URL(`engines/node_modules/${path}`, import.meta.url));

const config = mergeConfig(
  base,
  defineConfig({
    resolve: {
      alias: [
        { find: /^@huggingface\/transformers$/, replacement: installed("@huggingface/transformers/dist/transformers.node.mjs") },
        { find: /^node-llama-cpp$/, replacement: installed("node-llama-cpp/dist/index.js") },
      ],
    },
    test: { maxWorkers: 1, testTimeout: 60_000 },
  }),
);
// `mergeConfig` joins lists, and these are to take the place of the others.
Object.assign(config["test"], { include: ["test/engines/**/*.test.ts"], exclude: [] });
export default config;
