/**
 * A word that stands in none of the texts, to mark in a prompt where each begins and ends. It is a hash of all of them, so that the same
 * texts make the same prompt and a recorded call is found again, and so that no text can be written to hold it.
 */
export function fenceWord(texts: readonly string[]): string {
  for (let salt = 0; ; salt++) {
    const word = hash(texts, salt) + hash(texts, salt + 0x9e3779b9);
    if (!texts.some((text) => text.includes(word))) return word;
  }
}

/** FNV-1a, 32 bits in hex (Fowler, Noll and Vo). */
function hash(texts: readonly string[], salt: number): string {
  let value = Math.imul(0x811c9dc5 ^ salt, 0x01000193);
  for (const text of texts) for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, "0");
}
