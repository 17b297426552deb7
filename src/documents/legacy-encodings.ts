interface Candidate {
  readonly encoding: string;
  /** The most frequent characters of the texts that were written in it. */
  readonly frequent: ReadonlySet<string>;
  /** Latin letters, which hardly ever stand three in a row beyond ASCII. */
  readonly latin?: true;
}

const letters = (text: string): ReadonlySet<string> => new Set(text);
const range = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)).join("");

const kana = `${range(0x3041, 0x3093)}${range(0x30a1, 0x30f6)}ー、。`;
const cyrillic = "оеаинтсрвлкмдпуяь";
/** The first is what an unlabelled file of Western text is; it wins ties. */
const CANDIDATES: readonly Candidate[] = [
  { encoding: "windows-1252", latin: true, frequent: letters("äöüßéèêàâçñáíóúåæøœëïîôûãõÄÖÜÉ’‘“”–—…€£©®°«»§·") },
  { encoding: "windows-1250", latin: true, frequent: letters("ąęłśżźćńóěščřžýáíéůúďťňőűăâîşţđäöüôľ„”–…") },
  { encoding: "iso-8859-2", latin: true, frequent: letters("ąęłśżźćńóěščřžýáíéůúďťňőűăâîşţđäöüôľ") },
  { encoding: "windows-1251", frequent: letters(cyrillic) },
  { encoding: "koi8-r", frequent: letters(cyrillic) },
  { encoding: "ibm866", frequent: letters(cyrillic) },
  { encoding: "windows-1253", frequent: letters("αοιετσνηυρπκλμςάέήίόύώ") },
  { encoding: "windows-1255", frequent: letters("יוהלאתשרמבםןנדחעפקכ") },
  { encoding: "windows-1256", frequent: letters("اليمنتروبةعدسفهكقحجأىش") },
  { encoding: "windows-874", frequent: letters("านรอกเงมยลวดทสตะปบคหแจพชขใไโผถ่้ี์ิัื็ุู") },
  { encoding: "shift_jis", frequent: letters(kana) },
  { encoding: "euc-jp", frequent: letters(kana) },
  {
    encoding: "gb18030",
    frequent: letters(
      "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、",
    ),
  },
  {
    encoding: "big5",
    frequent: letters(
      "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運，。、",
    ),
  },
  {
    encoding: "euc-kr",
    frequent: letters(
      "이다는에을의가고하로한를은지사어기도서인자대나그라리시해일수있과으와여정부적전들제장성상만니주아것보구국원동모중세년게경유신조스공면수된위무관개안문원명실생학습력합",
    ),
  },
];

const SAMPLE_BYTES = 32_768;
/** Sure enough: this share of the characters beyond ASCII is frequent in the language, and so much more than with windows-1252. */
const SHARE_MIN = 0.25;
const MARGIN = 0.1;

/**
 * The likeliest encoding of bytes that are neither UTF-8 nor labelled, by how many of their characters are frequent ones in the
 * languages that it was used for. windows-1252 unless another is clearly better; wrong guesses are possible, so callers say it.
 */
export function guessLegacyEncoding(bytes: Uint8Array): string {
  // Cut behind an ASCII byte, so that no character of two bytes is halved.
  let end = Math.min(bytes.length, SAMPLE_BYTES);
  while (end > 0 && end < bytes.length && (bytes[end - 1] ?? 0) >= 0x80) end--;
  const sample = bytes.subarray(0, end === 0 ? SAMPLE_BYTES : end);
  let best = { encoding: "windows-1252", share: 0 };
  for (const [index, candidate] of CANDIDATES.entries()) {
    const share = frequentShare(new TextDecoder(candidate.encoding).decode(sample), candidate);
    if (index === 0) best = { encoding: candidate.encoding, share };
    else if (share >= SHARE_MIN && share > best.share + (best.encoding === "windows-1252" ? MARGIN : 0))
      best = { encoding: candidate.encoding, share };
  }
  return best.encoding;
}

/** Share of frequent characters among those beyond ASCII; what cannot be in a text, or not inside a word, counts against it. */
function frequentShare(text: string, { frequent, latin }: Candidate): number {
  let score = 0;
  let count = 0;
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    const unit = text.charCodeAt(at);
    if (unit < 128) {
      run = 0;
      continue;
    }
    count += 1;
    run += 1;
    if (unit === 0xfffd || (unit >= 0x80 && unit < 0xa0) || (unit >= 0xe000 && unit <= 0xf8ff)) score -= 3;
    else if (isSymbol(character))
      score += isAsciiLetter(text, at - 1) && isAsciiLetter(text, at + 1) && character !== "’" ? -1 : frequent.has(character) ? 1 : 0;
    else if (latin && run > 2) score -= 1;
    else if (frequent.has(character)) score += 1;
  }
  return count === 0 ? 0 : score / count;
}

function isSymbol(character: string): boolean {
  return /[\p{S}\p{P}\p{No}]/u.test(character);
}

function isAsciiLetter(text: string, at: number): boolean {
  return /[A-Za-z]/.test(text[at] ?? "");
}
