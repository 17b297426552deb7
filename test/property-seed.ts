import fc from "fast-check";

// In CI property tests draw the same cases every time, so that a red run is about the change. Elsewhere each run draws new ones.
const named = process.env["FIRSTFIT_TEST_SEED"] ?? (process.env["CI"] === undefined ? undefined : "20260101");
if (named !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(named) });
