import type { Lab } from "../../core/lab.ts";
import { LAB_01 } from "./labs/01.ts";
import { LAB_02 } from "./labs/02.ts";
import { LAB_03 } from "./labs/03.ts";
import { LAB_04 } from "./labs/04.ts";
import { LAB_05 } from "./labs/05.ts";
import { LAB_06 } from "./labs/06.ts";
import { LAB_07 } from "./labs/07.ts";
import { LAB_08 } from "./labs/08.ts";
import { LAB_09 } from "./labs/09.ts";
import { LAB_10 } from "./labs/10.ts";
import { LAB_11 } from "./labs/11.ts";
import { LAB_12 } from "./labs/12.ts";

/** The practice track, in its order. docs/labs is made from it: npm run labs. */
export const LABS: readonly Lab[] = [LAB_01, LAB_02, LAB_03, LAB_04, LAB_05, LAB_06, LAB_07, LAB_08, LAB_09, LAB_10, LAB_11, LAB_12];
