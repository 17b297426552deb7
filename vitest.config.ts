import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // `import "firstfit"` in an example or a configuration means the source, as in tsconfig.json.
  resolve: {
    conditions: ["firstfit-source"],
    // A configuration in a folder outside this one means it too, and there no package.json says so.
    alias: [{ find: /^firstfit$/, replacement: fileURLToPath(new URL("src/index.ts", import.meta.url)) }],
  },
  ssr: { resolve: { conditions: ["firstfit-source"], externalConditions: ["firstfit-source"] } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // They need the engines or a browser: `npm run test:engines`, `npm run test:browser`.
    exclude: ["test/engines/**", "test/browser/**"],
    setupFiles: ["test/sockets/vitest-setup.ts", "test/property-seed.ts"],
    // Processes, not threads: tests change folders, kill writers and open databases.
    pool: "forks",
    maxWorkers: Math.max(2, Math.min(4, availableParallelism())),
    execArgv: ["--disable-warning=ExperimentalWarning"],
    // Generous, because many tests start processes and a machine may do other work beside.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A test that asserts nothing, or `test.only` left behind, must not pass unseen.
    expect: { requireAssertions: true },
    allowOnly: false,
  },
});
