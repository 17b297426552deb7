/** What the analyzer knows of a language: the script of its words, its stop words, and the stemmer it has, if any. */
export interface LanguageRules {
  readonly script: Script;
  /** Words without topic, lower case, without apostrophes; the same words tell the language of a text. */
  readonly stopWords: string;
  /** Name of the Snowball algorithm, or `light` for one of our own; absent: words are folded only. */
  readonly stemmer?: string;
}

export type Script = "latin" | "cyrillic" | "greek" | "arabic" | "hebrew" | "devanagari" | "tamil";

/**
 * The lists are short on purpose: articles, pronouns, prepositions, conjunctions, auxiliaries and question words. A word that is
 * also a noun of everyday texts is left out.
 */
export const LANGUAGES = {
  english: {
    script: "latin",
    stemmer: "english",
    // Lucene's list, with pronouns, auxiliaries, question words and contractions. "may" (the month), "us" (the country) and
    // "over" stay searchable.
    stopWords:
      "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with " +
      "i me my mine you your yours he him his he she her hers its we our ours them theirs " +
      "am been being were do does did doing done has have had having can could should would shall might must " +
      "who whom whose what which when where why how " +
      "from so than too very just also both each about because while during any some those here " +
      "cant couldnt didnt doesnt dont hadnt hasnt havent isnt arent wasnt werent mustnt neednt shouldnt wont wouldnt",
  },
  basque: {
    script: "latin",
    stemmer: "basque",
    stopWords:
      "eta da ez du dira zen ziren bat baina ere edo hau hori hura haiek izan den dituzte ditu dute zuen zer nor non noiz nola zein arabera bere beste baino bai zuten dela",
  },
  catalan: {
    script: "latin",
    stemmer: "catalan",
    stopWords:
      "el la els les un una uns unes de del dels al als a en per amb i o però que què qui quin quina quins quines quan on com és són era eren ser estar ha han havia ho hi es no més molt aquest aquesta aquests aquestes això seva seu seus seves entre fins des sobre també perquè",
  },
  croatian: {
    script: "latin",
    stopWords:
      "i u je na se da su za od s sa kao što koji koja koje koju ili ali ne nije bio bila bilo biti iz o po do kako gdje kada tko zašto ovaj ova ovo taj ta to njegov njezin njihov svi sve također te nakon prema zbog samo će bi",
  },
  czech: {
    script: "latin",
    stemmer: "czech",
    stopWords:
      "a i v ve na se si je jsou byl byla bylo byli být že s z ze do k ke o od po pro za u při nebo ale jako který která které jaký jak kde kdy kdo co proč ten ta to tento tato toto jeho její jejich není také až mezi podle však kolik",
  },
  danish: {
    script: "latin",
    stemmer: "danish",
    stopWords:
      "og i at er en et den det de der som på til af for med ikke har var blev bliver kan skal vil fra ved om sig han hun sin men eller hvad hvem hvor hvornår hvordan hvorfor hvilken hvilke hvilket dette denne disse også efter mellem under havde være været meget deres mange mod nogle når",
  },
  dutch: {
    script: "latin",
    stemmer: "dutch",
    stopWords:
      "de het een en van in is op te dat die voor met zijn was aan niet ook er als om bij naar uit door maar of dit deze hij zij ze hun haar werd worden wordt waren heeft hebben had kan kunnen wie wat waar wanneer waarom hoe welke welk hoeveel veel dan tot over tussen geen meer",
  },
  estonian: {
    script: "latin",
    stopWords:
      "ja on ei et see oli kui mis ka oma või aga kes selle seda nende tema ta nad ning olid olnud olema mida kus kuidas miks millal milline mitu pärast kuni ning ole veel välja",
  },
  finnish: {
    script: "latin",
    stemmer: "finnish",
    stopWords:
      "ja on ei se että oli joka jotka mutta tai hän ne kun niin kuin myös ovat olivat ole ollut sen sitä hänen heidän mikä mitä mitkä kuka missä milloin miten miksi kuinka monta tämä tämän nämä ennen jälkeen kanssa sekä vain ettei jos voi joita jonka",
  },
  french: {
    script: "latin",
    stemmer: "french",
    stopWords:
      "le la les l un une des du de d et ou où à au aux en dans par pour sur avec sans sous ce cet cette ces qui que qu quoi dont quel quelle quels quelles quand comment pourquoi combien est sont était étaient être a ont avait avaient avoir il elle ils elles on se s son sa ses leur leurs ne pas plus mais comme lequel laquelle y c j n m t je tu nous vous",
  },
  german: {
    script: "latin",
    stemmer: "german",
    stopWords:
      "der die das den dem des ein eine einer eines einem einen und oder aber in im an am auf aus bei beim mit nach von vom zu zum zur für über unter um durch gegen ohne bis als wie wer wen wem wessen was wo wann warum wieso weshalb welche welcher welches welchen welchem ist sind war waren sein wird werden wurde wurden hat haben hatte hatten kann können konnte nicht auch nur noch so es er sie ihr ihre ihrer sein seine seiner ich wir man sich dass daß wenn dieser diese dieses viele hätte wäre",
  },
  hungarian: {
    script: "latin",
    stemmer: "hungarian",
    stopWords:
      "a az és hogy nem is egy volt van voltak meg ez azt ezt mint csak de ki mi mit mikor hol hogyan miért milyen melyik mennyi hány el már még vagy ha kell lehet után között alatt által amely amelyek aki akik számára pedig azonban ennek annak",
  },
  indonesian: {
    script: "latin",
    stopWords:
      "yang dan di dari ke pada untuk dengan adalah ini itu dalam tidak akan oleh juga atau sebagai telah dapat para bahwa ia mereka tersebut apa siapa kapan mana bagaimana mengapa berapa karena saat antara lebih secara bagi serta",
  },
  irish: {
    script: "latin",
    stemmer: "irish",
    stopWords:
      "an na agus is tá bhí ar ag sa le go do de don faoi ó nach ní sé sí siad cad cé conas cathain a i gur mar sin seo bhfuil atá raibh ina leis aige acu ach",
  },
  italian: {
    script: "latin",
    stemmer: "italian",
    stopWords:
      "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai dalle in nel nello nella nei negli nelle con su sul sulla sui sulle per tra fra e ed o ma che chi cui quale quali quando dove come perché quanto quanti quante quanta è sono era erano essere ha hanno aveva avevano avere stato stata stati state si non più anche suo sua suoi loro questo questa questi queste c d",
  },
  lithuanian: {
    script: "latin",
    stopWords:
      "ir yra buvo kad į su iš kaip ar bet tai jo jos jų ne nuo iki už dėl apie po per kurie kuris kuri kas kur kada kodėl kiek taip pat arba šis ši",
  },
  norwegian: {
    script: "latin",
    stemmer: "norwegian",
    stopWords:
      "og i å er en et ei den det de der som på til av for med ikke har var ble blir kan skal vil fra ved om seg han hun sin men eller hva hvem hvor når hvordan hvorfor hvilken hvilke hvilket dette denne disse også etter mellom under hadde være vært ikkje eit ein ho dei frå deres mange mye mot noen enn",
  },
  polish: {
    script: "latin",
    stopWords:
      "i w we na z ze się do to nie jest są był była było były być że o od po za dla przez przy oraz lub ale jak jako który która które których jaki jaka jakie gdzie kiedy kto co czy dlaczego ile ten ta te tego tej jego jej ich także przed między może",
  },
  portuguese: {
    script: "latin",
    stemmer: "portuguese",
    stopWords:
      "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sob sobre entre e ou mas que quem qual quais quando onde como porque quanto quantos quantas é são era eram ser foi foram está estão tem têm tinha ter há ele ela eles elas se seu sua seus suas não mais também já este esta isto esse essa isso ao aos à às muito até",
  },
  romanian: {
    script: "latin",
    stemmer: "romanian",
    stopWords:
      "un o unei unui și si în in de la pe cu din pentru prin ca că care ce cine când cand unde cum cât câți câte este sunt era erau fi fost a au al ale ai lui ei lor se nu mai dar sau iar acest această aceste acestea după între fără sa să sale său către avea are",
  },
  slovak: {
    script: "latin",
    stopWords:
      "a v vo na sa je sú bol bola bolo boli byť že s so z zo do k ku o od po pre za u pri alebo ale ako ktorý ktorá ktoré aký kde kedy kto čo prečo ten tá to tento táto toto jeho jej ich nie tiež až medzi podľa však koľko si",
  },
  slovene: {
    script: "latin",
    stemmer: "slovene",
    stopWords:
      "in je v na se da so za ki z s kot pa ne ali tudi po iz bi od do pri bil bila bilo biti kaj kdo kje kdaj kako zakaj kateri katera katero ta to ti njegov njen njihov med lahko zaradi ker če",
  },
  spanish: {
    script: "latin",
    stemmer: "spanish",
    stopWords:
      "el la los las un una unos unas de del al a en por para con sin sobre entre y e o u pero que qué quien quién quienes cual cuál cuales cuáles cuando cuándo donde dónde como cómo porque cuanto cuánto cuántos cuántas es son era eran ser fue fueron está están ha han había haber tiene tenía él ella ellos ellas se su sus lo le les no más también ya este esta estos estas esto ese esa eso muy hasta desde",
  },
  swedish: {
    script: "latin",
    stemmer: "swedish",
    stopWords:
      "och i att är en ett den det de som på till av för med inte har var blev blir kan ska skall vill från vid om sig han hon sin men eller vad vem var när hur varför vilken vilka vilket detta denna dessa också efter mellan under hade vara varit mycket deras många",
  },
  turkish: {
    script: "latin",
    stemmer: "turkish",
    stopWords:
      "ve bir bu da de için ile olarak olan daha çok ne ki o gibi kadar sonra en ise veya ama değil mi mı mu mü hangi kim nerede zaman nasıl niçin neden kaç her ya tarafından oldu olduğu olduğunu vardır var şu onun idi nedir kimdir",
  },
  vietnamese: {
    script: "latin",
    stopWords:
      "và của là có được các những trong cho với không một này đã để từ khi người đó ở về theo cũng như tại ra vào nào gì ai đâu bao nhiêu thế bị do sẽ đến hay hoặc trên",
  },
  bulgarian: {
    script: "cyrillic",
    stopWords:
      "и на в от за се да е са с по не че като до при или но който която което които какво кой къде кога как защо колко този тази това тези той тя те му си ще след през със беше бъде има може също между",
  },
  russian: {
    script: "cyrillic",
    stemmer: "russian",
    stopWords:
      "и в во на с со к ко по из за от до о об у для при под над без не ни но а или что чтобы как кто где когда почему зачем какой какая какое какие каких каким сколько который которая которое которые это этот эта эти того этого тот та те он она оно они его ее её их им был была было были быть есть так же бы ли из-за также между через после перед чем кого чего",
  },
  ukrainian: {
    script: "cyrillic",
    stopWords:
      "і й та в у на з із зі до не що як це від за для по про при або але який яка яке які хто де коли чому скільки цей ця ці він вона воно вони його її їх був була було були бути є також між через після перед під над без чи так же того",
  },
  serbian: {
    script: "cyrillic",
    stopWords:
      "и у је на се да су за од с са као што који која које или али не није био била било бити из о по до како где када ко шта зашто овај ова ово тај та то његов њен њихов сви такође након према због само ће би",
  },
  greek: {
    script: "greek",
    stemmer: "light",
    stopWords:
      "ο η το οι τα του της των τον την τους τις στο στη στην στον στα στους στις σε από για με και ή κι να θα δεν μη μην που ποιος ποια ποιο ποιοι ποιες ποια τι πότε πού πως πώς γιατί πόσο πόσοι πόσες πόσα είναι ήταν είχε είχαν έχει έχουν ένα ένας μια μία αυτό αυτός αυτή αυτά ως όπως αλλά ότι μετά πριν κατά επίσης πιο εάν αν μας σας ποιον ποιους",
  },
  arabic: {
    script: "arabic",
    stemmer: "light",
    stopWords:
      "في من على إلى الى عن مع هو هي هم هن ما ماذا متى أين كيف كم لماذا هل أي أية التي الذي الذين اللذين اللتين كان كانت كانوا يكون تكون أن إن أنه أنها إنه إنها لا لم لن قد قبل بعد بين هذا هذه ذلك تلك هناك كما أو ثم حتى عند عندما منذ خلال كل بعض غير و ف أنا نحن أنت ليس وهو وهي له لها لهم به بها فيه فيها منه منها عليه عليها إذا لقد وقد ولم ولا وكان وكانت مما بأن بما لدى أيضا حيث",
  },
  persian: {
    script: "arabic",
    stopWords:
      "و در به از که این را با است برای آن یک خود تا بر هم نیز بود شد شده های ها می کرد چه کسی کجا کی چگونه چرا چند کدام اما یا هر آنها او ما شما بین پس پیش دارد داشت باشد هستند بودند",
  },
  urdu: {
    script: "arabic",
    stopWords:
      "کے کی کا میں ہے سے کو اور نے پر ہیں یہ وہ کہ ایک تھا تھے تھی بھی نہیں ہو کیا کون کہاں کب کیسے کیوں کتنے اس ان جو تو ہی لیے گیا گئی ہوتا",
  },
  hebrew: {
    script: "hebrew",
    stemmer: "light",
    stopWords:
      "של את על הוא היא הם הן עם כי לא כל זה זאת זו אלה אשר או גם אבל אם אל מה מי איפה היכן מתי איך כיצד מדוע למה כמה איזה איזו אילו היה היתה הייתה היו יש אין אני אנחנו אתה הזה הזאת בין אחרי לפני עד רק יותר כמו ידי כדי אך לו לה להם",
  },
  hindi: {
    script: "devanagari",
    stemmer: "light",
    stopWords:
      "है हैं का की के में से को पर ने और यह वह था थे थी एक इस उस इसके उसके लिए कि जो तो भी नहीं हो या कर ही तक साथ क्या कौन कौनसा कहाँ कहां कब कैसे क्यों कितने कितनी कितना किस किसने किसके ये वे उन इन अपने अपनी अपना गया गई गए हुआ हुई हुए जिस जिसे जब द्वारा रहा रहे रही होता होती होते जाता जाती सकता",
  },
  marathi: {
    script: "devanagari",
    stopWords:
      "आहे आहेत आणि या हे ही हा त्या ते तो ती व मध्ये होते होता होती असे काय कोण कुठे कधी कसे का किती नाही पण किंवा साठी त्यांच्या त्याच्या एक झाले केले",
  },
  tamil: {
    script: "tamil",
    stemmer: "tamil",
    stopWords: "ஒரு இந்த அந்த என்று மற்றும் இது அது என்ற உள்ள என்ன யார் எங்கே எப்போது எப்படி ஏன் எத்தனை இருந்து ஆகும் அவர் போன்ற",
  },
} as const satisfies Record<string, LanguageRules>;
