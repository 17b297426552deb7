// Check digits, each by its own rule. All take a text of digits, or letters and digits, without separators.

function digitsOf(text: string): readonly number[] {
  return [...text].map(Number);
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);
}

/** ISO/IEC 7812-1: payment cards, Swedish and other numbers. */
export function luhn(text: string): boolean {
  const sum = digitsOf(text)
    .toReversed()
    .reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit), 0);
  return sum % 10 === 0;
}

/** ISO 13616 with the check of ISO 7064 MOD 97-10: bank accounts. */
export function iban(text: string): boolean {
  const moved = `${text.slice(4)}${text.slice(0, 4)}`.toUpperCase();
  return mod97([...moved].map((mark) => (mark >= "A" ? String(mark.charCodeAt(0) - 55) : mark)).join("")) === 1;
}

function mod97(digits: string): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
}

/** Social Security Administration: no area 000, 666 or 9xx, no group 00, no serial 0000. It has no check digit. */
export function usSocialSecurity(text: string): boolean {
  return !/^(?:000|666|9)/.test(text) && text.slice(3, 5) !== "00" && text.slice(5) !== "0000";
}

/** Spain, DNI and NIE: the letter is the number modulo 23. */
export function spanishId(text: string): boolean {
  const number = Number(text.slice(0, -1).toUpperCase().replace(/^X/, "0").replace(/^Y/, "1").replace(/^Z/, "2"));
  return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] === text.at(-1)?.toUpperCase();
}

/** France, NIR: 97 less the number modulo 97; Corsica's 2A and 2B count as 19 and 18. */
export function frenchId(text: string): boolean {
  const number = text.toUpperCase().slice(0, -2).replace("2A", "19").replace("2B", "18");
  return 97 - mod97(number) === Number(text.slice(-2));
}

/** Germany, tax number: ISO 7064 MOD 11,10, and a digit among the first ten that stands twice or three times. */
export function germanTaxId(text: string): boolean {
  let product = 10;
  for (const digit of digitsOf(text.slice(0, 10))) {
    const sum = (digit + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  const distinct = new Set(text.slice(0, 10)).size;
  return (11 - product) % 10 === Number(text[10]) && (distinct === 9 || distinct === 8);
}

/** Netherlands, BSN: the eleven test. */
export function dutchId(text: string): boolean {
  return weighted(digitsOf(text), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !/^0+$/.test(text);
}

/** Poland, PESEL. */
export function polishId(text: string): boolean {
  const digits = digitsOf(text);
  return (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digits[10];
}

/** Brazil, CPF: two check digits; numbers of one digit only are none. */
export function brazilianId(text: string): boolean {
  const digits = digitsOf(text);
  const check = (count: number): number => {
    const weights = Array.from({ length: count }, (_, at) => count + 1 - at);
    return ((weighted(digits, weights) * 10) % 11) % 10;
  };
  return check(9) === digits[9] && check(10) === digits[10] && new Set(text).size > 1;
}

/** China, resident identity card: ISO 7064 MOD 11-2. */
export function chineseId(text: string): boolean {
  const rest = weighted(digitsOf(text.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
  return "10X98765432"[rest] === text.at(-1)?.toUpperCase();
}

/** United Kingdom, NHS number. */
export function nhsNumber(text: string): boolean {
  const digits = digitsOf(text);
  return (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === digits[9];
}

const VERHOEFF_TIMES = [
  "0123456789",
  "1234067895",
  "2340178956",
  "3401289567",
  "4012395678",
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
];
const VERHOEFF_TURN = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"];

/** India, Aadhaar: Verhoeff 1969. */
export function aadhaar(text: string): boolean {
  let check = 0;
  for (const [at, digit] of [...text].toReversed().entries())
    check = Number(VERHOEFF_TIMES[check]?.[Number(VERHOEFF_TURN[at % 8]?.[Number(digit)])]);
  return check === 0 && !/^[01]/.test(text);
}
