/** Weight of each BMP code unit, filled as met; 0 means not yet known. */
const weights = new Float32Array(65_536);

function weigh(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return 1.2;
  const character = String.fromCharCode(unit);
  if (/[a-z]/.test(character)) return 0.195;
  if (/[A-Z]/.test(character)) return 0.42;
  if (/\d/.test(character)) return 0.4;
  if (/[ \t]/.test(character)) return 0.16;
  if (/\s/.test(character)) return 0.4;
  if (unit < 128) return 0.6;
  if (/\p{Script=Latin}/u.test(character)) return 0.9;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return 0.85;
  if (/\p{Script=Hangul}/u.test(character)) return 0.8;
  if (/[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]/u.test(character)) return 0.38;
  if (/\p{L}|\p{M}/u.test(character)) return 0.5;
  return 0.8;
}

/** Estimated tokens of one UTF-16 code unit; their sum, rounded up, is `estimateTokens`. */
export function tokenWeight(unit: number): number {
  const known = weights[unit] ?? 0;
  if (known !== 0) return known;
  // In whole 1024ths, so that sums are exact and do not depend on their order.
  const weight = Math.round(weigh(unit) * 1024) / 1024;
  weights[unit] = weight;
  return weight;
}

/**
 * Tokens of a text as a model's tokenizer would roughly count them: a sum over characters, so that it grows with the text
 * and a part never counts more than the whole. An estimate, and to be called one wherever it is shown.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at++) tokens += tokenWeight(text.charCodeAt(at));
  return Math.ceil(tokens);
}
