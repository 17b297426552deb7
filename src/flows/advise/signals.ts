/**
 * Turns of speech that say what a problem is about, whatever the trade it comes from. Each is a feature beside the words: the matcher learns from
 * the paraphrases how much a turn speaks for a row. Patterns see lower-case text with straight apostrophes, at most a few thousand characters of it.
 */
const SIGNALS: Readonly<Record<string, RegExp>> = {
  // what comes back is weak
  bland:
    /\b(bland|generic|vague|shallow|superficial|banal|boring|dull|meh|obvious|trivial|useless|mediocre|basic|uninspired|wishy|filler|boilerplate|platitud\w*|clich\w*|lukewarm|so-so|unspecific|run-of-the-mill|cookie-cutter|watered)\b|\b(beige|headings|three pros|textbook|brochures?|leaflet|schoolbook|lecture|it depends|anybody|generali[tz]\w*|stock phrases|empty phrases|hot air|fluff\w*|waffl\w*|horoscopes?|fortune cookie|no substance|half-baked|first chapter|thin|pasta|beginner\w*|toothless|tame|lame|flat)\b|any \w+ in any|any \w+ on earth|could be (about|from) any|\bcould sell to|sound the same|school report|harmless|learn nothing|without any idea\b/,
  "says-nothing":
    /\b(tells?|says?|said) (me |us |you |them )?nothing|nothing (any(one|body)|i|we|you|they) could|could (be|have been|apply|fit|come|describe)\b.{0,40}\b(any|every|lifted|either|all)|off target|miss(es|ing)? the point|(to|of) no use|not what (i|we) (want|mean|ask)|doesn't (help|know (whether|who) it|understand (what|who))|misunder\w*|irrelevant|wrong (audience|level|direction)|instead of (a|an|the) (recommendation|answer|decision)|rewrites? (all|everything|it)|expected|i was hoping|got (one|something) (for|out of)|needs? (opinions?|substance|depth)/,
  "too-easy":
    /\b(too|so|far too) (easy|simple|general|technical|obvious|elementary|high-level|broad|long-winded)\b|for (beginners|laymen|dummies)/,
  "barely-briefed":
    /(all|nothing|only) (any(one|body)|i|we|they)( ever)? (type|typed|wrote|write|said|say|told|tell|give|gave|do|did)|one[- ]line|one sentence|(just|simply) (paste|type|typed|say|said|ask)|(no ?body|no one|never) (ever )?(told|tells|says|said|explained|spelled|spelt|briefed|instructed)|whoever set|(i|we|she|he) (typed|wrote|put in|entered) "|nothing more|mind you|never said|gave (it|the \w+) (just|only|the)|no (context|instructions|briefing|guidance)|bare(ly)? (question|request)/,
  "bigger-remedy":
    /\b(bigger|pro|premium|paid|larger|smarter|stronger|better|next|newer|another|different|other|swap) (the )?(chat )?(model|version|subscription|one|gpt|plan|vendor|vendor's)\b|switch(ing)? (the )?model|upgrade|longer context/,
  "training-remedy": /\b(train|training|retrain\w*|trained|fine-?tun\w*|lora|gpu)\b/,
  // one habit
  universal:
    /\b(every|each|all|any|whatever)\b.{0,40}\b(repl(y|ies)|answers?|responses?|messages?|mails?|e-?mails?|summar(y|ies)|letters?|texts?|posts?|reports?|notes?|quotes?|offers?|chats?)\b|\b(whenever|anything (it|that)|nothing it|whatever it)\b/,
  "always-never":
    /\b(always|never|without exception|no exceptions|every time|each time|under no circumstances|forbid|ban|banned|not once|ever)\b|\b(not to|may not appear|must (carry|contain|appear|be|include|say|come|have)|has to (carry|contain|add|include|say|come|have|be|address|ask)|have to (carry|contain|be|stay|include|come)|should (come|carry|contain|say|ask|write|include|mention|begin|end)|not negotiable|whenever it feels|leaves it off|forgets to (add|mention|sign|say))\b|\bonce per\b|\b(has to tell|has to be told|must be told|keeps? (suggesting|saying|telling|writing|using|adding|mentioning|asking|calling|putting|recommending)|first thing|not a single|has to go)\b/,
  "ends-begins":
    /\b(end|ends|finish|finishes|close|closes|closing|begin|begins|start|starts|open|opens|opening|last line|first line|on top|at the (end|bottom|top|close)|bottom|footer|sign[- ]?off|first sentence|last sentence)\b|\b(foot|at the front|header|heading|conclusion first|up front|opener|closer|preface)\b/,
  stop: /\b(stop|stops|quit|get rid|no more|leave out|leaves out|drop the|without the|ban|forbid|banned|refrain|cut out|knock it off|lose the)\b|\b(habit|annoy\w*|drives? (me|us) (mad|up)|is not to appear|that has to go|making fun|cringe\w*)\b|\bthen stop\b/,
  length:
    /\b\d+ (words|characters|lines|sentences|bullets?|points|paragraphs?)|\b(two|three|four|five|one|six|ten|twelve|twenty|sixty|hundred) (words|characters|lines|sentences?|bullets?|points|paragraphs?)|\btoo long\b|\b(shorter|brief|briefer)\b|\bfits? (on|in|into) (the|a) (label|sms|display|screen|card)|one paragraph|half a page/,
  "reply-language":
    /\b(in|answers?|repl(y|ies)|writes?|speaks?|only)( in)? (english|german|french|spanish|italian|polish|dutch|portuguese|danish|swedish|norwegian|turkish|arabic|welsh|catalan|finnish|czech|hungarian|greek|japanese|chinese)\b|language (of|that|the) (the )?(guest|customer|user|caller|patient|sender|person|reader)|british spelling/,
  trifle:
    /\b(emojis?|smileys?|exclamation|disclaimer|greetings?|salutation|hashtags?|bullets?|headings?|asterisks?|markdown|bold|celsius|fahrenheit|metric|kilos?|vat|first names?|surname|last name|formal (form|you)|dashes?|signature|reference number|ticket number|case number|capital letters|abbreviations|umlauts?|currency sign|phone number at)\b|"[^"]{2,40}"|'(great|sure|as an|i hope|certainly|of course)[^']*'|\b(thanks?|thanking|apolog\w*|wish(es|ing)?|legal notice|small print|ounces|grams|dates must|spelling|the word|write "we"|singular|plural|names of|phone number|stock number|inquiry|hotline|link to|footers?|pharmacist|unsubscribe|pronouns?|gender\w*|swear\w*|jargon|passive|rhetorical|question marks?|tl;?dr|bcc|house number)\b|\b(kilograms|pounds|litres|inches|centimet\w*|recorded|lawyer|opt-out|watermark|nickname|title|honorific|lower case|upper case|commas?|quotation marks)\b/,
  // what only we have written down
  "own-papers":
    /\b(manuals?|handbooks?|data ?sheets?|sharepoint|confluence|intranet|binders?|procedures?|polic(y|ies)|catalogu?e?s?|price lists?|pdfs?|archives?|tickets|minutes|agreement|contracts?|guidelines?|by-?laws|statutes?|drawings?|specs?|specifications?|documentation|docs|drive|file server|folders?|knowledge base|house rules|recipes|protocols?|reports|files|notion|wiki|records|faults?|warranty terms|work instructions|leaflets?|playbooks?|rulebook|regulations)\b|\b(diagrams?|decrees?|case law|tables|protocols|cookbook|terms|funding rules|cupboard|charter|wage|price sheet|inventory|blueprints?|dossiers?|memos?|internal|circulars?|newsletters? archive|e-?mail archive|tariff|baggage rules|canteen|our (own )?(rules|system|products?|customers|tariffs?|screws|parts|clinic|service|prices|people|projects|terms|procedures|abbreviations|jargon|process(es)?))\b|\b(bulletins?|old offers|offers|edition|choir|kindergarten's|our rules|notes on each|our lab|how we)\b/,
  "never-seen":
    /\b(never|hasn't|has not|haven't|hadn't|can't have|cannot have|doesn't|does not|didn't|has no) (even )?(heard|seen|read|know|knows|had|been shown|been told|have|clue|idea|a clue|an idea)\b|knows? (nothing|zero|nil)|no (idea|clue|model)|unaware|clueless|\bblank\b|shrugs?|outside (our|the) (four )?walls|only (knows|knew)|\b(never laid eyes|not a single|have a single|wouldn't know|can't (tell|say|know|answer)|cannot (say|tell|answer)|doesn't have (those|them|it|that)|none of (it|this|that|them)|ever on the web|could it|some other|another (utility|company|city|hospital|school))\b|\b(learn (all )?the|by heart|just ask|i'd like to (just )?ask|youtube|when and how|which one fits|digging in|spend an hour)\b/,
  "generic-in-place":
    /\b(national|general|usually|in general|the internet|what such|textbook|public(ly)?|standard|common|any company|other (city|town|company|firm)|wikipedia|google)\b/,
  "train-on-texts":
    /\b(train|trained|training|fine-?tun\w*|teach|feed|feeding|pre-?train\w*|bake|load|put|stuff|cram)\b.{0,50}\b(docs|documents?|documentation|manuals?|wiki|tickets|reports?|pages|files|catalogu?e|knowledge|binders?|archive|lot|whole|everything|all of (it|them)|intranet|sharepoint|confluence|handbook|data ?sheets)\b/,
  "people-ask-staff":
    /\b(ask|asks|asking|call|calls|calling|phone|phones|phoning|ring|rings|look up|looking up|leaf|search|hunt|type (in )?a question|queries|answers? from)\b.{0,60}/,
  "written-somewhere":
    /\b(is|are|it's|they're|sits?|stands?|stored|printed|written|described|lies?|explained|set out|has a page|all) (down |all )?(in|on) (the|our|a|that|page|those|some)\b|\b(neatly|on page|page \d+|in (the|our) (minutes|manual|binder|system|cupboard|folder|tables?|files?)|typed up|be shown the)\b/,
  // knowledge that is cared for
  "again-from-zero":
    /\b(from (scratch|zero)|once more|all over|again (and again|every|from)|rediscover\w*|reinvent\w*|figured out|worked out|re-?learn\w*|same mistakes?|start(s|ing)? over|third time|solved (that|this|it)|twice|forgot(ten)?|second time)\b|\b(at nothing|anew|same (reason|glue|interviews?|error|question)|keep discovering|next one (loses|makes)|does nothing stick|nothing sticks|every monday|over and over|unlearn\w*|lost (again|in|when|with|the))\b|\b(again (from zero|next year)|learn it again|argues about the same|as if there had never)\b/,
  accumulate:
    /\b(pile|piles|piling|accumulat\w*|compound\w*|grow|grows|growing|build(s|ing)? (up)?on|add up|adds up|collect|collected|gather\w*|evolv\w*|enrich\w*|extend\w*|bit by bit|over (the )?(months|years|time)|month after month|season after season|long-lived|thicker)\b|\b(improved|improv(es|ing) with|better with|each (reading|talk|call|case|study|project|week)|for years|over ten years|running account|written once|jot\w*|note down|add to|adds? to|ripen\w*|thicken\w*|mature\w*|snowball\w*)\b/,
  "tended-pages":
    /\b(link(s|ed)?|interlink\w*|cross-?ref\w*|refer to each|connect\w*|joined|joins?|merg\w*|curat\w*|tend|tended|tidy|tidied|prun\w*|reconcil\w*|contradict\w*|disagree|conflicting|opposite|outdated|out of date|corrected|page (per|for each|for every|on each)|pages? per|one page|entry|entries|dossier|profile|encyclop\w*|second brain|living|kept (alive|current|up)|keep(s|ing)? (it )?(current|alive|consistent|tidy)|update[sd]? (each|every|when))\b|\b(alive|lexicon|notebooks?|logbook|chronicle|atlas|one (tended|file|account|place|page)|tended|condensed|essence|weighed|up to date as|ties? them|opposite things|look(ed)? after|custod\w*|keeper|map of|who said what|timeline)\b/,
  "people-leave":
    /\b(leaves|leave|left|retire[sd]?|retiring|walks? out|quit|moves? on|turnover|change staff|staff (changes|turnover)|goes on holiday|gone|hand(s|ed)? over|handover|new (group|people|team)|when .{3,30} (leaves|retires))\b|\b(disbands?|with (him|her) it|ill|holiday|heads?|old waiter|successor|start(s|ed) at nothing|next (year|group|one)|volunteers)\b/,
  learnings:
    /\b(lessons?|findings|insights?|learn(ed|t|ings)|experience|understood|understanding|know-?how|what we (know|learn\w*|found)|post-?mortems?|retros?|retrospectives?|observations?|conclusions?|knowledge|wisdom|institutional|interviews?|research)\b|\b(tips|bid teaches|concluded|what it concluded|found out|scraps|essence|tricks|workarounds|why we lost|stories|anecdotes|background)\b/,
  // the world moved on
  now: /\b(today|today's|yesterday|yesterday's|tonight|this (morning|minute|week|afternoon|evening|hour|spring|summer|autumn|winter|season)|right now|currently|last (week|night|tuesday|monday|thursday|friday|month|winter|summer)|live|real-?time|up[- ]to[- ](date|the minute)|latest|newest|breaking|at the moment|at this moment|by the (hour|minute)|up to the)\b|\bon (monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|since (monday|tuesday|wednesday|thursday|friday|last)|\b\d{1,2}:\d{2}\b|\b(overnight|this afternoon|fortnight|at this hour|resigned|just (been|now|announced)|came into force|any more|as it stands|as of|a moment ago|few (days|weeks) ago|recently|the other day|by now|minute by minute|hour by hour)\b|\b(an hour ago|minutes? ago|goes today|every weekend|last increase|the last (increase|change|update|reform))\b/,
  "still-old":
    /\bstill (tells?|says?|thinks?|quotes?|recommends?|gives?|names?|lists?|believes?|sends?|shows?|claims?|has|uses?|knows?|insists?|calls?|refers?|talks?|treats?|assumes?|offers?|advises?)|\b(old|former|previous|ex-?)\b|years? (ago|old)|months ago|out ?dated|out of date|stale|ends? (in|a|an)|cut-?off|since (been|then|closed|changed)|has been (closed|replaced|repealed|cancelled|withdrawn|shut)|no longer|used to|before the new|was (stopped|repealed|sold|replaced|closed|withdrawn|cancelled|cut)|\b(given up|taken back|successor|drained|one season behind|had two|those from before|of last (summer|year|spring|winter)|from last|predecessor|expired|superseded|discontinued|behind|stopped (in|last)|moved (in|last)|no more|already (closed|gone|over))\b|\bfrom before|withdrawn|has been closed|wage|the previous|rockfall\b/,
  "changes-often":
    /\b(chang\w*|mov\w*|updat\w*|switch\w*|edits?|edited|revis\w*|fluctuat\w*|went up|goes up|rises?|rose|fell)\b.{0,50}\b(day|daily|hour|hourly|minute|week|weekly|spring|summer|autumn|winter|december|january|constantly|all the time|overnight|often|times a day|thursday|monday)\b/,
  world:
    /\b(weather|storms?|snow|avalanche|traffic|roads?|bridge|flights?|trains?|ferr(y|ies)|strike|stock|exchange|rates?|prices?|fees?|visa|tariffs?|duties|news|election|minister|president|government|law|recall\w*|scores?|fixtures?|match|league|release|version|vulnerabilit\w*|advisor(y|ies)|sanctions?|subsid\w*|regulators?|tides?|pollen|water levels?|fuel|diesel|electricity|power prices?|auction|market|timetable|closed|open|closure)\b|\b(pool|pharmac\w*|mayor|squads?|departures|grain|sales tax|inflation|currency|crypto|bitcoin|warning|outbreak|ports?|delays|hurricanes?|earthquakes?|ski|slopes?|ceo|resign\w*|award|heating|rules on|sports?|concerts?|cinema|opening hours|menu of the day|job market|rents|borders?|museum)\b/,
  "retrain-often":
    /\b(re-?train\w*|fine-?tun\w*|weights|new model|update)\b.{0,40}\b(once a|every|each|nightly|weekly|monthly|quarterly|daily|quarter|night)\b|\b(quarterly|nightly|weekly|monthly) (re-?training|updates?)/,
  // how it sounds
  sound:
    /\b(sounds?|sounded|sounding|tone|voice|style|stylistic|wording|manner|register|vibe|feel|flair|charm|wit|witty|humou?r|personality|character|mood|soul|soulless|way (she|he|we|they|it|our) (writes?|talks?|speaks?|does|do|puts?|say)|read(s)? (like|as|more like)|talks? (like|to)|writes? (like|as|the way)|write like|speaks? like|out of (its|the) role)\b|\b(shouts?|aloud|three different people|listeners notice|subscribers ask|who took over|write(s)? as if|character of|of the series|bite|lectures|swagger|cadence|rhythm|persona|talk like|speak as|written by (a|the) (committee|machine|bot))\b|\b(music|wink|come across|comes across|newsreader|as though they were|as if they were|rhythm|ring of|in the key of|contrite|flippant|clumsy|curious|pill box|blood pressure)\b/,
  temper:
    /\b(formal|informal|stiff|chummy|cheeky|warm|warmth|cold|dry|cheerful|pompous|breezy|snooty|stuffy|salesy|pushy|corporate|robotic|robot|polite|playful|sober|flowery|jolly|grumpy|friendly|rude|curt|posh|hip|slick|impersonal|gushing|bubbly|folksy|snarky|wooden|sterile|clinical|punk|butler|headmaster|grandma|grandmother|bank|lawyer|tax office|brochure|salesman|condolence|obituar\w*|kitschy|preachy|hearty)\b|\b(mocking|gossip|charming|coos|snaps|starched|slangy|officialese|ministry|notary|scots\w*|cheerleader|poet|encyclopedia|gentle|smiling|slap|bubbly|sarcas\w*|iron\w*|condescending|arrogant|lovely|love letter|hospice|funeral|rude|whiny|matey|laddish|earnest|hearty|perky|zany|surly|deadpan|tender|brash|gruff|icy|bored|mumbl\w*|bureaucrat\w*|schoolmaster\w*|teacherly|sugary|syrupy|sweet|salty|buttoned-up|cool|uncool|clown\w*|estate agent|used[- ]car|vicar|sergeant)\b/,
  "brand-things":
    /\b(brand|brand's|slogans?|captions?|blurbs?|newsletters?|columns?|campaigns?|copy|copywrit\w*|posts?|speech(es)?|readers|fans|founder|editor|author|narrator|instagram|social media|press releases?|donors?)\b/,
  "differs-by-run":
    /\b(one day|next day|monday's|tuesday's|yesterday's|today's|sometimes .{0,40}sometimes|same (intern|account|product|prompt|person)|from one .{1,20} to the next|differs?|inconsistent\w*|varies|all over the place|depending on the day|another (day|time)|now .{1,30}, now|this time)\b/,
  // a program reads it
  machine:
    /\b(json|xml|yaml|csv|parse[rsd]?|parsing|schema|fields?|keys?|columns?|integers?|strings?|boolean|null|regex\w*|payloads?|deseriali\w*|importer|imports?|ingest\w*|loader|etl|webhook|api|endpoint|database|validator|validat\w*|enum|brackets?|braces?|commas?|quote mark|quotes|array|typed|types?|machine-readable|downstream|script|pipeline|job|batch|sync|sap|erp|crm|backend|integration|spreadsheet|numeric|portal)\b|\b(semicolons?|splits?|values?|printer|rules engine|program|upload|listing service|calendar|app|in words|as a number|line break|list inside|swallows|robot|controller|switch|gate|software|code|function|parameters?|arguments?|rows?|cells?|format|shape|label printer|conveyor|terminal|system)\b/,
  breaks:
    /\b(crash\w*|breaks?|broke|choke[sd]?|falls? over|fails?|failed|failing|dies|died|reject(s|ed)?|rejecting|throws?|threw|stops?|stopped|stood still|error|errors|blows? up|gives? up|goes grey|blank page|bounces?|refuses?|barfs?|halts?|unreadable|malformed|invalid)\b|\b(freezes?|bounces?|swallows|stopped the|answers? 4\d\d|stood there|hangs|aborts?|stalls?|chok\w*|splutters?|can't be read|comes to a stop|skipped|empty screen|spins)\b|\b(unexpected token|syntax error)\b/,
  "now-and-then":
    /\b(now and then|every so often|once in a while|from time to time|sometimes|occasionally|roughly \d|about \d+%|one (in|out of|time) |1 in \d+|one .{1,15} in \d+|out of (thirty|forty|fifty|twenty|ten|a hundred)|every (tenth|twentieth|fiftieth|hundredth)|two percent|\d+ percent|mostly works|most (orders|of the time|days))\b|\b(one reply in|on bad days|on tuesdays|it seems|for some .{1,40} for some|some (days|nights|orders|flats)|every so often|yesterday's|half the time|unpredictabl\w*|at random|off and on|the odd)\b/,
  "missing-part":
    /\b(missing|lacks?|no .{1,20} key|without (a|the|any) .{1,20}|absent|wrapped|in front|glued|renam\w*|misspel\w*|came back as|comes back as|leaves? (it )?out|forgets?|drops?|trailing|extra)\b/,
  "only-asked": /\b(ask(ed)? nicely|only (ever )?(wrote|said|asked|ask)|just ask|all we do is|in the prompt|ask for|please return)\b/,
  // bill and waiting
  money:
    /\b(bills?|billed|invoices?|cents?|dollars?|euros?|pounds?|francs?|usd|eur|chf|budget|spend|spending|costs?|costing|dear|dearer|expensive|pricey|price|charge[sd]?|margin|cheap|cheaper|afford\w*|unaffordable|pay|paying|finance|cfo|controller|\d+ ?k\b|a seat|savings?|save|halve)\b|[$€£]\s?\d|\d\s?[$€£¢]|\b(wallet|dime|pence|pennies|ceiling of|accounts department|purchasing|controlling|coffee|earns us|free users|bulk rate|competition charges|ruin us|bankrupts?|unit price|per (lease|sheet|chat|call|head|user|document|page|item|letter)|apiece|quarter's|fortune|burns?|treasurer|quota|grant money|break even|business case)\b/,
  wait: /\b(waits?|waited|waiting|slow|slower|slowly|sluggish|seconds?|minutes?|latency|delay|delays|quick|quicker|quickly|fast|faster|instant|hung up|hang up|spinn\w*|spinner|patience|first (word|token)|forever|takes (ages|long|as long)|response time|lag|laggy|snappier|speed)\b|\b(ponders|queue|deadline|walk away|needs eleven|seconds later|by the time|too late|in time|keeps? (me|us|them|people) waiting|kettle|drags|snail|eternity|pauses?)\b|\b(starts to talk|eternity)\b|\b(silence|before it says (a word|anything)|until the answer)\b/,
  "quality-fine":
    /\b(spot on|no complaints|loves?|loved|happy|great|fine|perfect\w*|brilliant\w*|flawless\w*|excellent|good as|works|right|accept\w*|trust|hardly an error|never (errs|grumble)|practically|couldn't be better|like what|quality (is|without)|really good|top notch|do(es)? the job)\b|\b(nice|pity|content with|nothing wrong|good answers|keep it|well liked|useful|everyone (says|likes|is pleased)|pleased|satisf\w*|can't complain|adore\w*|delight\w*|solid|quality is|first-rate|superb|we'd love to|advice (itself )?is)\b|\b(nobody (complains|finds fault)|no complaints about|content is)\b/,
  "same-text-along":
    /\b(each|every|all|per|with every|with each|single|along|before|ahead of|prepend\w*|over and over|same)\b.{0,50}\b(calls?|requests?|questions?|turns?|time|messages?|queries)\b.{0,60}\b(pages?|guide|manual|handbook|rulebook|instructions?|prompt|tokens|tariff|rules|preamble|examples|conversation|history|terms)\b|\b(pages?|guide|manual|handbook|rulebook|instructions?|prompt|tokens|tariff|rules|preamble|examples|conversation|history)\b.{0,60}\b(each|every|before|ahead of|along|resen[dt]\w*|pasted|goes with|sent with|over and over)\b|\b(ride along|rides along|identical in all|in front of everything|re-?reads|goes out with|identical|unchanged|hasn't changed|the very same|comes? along|travels? with|tags? along)\b/,
  // our own machines
  hardware:
    /\b(gpus?|graphics cards?|cards?|vram|ram|cpu|cuda|a100|a5000|a6000|h100|4090|3090|rtx|jetson|raspberry|macbook|mac mini|laptops?|notebook|workstation|servers?|box|pc|pcs|tablets?|phones?|smartphone|onboard|on-board|board|computer|edge|device|devices|kiosk|embedded|node|cluster|nas|hardware|machine|machines|rack)\b|\b(processor|graphics chip|chip|satellite's|reading pen|basement|monster pc|till|terminal|hearing aid|smartwatch|fan|battery|own (machines|hardware)|two cards|second card|desktops?)\b|\b(industrial pc|a100|ambulance|fans?)\b/,
  memory:
    /\b(out of memory|memory|\d+ ?(gb|gigs?|gigabytes?)|gigabytes?|gigs?|vram|ram|fits?|fit into|does not fit|doesn't fit|won't fit|won't load|swallows?|swap\w*|hold the|loads?|too big|too large|squeez\w*|16 bit|precision|eats)\b|\b(takes up all|lighter|slimmer|goes into \d+|less memory|model file|runs? out|overflows?|killed by|choked|too (big|large|fat|heavy)|shrink\w*|compress\w*|sluggish|half the size|room for)\b/,
  "open-weights":
    /\b(llama|mistral|mixtral|qwen\w*|gemma|phi|deepseek|falcon|ollama|llama\.cpp|hugging ?face|checkpoint|open[- ](weights?|source|model)|weights|download\w*|self-host\w*|host(ed)? (it )?ourselves|\d{1,3}b\b|13b|70b|8b|7b|32b|gguf|locally|on-prem\w*)\b/,
  "words-a-second":
    /\b(words?|tokens?|sentences?|letters?) (a|per|every|each) (second|minute)|(second|minute)s? (per|for (a|each|one)) (word|token|sentence|answer)|\bcrawls?\b|freezes?|grinds?|painfully|\b(one (patient letter|page|answer|sentence|reply) a minute|you come back|sip of tea|long after|when the customer has left|kettle)\b/,
  // a small one learns from a large one
  "learns-from":
    /\b(learn\w*|teach\w*|taught|copy|copies|clone|mimic\w*|imitat\w*|apprentice|trainee|student|teacher|pupil|successor|sibling|inherit\w*|absorb\w*|stud(y|ied)|shoulder|crib|take over|pick up|picked up|pass(ed)? on|hand(ed)? down|distil\w*|reproduce|knowledge transfer|raise|bring up|shadow\w*|master|understudy|protégé|train .{0,20} on (its|the|those|these|what)|from (its|those|the old) (answers|outputs|transcripts|records))\b|\b(school|textbook|practis\w*|practic\w*|homework|junior|heir|brought up|grow our own|shown how|could train|be a thing|use (those|them|these) (to|as)|take them as|same taste|lectures|protege|nursery|brain transplant|groom\w*|coach\w*|educate\w*|feed .{0,20} to a (small|tiny|little)|follow(s|ed)? in|footsteps|emulat\w*|parrot\w*|shoulders?|stand-in|replacement|take it from there)\b/,
  "big-one":
    /\b(flagship|top[- ]tier|top model|frontier|big (one|model)|large (one|model)|giant|biggest|largest|heavy(weight)?( one| model)?|premium|costliest|most expensive|expensive (one|model)|opus|gpt-?\d*|claude|gemini|the big|the large|sledgehammer|behemoth)\b|\b(best model|most expensive|expensive (brain|thing|model)|cannon|ferrari|professor|the costly|pricey (one|model)|state of the art|best-in-class|top-notch|biggest|high-end|luxury|big (fellow|brother|brain|guy)|most capable)\b/,
  "small-one":
    /\b(tiny|little|small|smaller|mini|dwarf|light|lightweight|compact|fraction|pocket|tenth|hundredth|cheap(est)? (model|tier|one)|cheapest|lean|8b|7b|3b|1b|nano)\b|\b(baby|moped|slingshot|thumb|nimble|lightweight|junior|child|thing the size|own mini|budget model|cheaper one|slim|on the (phone|tablet|device))\b/,
  "kept-outputs":
    /\b(kept|keep|stored|saved|logged|logs?|records?|transcripts?|answers|outputs?|pairs|archived?|sitting|what it (wrote|said|put)|history of|collected|on file|recorded)\b|\b(on disk|on file|lies in|bucket|its log|verdicts|those|million of them|thousand of them|prompt and reply|each of its|every (answer|reply|output)|collected|hoard\w*|lying around|piled up|two years of|a year of|months of)\b/,
  "one-narrow-job":
    /\b(only thing|nothing else|that one (trick|thing|job)|one (job|thing|chore|trick|step|task|form|template|layout|type|kind)|single (job|task|step|purpose)|same (task|job|form|nine|twelve|12|fields?|question|chore)|all day|day and night|just (this|that)|narrow|always the same|this chore|just for that)\b/,
  // labelled thousands, prompts exhausted
  "labels-by-hand":
    /\b(correct(ed|ions)|verif(y|ied)|signed off|label(l)?ed|annotat\w*|checked|hand-?checked|by hand|reviewed|gold|ground truth|approved|proofread|adjudicated|validated|double-checked|confirmed|marked)\b|\b(confirmed|put right|retyped|mended|went through|fixed|clerks?|inspectors'?|experts|doctors|underwriters|people|staff|agents|validated|brokers|ops|adjusters|certified|countersigned|cleared|vetted|audited|redone|amended|examined|human|humans|team (has|have) )\b/,
  "prompt-exhausted":
    /\b(prompt|prompts|prompting|instructions|few-shot|wording)\b.{0,60}\b(polish\w*|versions?|revisions?|months?|weeks|years?|since|exhaust\w*|squeez\w*|dry|plateau\w*|limit|ceiling|tun(ed|ing)|stuck|stopped|maxed|rewritten|improve|iterat\w*|tried|work|anymore|done)\b|\b(forty|fifty|thirty|version|revision|\d+) (prompt|prompts|versions?|revisions?)\b|\b(polish\w*|rewr\w*|refin\w*|tweak\w*|months of|years? of|weeks of)\b.{0,30}\bprompts?\b|\bversion (forty|thirty|twenty|\d+)|\b(prompting is over|version \d+|squeezed|for two years we tuned|seen everything|tips and tricks|every wording|redone by|won't budge|no wording|stays there|out of ideas|can't be (coaxed|improved)|any better|nothing more to gain|diminishing|all the tricks|reworded|rephras\w*|what we tell)\b/,
  "hard-cases":
    /\b(edge cases?|hard cases?|odd|oddball|rare|unusual|tail|trip\w*|slip(s|ping)?|still (fail|go|wrong|miss|err|trip|confus|mis)\w*|nasty|corner cases?|mixed|handwritten|exceptions|remaining|tricky|weird|strange ones|keep(s)? (missing|slipping|getting))\b|\b(oddities|stumbles|sinks? it|won't budge|last \d|stamps|survive|amendments|wrong|misreads?|misses|tricky|foreign ones|confuses|ambiguous|exotic|one in twenty|\d+ ?% (still|of)|mess(es|y)|outliers)\b/,
  "must-stay-small":
    /\b(hardware won't|can't be (larger|bigger)|cannot be (larger|bigger)|bigger is out|no bigger|(cheapest|smallest) (tier|model)|latency (budget|allows)|only (a |the )?(small|smallest|tiny|cheap)|throughput|volume (forbids|forces)|at most|out of the question|is where we stay|has to be (small|cheap|the small)|must be the small|all (that )?(fits|we can))\b|\b(nothing above|no large model|lowest tier|by the smallest|compact model|no budget for|can't (go|be) (bigger|larger)|nothing bigger|ends at|limit of \d+b|small model|smallest|tiny model|cheapest model|3b|4b|7b|8b|budget (for|stops))\b/,
  // a notation of the trade
  notation:
    /\b(notation|notations|dialect|shorthand|markup|syntax|charts?|tablature|neumes?|edifact|edi|ladder|ebnf|bnf|dsl|domain-specific language|transcription|encoding|stenograph\w*|braille|g-code|scpi|hl7|symbols?|glyphs?|signs|house (style|notation|format|dialect)|home-?grown|proprietary|layout|packed|segments?|telegram|formula(e|s)?|score|codes?|code book|records? layout|blazon\w*|hieroglyph\w*)\b|\b(blazon|tinctures|weave code|siteswap|interlocking|line notation|abbreviations|teleprinter|manuel de codage|pipe lists|flight strip|syntax of|language nobody|table language|shorthand from|own (language|syntax|notation|code|format|dialect)|dialect of|stitch\w*|figures? of|choreograph\w*|tablature|crossword|morse|semaphore|pictograms?|runes?|ligatures?|cipher|mnemonics?|opcodes?|macros?|scripts?|gerber|step file|vhdl|cobol|mumps)\b/,
  "samples-tried":
    /\b(few-shot|examples?|samples?|specimens?|worked (patterns?|pieces|examples?)|showed|shown|gave it|given|(thirty|forty|fifty|sixty|dozens?|twenty|ten|hundred|a hundred) (worked |sample |good )?(examples?|samples?|patterns?|pieces|records|specimens|messages)|by the dozen|in the prompt)\b|\b(shields shown|had it see|seen (two|sixty|forty|dozens)|specimens|pairs|lists|fed it|reference|demonstrat\w*|illustrat\w*|model answers|dozens of|hundred (of them|lines)|plenty of)\b/,
  "grammar-tried":
    /\b(grammar|ebnf|bnf|schema|constrain\w*|validator|parser|pattern it must|template|format description|specification|restricts?|retries|error messages|rules? (file|sheet)|style sheet|command tree|code book|regular expression|syntax check\w*|linter)\b|\b(rules written|formal definition|checker|obey|parser|constrained|validat\w*|specification|definition|formal(ly|ised|ized)?|syntax tree|railroad diagram|regex|peg|schema done|reject\w* (invalid|bad|errors))\b/,
  anyway:
    /\b(still|anyway|nevertheless|even (so|with|after|though)|despite|in spite|regardless|keeps?|goes on|keep on|and yet|all the same|no matter)\b/,
  // only the best will do
  "few-requests":
    /\b(once|twice|one|two|three|four|five|six|ten|twelve|twenty|thirty|a (few|handful|dozen|couple)|few|handful|dozen|\d{1,2})\b.{0,25}\b(a|per|each|every) (day|week|month|quarter|year|season|decade)\b|\b(single|one|only one) (problem|question|memo|deal|case|bug|job|brief|decision|proof|opinion)|twice a|once a|\b(every other (month|week|year)|eleven cases|this one|one (riddle|complaint|valve|nuclear|child|lemma|patient|thing)|once in|a handful|rarely|seldom|only when|now and again|maybe \w+ (times )?(a|per)|(couple|few) (a|per|of times))\b/,
  "cost-no-object":
    /\b(don't (mind|care)|doesn't matter|no matter the|no object|secondary|whatever (it|the) (costs?|bill|price)|cost what|any price|at all costs|nobody (will|would|asks?|is going to|cares) .{0,25}(bill|price|fee|cost|invoice)|let it (take|run|think|chew)|take as long|may (cost|run|take)|take (an hour|all night|the night|days)|overnight|price is no|money (is|can)|worth (any|every)|can (cost|take)|happily pay|as long as it (takes|wants|likes))\b|\b(footnote|mortgage|haggle|all the time there is|as much (computer )?time|eat as much|i'd wait|wait till|never again|nobody counts|blank cheque|deep pockets|spare no|no limit|unlimited|bill (is|can|may)|expense)\b|\b(i'd (spend|pay|give)|client pays|whole night|need be|spend ten thousand)\b|\b(money|cost|price|the fee) (isn't|is not|doesn't) (the )?(issue|point|matter)|\bmoney isn't\b/,
  stakes:
    /\b(costs us (a|the|our)|cost us|sinks?|catastroph\w*|lives|life|patients? (die|live)|millions|million at stake|at stake|hangs? on|jail|prison|collaps\w*|reactor|dam|court|arbitration|merger|deal|board|acquisition|beyond doubt|flawless|be right|mistake|wrong call|error there|disaster|irreversible|no second chance|ruin\w*|bankrupt\w*)\b|\b(insolvency|scandal|transplant|consequences|generation|flaw|a slip|people die|invasion|nuclear|safety case|turbine|valve|constitutional|restructuring|creditors|exploration|explosion|extradit\w*|acquitt\w*|verdict|surgery|tumou?r|orphan|rare[- ]disease|bet the (company|firm)|the firm|factory|bridge|fund)\b/,
  "hard-thinking":
    /\b(proofs?|prove|theorem|conjectures?|reason\w*|hardest|toughest|difficult|complex|complicated|multi-step|steps|professor|expert|experts|cleverest|smartest|strongest|brightest|best|deepest|think\w*|argue[ds]?|argued|intelligen\w*|capable|state-of-the-art|sparring|genius|puzzle|maths?|mathematic\w*|physics|treaty|antitrust|protein|strateg\w*)\b|\b(riddle|lemma|subtle|depth|staying power|mind of|nobel|quantum|cryptograph\w*|negotiat\w*|design|assumptions|case distinction|weaker|thought (over|through)|brain|wise|sharpest|profound|intricate|thorny|knotty|sophisticated|brilliant|outwit|chess|derivation|theory|counterexample|figure out why|nobody knows why)\b|\b(puzzled|right idea|second opinion|slip|lost the thread|supreme court|best that can be had)\b/,
  // may not leave
  "stays-here":
    /\b(leave|leaves|left|leaving|go out|goes out|get out|stays?|staying|remain\w*|inside|within|in-house|in house|abroad|out of (the )?(country|house|building)|our (own )?(servers?|data cent(er|re)|walls|four walls|network)|on-prem\w*|country|sent|send|sending|uploaded?|hand(ed)? to|third part(y|ies)|shared|outside|elsewhere|anybody else's|somebody('s| else)|behind (the|our) (firewall|door|fence|gate))\b|\b(on site|premises|walls|copied out|copy|over the ocean|foreign machines|other people's|web service|chat sites|into somebody|typed into|pasted? (it|them|into)|blocked|anyone|anywhere|leak(s|ed)?|reach the text|this building|the room|hangar|in this (country|house)|national borders|soil|own cellar|basement|escape\w*|door|fence|perimeter)\b/,
  cloud:
    /\b(cloud|american|us provider|u\.s\.|virginia|california|oregon|ireland|silicon valley|openai|hosted|saas|external|vendor|servers abroad|website|chat window|chatgpt|provider|azure|aws|google|overseas|foreign)\b/,
  law: /\b(gdpr|dsgvo|hipaa|finma|bafin|regulat\w*|compliance|data protection|privacy|works council|secrecy|secret|secrets|confidential\w*|classified|privilege[d]?|nda|contract says|by law|law|legal(ly)?|forbid\w*|forbidden|prohibit\w*|not allowed|may not|must not|not permitted|permit\w*|bound|oath|licen[cs]e|auditors?|clearance|sovereign\w*|residency|notary|chamber|ministry|court order|bans?|banned|allowed)\b|\b(tender says|terms|over our dead bodies|security says|insider|subpoena|adoption|no room for|the law|data protection|not if|insist\w*|union|clause|statute|sworn|ethics (board|committee)|irb|medical secrecy|banking secrecy|official secrets|export control|itar|embargo|sealed|barred|refus(ed|es) to sign|sign(ed)? off)\b/,
  offline:
    /\b(offline|no (internet|network|signal|connection|cable|reception|phone|line|wi-?fi|coverage)|air-?gapped|disconnected|without (internet|a network|a connection)|line to the outside|underground|at sea|submarine|frigate|tunnel|mine|bunker|faraday|vault)\b|\b(satellite phone|shielded|take (our|away) phones|no phone goes|cable leaves|dead zone|desert|antarctic\w*|orbit|polar|cave|cellar|remote|no bars|mountain hut|rig|platform)\b|\b(without a line|line home|research vessel|six weeks without|weeks at sea)\b/,
  "private-data":
    /\b(patients?|session notes|therap\w*|client files?|personal data|medical|health|victims?|confess\w*|recordings?|trade secrets?|patent\w*|inventions?|source code|recipe|children|juvenile|soldiers?|genetic|genomes?|salary|payroll|whistleblow\w*|deeds?|testimon\w*|blueprints?|formula|diary|diaries)\b|\b(dissidents|casting|exam papers|unreleased|quarterly figures|arms maker|secret police|victims|couch|adoption files|client's name|enrichment|names|diagnos\w*|hiv|asylum|refugees?|prison\w*|inmates?|informants?|sources' names|wills?|divorce|accounts of|fingerprints?|dna|weapons?|military|soldier\w*|spy|intelligence service|witness\w*)\b/,
  // untrue, and sure of it
  "does-not-exist":
    /\b(doesn't exist|don't exist|didn't exist|do not exist|does not exist|non-?existent|never (existed|happened|was|were|been|offered|said|wrote|spoke|had|sold|printed|assigned|published|took|made|any)|there('s| is| was|'re| are|'ve| has| were) (never|no)|no such|none of (those|them|these)|nobody (ever|can find|has ever)|isn't on any|from nowhere|was never|were never|has never|have never|had never|couldn't find|can't find (it|them|any)|isn't any|never any)\b|\b(there (was|is|were|are) no|there isn't any|has no such|doesn't have|doesn't give|haven't got|hasn't got|exists on no|on no (plan|map|list)|by nobody|nothing of the sort|whom nobody|wasn't even|isn't any|no \w+ (ever )?(by that name|like that|of that)|unheard of|nobody (here )?(has )?(ever )?(met|heard|offered|said|wrote|knows)|we don't (have|sell|offer|ship)|says? nothing|not in the (book|text|law|source|document)|never once|died in|isn't (one|there))\b|\bwe (have|had|are|got) no\b|\bno idea where that comes|cannot be found|can't be found|book does not have|the (man|woman|company|book|house|town) (had|has|was|is|never)\b|that (the|our) \w+ (does|do|did|has|had) not|nobody has any idea|\b(never (won|got|had|wrote|met|lived|married|played|visited)|never existed)\b/,
  invents:
    /\b(invent\w*|made up|makes? (things |stuff |it |them )?up|making (things|stuff|it) up|hallucinat\w*|fabricat\w*|fiction\w*|fantas\w*|dreamt|dreamed|dreams? up|out of thin air|pulled out|lies|lied|lying|untru\w*|false\w*|bogus|fake|phantom|imaginary|bullshit\w*|nonsense|guess(es|ed|ing)?|pure invention|conjur\w*|concoct\w*|spouts?)\b|\b(legend|thin air|apology|thought it would be nice|gave my|from nowhere|mad|never mind the truth|aplomb|out of (nothing|nowhere)|fairy ?tales?|spin\w* (yarns|stories)|embroider\w*|fib\w*|delusion\w*|fantas\w*|mythical|ghost|cook(s|ed)? up|improvis\w*|wild guess)\b|\b(praises|out of its hat|livid)\b|\bcame up with\b/,
  "so-sure":
    /\b(so sure|quite sure|sure of (it|him)self|confiden\w*|certain|as (a )?fact|swore|swears|insisted|insists|assur\w*|promis\w*|claim\w*|stated|states|asserts?|with a straight face|without blinking|proudly|told (me|us|him|her|them|the|a|our)|down to the)\b|\b(persuasive|aplomb|attributes?|attribute to|as if proven|explained|described (it )?in detail|took an order|congratulat\w*|told (a|my|the|us) \w+ that|quite sure|with authority|in full detail|chapter and verse|paragraph number|plain as day|not a trace of doubt|without a doubt)\b/,
  "was-checked":
    /\b(checked|looked (it|them) up|spent a day|in the archive|called (them|the)|turns out|turned out|rang|verified|tracked down|according to|nice, but|isn't true|wasn't true|is about|in reality|in truth|actually)\b|\b(i checked|we checked|library couldn't|had to (write an )?apolog\w*|had to pay|sitting next to|reader wrote|press asks|asks? for the|the original says|nobody here|judge|opposing counsel|embarrass\w*|red[- ]faced|laughing stock|correction|retract\w*)\b/,
  // the search brings the wrong place
  searchable:
    /\b(index|indexed|indexing|indexes|embedded|embeddings?|rag|retriev\w*|search|searched|searchable|searches|vector search|semantic|lookup|looks up|chunks?|snippets?|passages?|paragraphs?|hits?|results?|top (three|four|five|ten|\d+)|first (three|four|five|\d+)|rank\w*|position|query|queries|context)\b|\b(library|loaded (all|the|our)|made (the|our|them)? ?\w* ?searchable|uploaded|the right (file|page|document|paragraph|section|one)|in there|look(s)? into|knowledge bot|document bot|half sentences|ranks?|position|handed|what it (gets|is) (handed|given|fed)|passed on|retrieves)\b|\b(into the search|contract search|archive search|in the index|in our index|stands in the|the answer stands)\b|\b(hooked .{0,20}up|connected .{0,20} to the|chapter)\b/,
  fetches:
    /\b(fetch\w*|serves? up|brings? (back|up)|pulls?|picks?|returns?|returned|finds?|gets?|quotes? from|presents?|turns? up|comes? (back|up)|surfaces?|digs? up|hands?|shows?|lands? on|gives? (me|you|us)|offers?)\b.{0,60}\b(wrong|other|another|instead|in place|different|similar|every|unrelated|irrelevant|neighbouring|random|old|same|not the)\b|\b(wrong|irrelevant|unrelated) (chunks?|passages?|pages?|sections?|paragraphs?|documents?|contract|manual|chapter|edition)|\bask (about|for|it about) .{1,40}(get|gets|you get|and it)|hands? over the (other|wrong)|walks? past|neighbou?ring|comes back with|brings? \w+ from|served|cites? (four|three|the wrong)|next to the one|one above|mistakes? .{1,20} for|(believes|takes) .{1,60} (the same|for)|\bask for .{1,40}\b(and|reads? out|shows?|you get)\b|\bshows? the page for|reads out|comes? up with|although both|smells like|brings up/,
  "part-codes": /\b[a-z]{1,4}-?\d{2,}[\w-]*\b|\b(part|model|article|error|ticket|serial) (numbers?|codes?|ids?)|\bcodes?\b|error codes?/,
  "misses-it":
    /\b(misses|not among|never (reaches|gets to)|nothing useful|finds? nothing|found nothing|rank \w+|position \w+|twelfth|twentieth|thirt(y|ieth)|never the|confus\w*|mix(es|ed)? up|near duplicates|cut in (two|half|the middle))\b|\b(ranks? above|position \d+|nothing\. describe|first (four|five|three)|cut the files|half sentences|a neighbouring|near-identical|walks past|everything about|in place of|turns up at|merely|preface|wrong chapter|number exactly|typo)\b/,
  // stores and own models
  "vector-store":
    /\b(vector (db|database|databases|dbs|store|stores|index)|pinecone|qdrant|weaviate|milvus|chroma(db)?|pgvector|faiss|lancedb|vespa|turbopuffer|opensearch|elasticsearch|redis|embedding (store|database)|store (for|the|our) (the )?(embeddings|vectors)|hnsw|vectors (live|go|in)|embeddings (live|go)|hold the vectors|keep (the|our) (embeddings|vectors)|nearest neighbou?rs? (index|engine)|similarity search engine)\b|\b(hosted vectors|vector (cluster|option|search engine|scan)|embeddings in a|vectors?|embeddings? (in|are|where|cluster)|chunks are coming|million (chunks|vectors|embeddings|passages)|oracle's vector|mongodb atlas|neo4j|numpy file|pinecone's)\b|\b(embeddings? (store|database|engine)|stores? for embeddings|vector engine)\b/,
  "own-from-scratch":
    /\b(from (scratch|zero|the ground up|nothing|the first (token|weight|letter))|pre-?train\w*|random (weights|numbers)|foundation model|base model|own (gpt|llm|chatgpt|brain|language model|foundation|large)|(model|llm|gpt|ai|one|brain) of our own|our (very )?own (ai|model|llm|gpt|large|big|brain)|make our own|build (our|it|one)|train(ed)? (one|our own|it) (here|at home|ourselves)|model maker|grow a|born in|home-?grown model|in-house (gpt|llm|large|model)|raise a large)\b|\b(own (such a thing|model)|very own|raise our|crest on|buying milk|have a cow|what those labs make|make what|fed by us alone|its first word|proprietary|from its first|made (here|by us)|train(ed)? here|national (model|llm)|our name on|one that carries|become a lab|model with (our|the)|lab of our own|not (somebody|anyone) else's)\b|\b(this one is ours|built here|weights and everything|trained by us|nordic gpt|create a \w+ gpt|is ours|made in (our|this))\b/,
  independence:
    /\b(independen\w*|dependent|depend\w*|rent\w*|sovereign\w*|moat|investors?|shareholders?|board|minister|president|national|country's name|our name|flag|vendor|silicon valley|san francisco|american|switch us off|pull the plug|prestige|fame|famous|competitor|proud|pride|million|taken? .{0,10}seriously|licensed)\b|\b(rector|shareholders|lease|seattle|broadcaster|crest|term ends|raise prices|church|own outright|autumn|outright|foreigners|beholden|mercy of|self-reliant|autonom\w*|legacy|ego|showcase|headline|stock market|dean|university)\b/,
  // one of a few
  "one-of-few":
    /\b(yes or no|yes\/no|whether|either|or not|one of (the |our |a |\d|two|three|four|five|six|eight|ten|fifteen|twelve|forty)|which (of|team|department|category|tray|queue|folder|language|shop|product|desk|branch)|goes? (to|into) \w+, \w+|\w+, \w+ or \w+|(two|three|four|five|six|eight|ten|fifteen|twelve|forty|\d+) (trays|categories|classes|teams|queues|folders|labels|buckets|piles|options|keywords|departments|codes|groups)|in or out|ok or not)\b|[\w' ]{2,22}, [\w' ]{2,22},? or [\w' ]{2,22}|\b(just tell me|tell me if|does the \w+|is this (ad|a|an)|who is the|what country|which country|code from|drawers|tick or|or (not|no)\b|dialect or|angry or|portuguese or|\w+ or \w+, (nothing|that))|\b(two|three|four|five|six|seven|eight) (drawers|colou?rs|codes|kinds|types|shelves|grades|stars)\b/,
  sorting:
    /\b(sort\w*|rout(e|es|ed|ing)|classif\w*|categor\w*|labels?|tag|tags|tagging|flags?|flagged|detect\w*|spam|junk|triage\w*|priorit\w*|assign\w*|bucket\w*|trays?|stamped|filter\w*|recogni[sz]e|tell(s)? (apart|if|whether)|decide (if|whether)|find out (if|whether|which)|pick(s)? (the|one)|only need (the|to know)|all (i|we) need|nothing more|nothing else|entire task|is (it|this) )\b|\b(tick|ticked|which one|say which|drawers?|code (from|on)|codes?|that's all|know (if|whether)|has to go to|whom|for whom|belongs? (to|in)|green, amber|colou?r|mentions? the|needs? to know|only (whether|if)|separate|weed out|apart)\b/,
  "past-decisions":
    /\b((\d+|ten|several|three|two|many) years|history|past (decisions|cases|ones)|old (ones|letters|cases)|already (sorted|stamped|marked)|stamped|filled in|kept all|exist|has marked|booked|decade|sorted by hand|with (the|their) (tray|folder|code|label|stamp))\b|\b(since \d{4}|for ages|in excel|(\d[\d,]*|thousand) (already|of them|past|are ticked|old|earlier)|has done|have done|intern has|by hand for|old mail|are ticked|written on the card|historic\w*|archive of|previous(ly)?|used to (do|sort)|card index|ledger)\b|\b(have marked|has been writing|puts? mails into|for (six|years)|have judged|have rated|was sorted)\b/,
  "fixed-place":
    /\b(always (stands|follows|behind|after|the same|in the same|printed|at the)|right (behind|after|next)|behind the word|after the word|after "|follows "|printed (at|on)|(eight|nine|ten|six|\d+) digits|same (place|spot|corner)|top (left|right)|first line of)\b|\b(next to the word|in every advert|at the top|says "|marked with|prefix|suffix|starts with|begins with|after the colon|same line|in the subject)\b|printed after|after '|in the (corner|top right|bottom right)|same box|one field per|a single (thing|field|date)/,
  "big-for-that": /\b(gpt|llm|llama|large (language )?model|huge model|ai|chat model|language model|fine-?tun\w*)\b/,
  // whom the talk is about
  assistant: /\b(it|bot|chatbot|assistant|model|models|ai|llm|gpt|chatgpt|claude|gemini|copilot|helper|machine|tool|agent|prompt)\b/,
  "not-about-models":
    /\b(standup|sprint|merge conflicts?|hiring|hire|recruit\w*|roadmap|bluetooth|android|ios|login|password|copyright|licen[cs]e of|coffee|laptop should|meeting room|office|retro format|pull requests?|code reviews?|reviewers?|kubernetes|pods?|docker|ci|build (takes|time)|flaky|unit tests?|tests are|speech|audio|microphone|transcri\w*|image generator|projector|headcount|video|font|button|icons?|rate limits?|uptime|outage|overtime|vacation|jira|story points|backlog|deadline|demo|slides|accessib\w*|dark mode|app store|printer|vpn|backups?)\b|\b(release managers?|releases?|replica|postgres|vacuum|payroll run|resigned|notice|staff meeting|sprint board|merger|boss(es)?|overrule|calendar|budget for chairs|deploy\w*|branch|rollback|monorepo|graphql|rest api|microservices?|hackathon|certificates?|procurement|union|insurance asks|app store|usage statistics|colou?rs?)\b/,
};

/** Turns that say more together than each for itself. */
const TOGETHER: readonly (readonly [string, string])[] = [
  ["searchable", "fetches"],
  ["searchable", "misses-it"],
  ["searchable", "part-codes"],
  ["labels-by-hand", "prompt-exhausted"],
  ["prompt-exhausted", "hard-cases"],
  ["must-stay-small", "prompt-exhausted"],
  ["samples-tried", "grammar-tried"],
  ["notation", "samples-tried"],
  ["notation", "grammar-tried"],
  ["own-papers", "never-seen"],
  ["own-papers", "train-on-texts"],
  ["own-papers", "people-ask-staff"],
  ["own-papers", "generic-in-place"],
  ["machine", "breaks"],
  ["machine", "now-and-then"],
  ["machine", "missing-part"],
  ["few-requests", "cost-no-object"],
  ["few-requests", "stakes"],
  ["stakes", "hard-thinking"],
  ["stays-here", "law"],
  ["stays-here", "private-data"],
  ["private-data", "law"],
  ["cloud", "law"],
  ["does-not-exist", "so-sure"],
  ["does-not-exist", "was-checked"],
  ["big-one", "small-one"],
  ["learns-from", "kept-outputs"],
  ["learns-from", "small-one"],
  ["big-one", "kept-outputs"],
  ["hardware", "memory"],
  ["open-weights", "hardware"],
  ["money", "quality-fine"],
  ["wait", "quality-fine"],
  ["money", "same-text-along"],
  ["again-from-zero", "learnings"],
  ["people-leave", "learnings"],
  ["accumulate", "tended-pages"],
  ["tended-pages", "learnings"],
  ["world", "now"],
  ["world", "still-old"],
  ["world", "changes-often"],
  ["sound", "temper"],
  ["sound", "differs-by-run"],
  ["brand-things", "temper"],
  ["always-never", "universal"],
  ["always-never", "trifle"],
  ["always-never", "ends-begins"],
  ["ends-begins", "universal"],
  ["one-of-few", "sorting"],
  ["one-of-few", "past-decisions"],
  ["sorting", "past-decisions"],
  ["one-of-few", "big-for-that"],
  ["own-from-scratch", "independence"],
  ["bland", "barely-briefed"],
];

const PATTERNS = Object.entries(SIGNALS);

/** Names of the turns that a text has, and of those that it has together. */
export function signalsIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [name, pattern] of PATTERNS) if (pattern.test(text)) found.add(name);
  return [...found, ...TOGETHER.flatMap(([a, b]) => (found.has(a) && found.has(b) ? [`${a} + ${b}`] : []))];
}

/** A text as the patterns read it: lower case, straight quotes, one space. */
export function plainText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[–—]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}
