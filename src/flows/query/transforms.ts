import type { QueryMethod } from "../../core/pipeline.ts";
import { decompose } from "./decompose.ts";
import { hyde } from "./hyde.ts";
import { multiQuery } from "./multi-query.ts";
import type { QueryTransform } from "./plan.ts";
import { rewrite } from "./rewrite.ts";

/** Every way to make searches of a question, by the name that `--rewrite` takes. */
export const QUERY_TRANSFORMS: Readonly<Record<QueryMethod, QueryTransform>> = { rewrite, hyde, multi: multiQuery, decompose };
