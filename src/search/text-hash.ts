/**
 * A number from 0 to 2^53 for a text: FNV-1a (Fowler, Noll & Vo) in two lanes, mixed at the end as MurmurHash3 does, so that the lowest of many are a fair sample.
 */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return (mixed(low) >>> 0) * 2 ** 21 + (mixed(high ^ text.length) >>> 11);
}

function mixed(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
