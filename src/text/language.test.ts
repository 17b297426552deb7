import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALL_LANGUAGES, languageOf, languageOfWord, languagesNamed, passageLanguage, questionLanguage } from "./language.ts";
import type { Language } from "./language.ts";

/** Article 1 of the Universal Declaration of Human Rights, which has been published in some five hundred languages. */
const ARTICLE_1: Readonly<Partial<Record<Language, string>>> = {
  english:
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act towards one another in a spirit of brotherhood.",
  german:
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen.",
  french:
    "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
  spanish:
    "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
  portuguese:
    "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência, devem agir uns para com os outros em espírito de fraternidade.",
  italian:
    "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza e devono agire gli uni verso gli altri in spirito di fratellanza.",
  dutch:
    "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen.",
  swedish:
    "Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och samvete och bör handla gentemot varandra i en anda av gemenskap.",
  norwegian:
    "Alle mennesker er født frie og med samme menneskeverd og menneskerettigheter. De er utstyrt med fornuft og samvittighet og bør handle mot hverandre i brorskapets ånd.",
  danish:
    "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd.",
  finnish:
    "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä.",
  hungarian:
    "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek.",
  romanian:
    "Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință și trebuie să se comporte unele față de altele în spiritul fraternității.",
  turkish:
    "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
  catalan:
    "Tots els éssers humans neixen lliures i iguals en dignitat i en drets. Són dotats de raó i de consciència, i han de comportar-se fraternalment els uns amb els altres.",
  czech:
    "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat v duchu bratrství.",
  polish:
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
  indonesian:
    "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan.",
  vietnamese:
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hóa ban cho lý trí và lương tâm.",
  russian:
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства.",
  ukrainian:
    "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти у відношенні один до одного в дусі братерства.",
  bulgarian:
    "Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва да се отнасят помежду си в дух на братство.",
  greek: "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι προικισμένοι με λογική και συνείδηση.",
  hebrew:
    "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
  hindi: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
  arabic: "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل بعضهم بعضا بروح الإخاء.",
  persian:
    "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان هستند و باید نسبت به یکدیگر با روح برادری رفتار کنند.",
};

describe("languageOf", () => {
  it.each(Object.entries(ARTICLE_1))("tells a paragraph in %s", (language, text) => {
    expect(languageOf(text)).toBe(language);
    expect(languageOf(text.normalize("NFD"))).toBe(language);
  });

  it("takes English where there is too little to go by", () => {
    for (const text of ["", "42", "Panthers", "Das Boot", "El Niño", "npm run build", "中文文档", "データベース"])
      expect(languageOf(text)).toBe("english");
  });

  it("is not led astray by code, lists, letters by themselves or a foreign quotation", () => {
    expect(languageOf("for (let i = 0; i < n; i++) { a[i] = y; de(x, le, la, un); } ".repeat(20))).toBe("english");
    expect(languageOf("a b c d e i o u y ".repeat(50))).toBe("english");
    expect(languageOf("Sprite. Partial. Layout. Site. Template. Hugo. Version. ".repeat(20))).toBe("english");
    expect(
      languageOf(`The declaration says: “${ARTICLE_1.german}” It is quoted in all of the books that are about it, and it was in the news.`),
    ).toBe("english");
  });

  it("judges a long text by more than its beginning", () => {
    const licence = `${ARTICLE_1.english} `.repeat(20);
    expect(languageOf(licence + `${ARTICLE_1.german} `.repeat(400))).toBe("german");
  });

  it("takes any text, half characters too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(ALL_LANGUAGES).toContain(languageOf(text));
      }),
    );
    expect(languageOf("\ud800".repeat(10_000))).toBe("english");
    expect(languageOf("a".repeat(1_000_000))).toBe("english");
  });
});

describe("questionLanguage", () => {
  it("tells a question's language among those of the index by its function words", () => {
    expect(questionLanguage("Wie viele Punkte gab die Verteidigung der Panthers ab?", ["english", "german"])).toBe("german");
    expect(questionLanguage("How many points did the defence give up?", ["english", "german"])).toBe("english");
  });

  it("says nothing of a question without function words", () => {
    expect(questionLanguage("Panthers 2016", ["english", "german"])).toBeUndefined();
    expect(questionLanguage("die casting", ["english", "german"])).toBeUndefined();
  });
});

describe("languageOfWord", () => {
  it("gives a word in another script the default language of that script", () => {
    expect(languageOfWord("hugo", "russian")).toBe("english");
    expect(languageOfWord("hugo", "german")).toBe("german");
    expect(languageOfWord("люди", "german")).toBe("russian");
    expect(languageOfWord("люди", "ukrainian")).toBe("ukrainian");
    expect(languageOfWord("كتاب", "english")).toBe("arabic");
    expect(languageOfWord("42", "german")).toBe("german");
  });
});

describe("the language of a passage", () => {
  const german = "Die Fähre fällt aus.";

  it("is the only one that the documents have", () => {
    expect(passageLanguage("Dana Whitfield, 12 May", ["german"])).toBe("german");
    expect(passageLanguage(german, [])).toBe("english");
  });

  it("is told by few function words where it is too short to tell it from all languages", () => {
    expect(languageOf(german)).toBe("english");
    expect(passageLanguage("Die Fähre fällt nicht aus.", ["english", "german"])).toBe("german");
    expect(passageLanguage("It will not sail.", ["english", "german"])).toBe("english");
  });

  it("is the default where nothing tells it, or the first when the documents do not have that", () => {
    expect(passageLanguage("Dana Whitfield", ["english", "german"])).toBe("english");
    expect(passageLanguage("Dana Whitfield", ["french", "german"])).toBe("french");
  });

  it("comes from names that the analyzer knows, in its own order", () => {
    expect(languagesNamed(["german", "klingon", "english"])).toEqual(["english", "german"]);
  });
});
