import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

/** The part of package-lock.json (version 3) that is checked: packages by their path below the root. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** Free to use and to pass on with nothing asked but the notice. PSF-2.0 is the newer name of what was Python-2.0. */
const LICENCES = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "Python-2.0",
  "PSF-2.0",
]);
/** Asks for changes to its own files to be published; fine for a tool that is never passed on. */
const LICENCES_DEVELOPMENT = new Set([...LICENCES, "MPL-2.0"]);

/** Node itself, for developers on Linux; it never reaches the package (test/package.test.ts). */
const isNodeBinary = (path: string): boolean => path.startsWith("node_modules/node-linux-");

const isPackage = ([path, entry]: readonly [string, LockedPackage]): boolean => path.includes("node_modules/") && entry.link !== true;

/** One line for each thing in the lock file that must not be there. */
export function lockFindings({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const findings: string[] = [];
    if (entry.link === true && /^\.\.|^[/\\]|:/.test(entry.resolved ?? ""))
      findings.push(`${path} links out of the repository, to ${entry.resolved}`);
    if (entry.link !== true && entry.resolved !== undefined) findings.push(`${path} names where it comes from: ${entry.resolved}`);
    if (entry.hasInstallScript === true) findings.push(`${path} has an install script`);
    if (!isPackage([path, entry])) return findings;
    if (entry.integrity === undefined) findings.push(`${path} has no integrity hash`);
    const allowed = entry.dev === true ? LICENCES_DEVELOPMENT : LICENCES;
    if (!isAllowed(entry.license, allowed)) findings.push(`${path} has the licence ${entry.license ?? "(none)"}`);
    return findings;
  });
}

/** SPDX expressions as npm writes them: one name, or names in one level of OR or AND. */
function isAllowed(licence: string | undefined, allowed: ReadonlySet<string>): boolean {
  if (licence === undefined) return false;
  const names = licence.replace(/^\(|\)$/g, "");
  if (names.includes(" AND ")) return names.split(" AND ").every((name) => allowed.has(name.trim()));
  return names.split(" OR ").some((name) => allowed.has(name.trim()));
}

/** What the packages on disk bring that the lock file cannot tell: scripts, native builds, native modules. */
export function installedFindings(root: string, { packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const folder = join(root, path);
    // A package for another platform is locked and not installed.
    if (!isPackage([path, entry]) || !existsSync(folder)) return [];
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const scripts = typeof manifest === "object" && manifest !== null && "scripts" in manifest ? Object.keys(manifest.scripts ?? {}) : [];
    const findings = scripts
      .filter((name) => ["preinstall", "install", "postinstall"].includes(name))
      .map((name) => `${path} has the script ${name}`);
    for (const file of filesIn(folder)) {
      if (/(^|[/\\])binding\.gyp$/.test(file.path)) findings.push(`${path} has a binding.gyp`);
      if (entry.dev !== true && !isNodeBinary(path) && file.path.endsWith(".node"))
        findings.push(`${path} has the native module ${file.path}`);
    }
    return findings;
  });
}

/** Bytes on disk of what users get, the Node binary left out. A production package that is not installed is an error, not 0. */
export function productionBytes(root: string, { packages }: LockFile): number {
  const production = Object.entries(packages).filter((locked) => isPackage(locked) && locked[1].dev !== true && !isNodeBinary(locked[0]));
  return production.flatMap(([path]) => filesIn(join(root, path))).reduce((sum, { bytes }) => sum + bytes, 0);
}

interface FileOnDisk {
  /** Relative to the folder asked for. */
  readonly path: string;
  readonly bytes: number;
}

/** Files below a folder, those of packages nested in it left out, because they are locked under a path of their own. */
function filesIn(folder: string): readonly FileOnDisk[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === "node_modules" ? [] : filesIn(path).map((file) => ({ ...file, path: join(entry.name, file.path) }));
    const { size, blocks } = lstatSync(path);
    // Whole blocks are what a disk gives away; on Windows they are not reported.
    return [{ path: entry.name, bytes: Math.max(size, (blocks ?? 0) * 512) }];
  });
}
