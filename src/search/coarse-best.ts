import { nthLargest } from "./nth-largest.ts";
import { ROWS_STEP, SAMPLE_ROWS, SCAN_ROWS_MAX } from "./vector-kernel.ts";
import type { FoundRows, RowScan } from "./vector-kernel.ts";

/** A scan that was asked already, and the numbers of its rows among all. */
export interface ScanPart {
  readonly from: number;
  readonly to: number;
  readonly scan: RowScan;
}

interface Choice {
  readonly wanted: number;
  readonly margin: number;
}

/** Of so many rows one is in the sample. */
const SAMPLED_OF = SAMPLE_ROWS / ROWS_STEP;
/** Fewer rows than this are scanned once, without a threshold. */
const SAMPLED_ROWS_MIN = 4_096;
/** Thresholds are passed on in float32. Scores are some hundreds and more, so that this is above what rounding does, and next to nothing. */
const ROUNDING = 1;

/**
 * The rows with the `wanted` highest scores of the first pass, and all others that are at most `margin` below the lowest of them, ascending: exact, so that
 * neither the parts nor the sample show. A sample of the rows comes first: it tells what few rows will score, and the scan of all has to hand over only
 * these. Where the sample misled, all rows are scanned once more.
 */
export function coarseBest(parts: readonly ScanPart[], { wanted, margin }: Choice): Uint32Array {
  const guess = guessed(parts, wanted);
  let floor = guess - margin - ROUNDING;
  let found = scanned(parts, floor);
  if (found.count < wanted && floor > -Infinity) {
    floor = -Infinity;
    found = scanned(parts, floor);
  }
  // With so many found, none that scores as much is missing.
  const last = found.count < wanted ? -Infinity : nthLargest(found.scores, wanted, found.count);
  if (last - margin - ROUNDING < floor) found = scanned(parts, last - margin - ROUNDING);
  const { rows, scores, count } = found;
  let kept = 0;
  for (let i = 0; i < count; i += 1) {
    // Below the count of both.
    if ((scores[i] as number) < last - margin) continue;
    rows[kept] = rows[i] as number;
    kept += 1;
  }
  return rows.slice(0, kept);
}

/** What was found so far: `count` entries, in arrays with room for more. */
interface Found {
  rows: Uint32Array;
  scores: Float32Array;
  count: number;
}

const ROOM = 8_192;
/** More room than this is let go of at the next question. */
const ROOM_KEPT = 1 << 20;
// Nothing waits within a scan, so that all take turns with the same room: making it anew for each question costs as much as filling it.
const room: Found = { rows: new Uint32Array(ROOM), scores: new Float32Array(ROOM), count: 0 };

function emptyRoom(): Found {
  if (room.rows.length > ROOM_KEPT) {
    room.rows = new Uint32Array(ROOM);
    room.scores = new Float32Array(ROOM);
  }
  room.count = 0;
  return room;
}

/** A score that some more rows than wanted will reach; -Infinity where the sample holds too few to tell. */
function guessed(parts: readonly ScanPart[], wanted: number): number {
  if ((parts.at(-1)?.to ?? 0) < SAMPLED_ROWS_MIN) return -Infinity;
  const sample = emptyRoom();
  for (const part of parts) append(sample, part.scan.sample(), part.from);
  // Of the best `wanted` rows so many are in the sample on average; four standard deviations more hardly ever are.
  const expected = wanted / SAMPLED_OF;
  const place = Math.ceil(expected + 4 * Math.sqrt(expected) + 4);
  return sample.count < place ? -Infinity : nthLargest(sample.scores, place, sample.count);
}

function scanned(parts: readonly ScanPart[], threshold: number): Found {
  const found = emptyRoom();
  for (const { from, to, scan } of parts)
    for (let row = 0; row < to - from; row += SCAN_ROWS_MAX) {
      append(found, scan.coarse(row, Math.min(row + SCAN_ROWS_MAX, to - from), threshold), from);
    }
  return found;
}

function append(found: Found, more: FoundRows, from: number): void {
  const { count } = found;
  makeRoom(found, count + more.count);
  for (let i = 0; i < more.count; i += 1) {
    // Below the count of both.
    found.rows[count + i] = from + (more.rows[i] as number);
    found.scores[count + i] = more.scores[i] as number;
  }
  found.count = count + more.count;
}

function makeRoom(found: Found, count: number): void {
  if (count <= found.rows.length) return;
  const { rows, scores } = found;
  found.rows = new Uint32Array(2 * count);
  found.scores = new Float32Array(2 * count);
  found.rows.set(rows);
  found.scores.set(scores);
}
