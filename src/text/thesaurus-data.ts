// Made by scripts/build-thesaurus.ts from WordNet 3.0, copyright 2006 by Princeton University, whose licence stands in assets/.
// Do not edit by hand. Entries are parted by "|" or a line end.

/** Words that share one of their two most used meanings. */
export const SYNONYM_GROUPS = `
abandoned deserted|abandonment defection desertion|abasement abjection|abashed embarrassed|abdomen belly stomach|aberrant deviant|abhor loathe|abhorrent repulsive|abide bide
abide brook endure tolerate|abiding enduring|ablaze aflame|ably competently|abode dwelling home|abominable odious|aborigine native|about approximately roughly some|above supra|abreaction catharsis
abridge foreshorten shorten|abroad overseas|abruptly short suddenly|abruptness curtness|absently absentmindedly|absentminded abstracted|absolute sheer|absolutely perfectly utterly
absorb assimilate ingest|absorbed engrossed enwrapped intent wrapped|abstract abstraction|abstract pilfer purloin|abstruseness obscurity|absurd preposterous ridiculous|abuse maltreat|accede bow defer
accelerate quicken speed|accelerator throttle|accent accentuate emphasize stress|accent emphasis|accentuate stress|acceptance adoption|accepted recognized|accessory accouterment
accidentally unexpectedly|acclaim hail herald|accommodate adapt|accommodate fit suit|accompanying consequent resultant|accomplish achieve attain|accomplish fulfil fulfill|accomplished completed
accomplishment achievement|accord allot|accordingly consequently|account history|accountant controller|accretion accumulation|accrued accumulated|accumulate amass|accumulate collect compile
accumulation aggregation collection|accusative accusing|acetonemia ketosis|acid blistering|acknowledge admit|acquaint introduce|acquaintance familiarity|acquiesce assent|acquiescence assent
acquire get|acquit exonerate|acres estate|acrobatic athletic gymnastic|acrobatics tumbling|act behave|act deed|acting playacting|action activity|activate actuate spark trigger|active fighting
actually really|adamant inexorable|adapt conform|addlebrained muddleheaded|adept expert practiced proficient skillful|adequate enough|adequate equal|adherent disciple|adieu adios|adjacent neighboring
adjacent next|adjoin butt|adjust align|adjustment alteration modification|administration disposal|admiration wonder|admirer protagonist supporter|admittedly true|admonish warn|admonition warning
ado bustle flurry|adolescent teenager|adopt borrow|adopt espouse|adorn decorate grace ornament|adroitness facility quickness|adult grown|adult grownup|advance betterment improvement|advance progress
advance progression|advent coming|adventure chance gamble risk|adventure escapade|adversary antagonist opponent|adversity hardship|advertise publicize|advertisement advertising|advise counsel
advise notify|advisedly deliberately intentionally purposely|advisor consultant|advocate preach|advocate proponent|advocate recommend urge|aerial ethereal|aesthetic esthetic|affair liaison
affair matter|affectionate fond|affiliated attached connected|affiliation tie|affirm assert swan swear|affirm confirm corroborate substantiate|affix append|afflicted stricken|affluence richness
afford give yield|affront insult|afire aflare|aflare flaring|afloat aimless rudderless|aforesaid said|after afterward afterwards later subsequently|agape gaping|aged elderly older|agency bureau office
agenda schedule|aggravate exacerbate|aggravate exasperate|aggregate mass|aggregate total|aggression aggressiveness|aggressor attacker|aghast dismayed shocked|agile nimble|agilely nimbly
agony suffering|agree concur|agreeably pleasantly|agreement correspondence|agreement understanding|agriculture farming husbandry|aid assist assistance help|aid assist help|aid assistance|aid help
aide auxiliary|ailing peaked|ailment complaint ill|aim intent intention purpose|aim object objective|aim purport|airless stuffy|airplane plane|airs pose|akin kindred|alarm alert
alarm consternation dismay|alert brisk|alert watchful|alertness vigilance|alien exotic|alien foreigner|alienated anomic|alignment coalition|alike similar
all altogether completely entirely totally whole wholly|allege say|allegiance commitment|allegory parable|alleviate facilitate|alleviate relieve|alley alleyway|alligatored cracked|allocate apportion
allocation allotment|allot assign|allow let permit|allow permit|ally friend|almost near nearly virtually|alone entirely exclusively only solely|alone lone lonely|aloud loud loudly
also besides likewise too|alter change|alter vary|alteration change|altercation fracas|alternate alternative|alternatively instead|always ever|amateur recreational|amaze astonish astound
amaze baffle bewilder mystify puzzle|amazed astonished stunned|amazement astonishment|amazing astonishing|amber gold|ambiance atmosphere|ambiguous equivocal|ambitious challenging|ambuscade ambush
ambush bushwhack waylay|amend better improve|amiable cordial genial|ammo ammunition|amorphous shapeless|amount number total|amount sum|ample plentiful|amplification elaboration|amplify magnify
amply richly|amusement entertainment|analogue parallel|analyse analyze examine study|analytic analytical|anatomic anatomical|anatomy figure flesh|ancestor antecedent|ancestry lineage pedigree
anchor backbone|anchor ground|angle slant|anguish torment torture|anguished tormented tortured|animal beast creature|animal carnal sensual|animate enliven inspire|annihilate eradicate
annihilating devastating withering|annihilation obliteration|announce declare|announcement proclamation|annoy bother irritate vex|annoyance irritation|annoyance vexation|annoyed stung
annoying galling irritating nettlesome pestering|annual yearly|answer reply|answer reply respond|answer result solution|antagonise counteract|antagonistic counter|antic fantastic grotesque
anticipate counter|anticipate expect|anticipated awaited|anticipation expectancy|antipathy aversion distaste|antique outmoded|anxious nervous|anxiously uneasily|anyhow anyway|apiece each
apothecary chemist pharmacist|appalling dismaying|apparatus setup|apparent evident plain|apparent seeming|apparently ostensibly seemingly|apparition phantom specter|appeal charm|appear look seem
appease conciliate gentle mollify pacify|applause clapping|applicability pertinence|apply employ use utilize|appoint constitute|appointment designation|appointment engagement|appraisal assessment
appraise assess evaluate|appreciation hold|apprehend arrest collar nab nail|apprehend comprehend grasp savvy|apprehension dread|apprehension understanding|approach coming|approach near
approaching coming upcoming|appropriate conquer|appropriate reserve|appropriately suitably|approval blessing|approximate estimate gauge|approximation estimate
arbitrarily haphazardly indiscriminately randomly|arbitrate intercede mediate|arch condescending patronizing|arched arching|architect designer|ardent fervent fiery impassioned|ardor zeal
arena domain orbit sphere|argot jargon|argue contend|argue reason|argument contention controversy|argument statement|arise originate|aristocracy gentry|aristocracy nobility|arm gird|arms munition
aroma odor smell|arouse awake awaken wake|arouse elicit evoke provoke|arranged ordered|arrive come|arrogate claim|articulate phrase word|artificial stilted|artillery gun|artilleryman gunner
artistry prowess|ascendancy dominance|ascertain determine|ascertain ensure insure|ascribe attribute impute|ashen blanched livid|ask enquire inquire|aspect facet|ass behind buttocks seat|assail assault
assay check|assemblage gathering|assemble gather|assign delegate designate|assistant help helper|associate connect link relate|associate consort|assorted miscellaneous mixed sundry
assortment potpourri variety|assume presume|assumed fictive pretended|assumption premise|assurance confidence|assure ensure guarantee insure|astonishingly surprisingly|astute shrewd
asynchrony desynchronizing|athletics sport|atomic nuclear|atone expiate|attack onrush onslaught|attain reach|attempt effort endeavor try|attempt essay try|attempt undertake|attention care tending
attest certify evidence manifest|attic loft|attire dress garb|attired dressed garbed|attitude posture|attorney lawyer|attract pull|attribute dimension|audacious brave dauntless|audacity temerity
augur bode portend predict presage|authentic veritable|author writer|authorities government regime|authority potency|authorization mandate|authorship writing|auto automobile car motorcar
automatic machinelike|autonomy liberty|auxiliary supplemental supplementary|avenge retaliate revenge|average mean|average norm|average ordinary|avert avoid|award awarding|award grant
award honor honour laurels|awareness cognizance consciousness|away forth off|awed awestruck|awful awfully terribly|awful dreadful frightening terrible|awful dreadful terrible unspeakable|awry cockeyed
axiom maxim|babe baby infant|back backward backwards rearward|back endorse indorse|backbone guts|backing patronage|backstage offstage|bad badness|badger bug pester tease|badly ill poorly
badly seriously severely|baffling knotty|baggage luggage|bait tantalize taunt tease|baked parched scorched sunbaked|ballot vote voting|balustrade banister|ban prohibition
banal hackneyed stock threadbare timeworn trite|band circle|bang bash smash|bang blast clap|bang slam|banging thumping walloping|banish ostracize|banquet feast|banter chaff kid|bar barricade block
bar ginmill saloon|barb jibe shaft|barbarian savage|barbed biting|bare naked nude|bare scanty|barely hardly scarce scarcely|bargain deal|barkeep bartender|baronial imposing noble stately
barren bleak desolate|barrier roadblock|basement cellar|basically essentially fundamentally|basis groundwork|bask enjoy relish savor|bathing washup|bathtub tub|batter buffet|batter hitter slugger
battle combat|battle engagement fight|battle struggle|bawdyhouse brothel|bawl bellow|beam shine|beard whiskers|bearded bewhiskered whiskered|bearer carrier toter|beast brute wildcat
beat heartbeat pulse|beat vanquish|beauty mantrap|beckon wave|become get|bedamn damn imprecate|beefy burly husky|befog cloud obscure|before earlier|befuddle confound confuse|beg implore pray
beg solicit|beget father sire|begin commence start|beguile bewitch captivate capture charm|behavior conduct|being existence|being organism|belated late|belch belching|belie contradict
belief feeling impression notion|believable credible|believe conceive think|believer worshipper|bell doorbell|bellow holler hollering roar|beloved darling dear|below beneath|belowground underground
bemoan bewail|bend crook turn|benefit profit|benefit welfare|bequest legacy|berate chide lecture rebuke scold|beset chivy harass harry plague|besmirch calumniate|bespeak indicate signal|bestial brute
bewildered confused|bewilderment puzzlement|bias prejudice|biblical scriptural|bickering squabble|bid bidding command|big boastfully|big large|bigger larger|billowing surging|bind bond|biscuit cookie
bit chip fleck scrap|bite morsel|bite sting|bitterness rancor resentment|bivouac camp|bizarre eccentric|black blackness|blame fault|blame rap|blanch pale|blanket cover|blare blaring clamor din
blare blast|blaspheme curse cuss swear|blast boom smash|blatant blazing|blatant clamorous vociferous|blaze hell|blazing glaring|bleached faded|blight plague|blithe lighthearted
blithely gayly happily jubilantly merrily|block hinder obstruct|bloke chap cuss fella fellow lad|blond blonde|bloodstained gory|bloom blooming|bloom blossom flower|blooming flaming|blossom unfold
blue bluish|blunder fumble|blunder goof|blurred fuzzy|blurt ejaculate|blush flush redden|bluster boast brag|bluster bravado|board plank|board room|boast feature sport|bodyguard escort|bogus fake phony
boisterous unruly|boldness daring|bolt rigidly stiffly|bonus fillip|bony cadaverous emaciated gaunt haggard pinched|boom din|boom roar roaring thunder|boost encouragement|boost hike|booth stall
booty loot plunder prize|border bound|border environ surround|border margin|borderline marginal|bore drill|boring irksome tedious tiresome wearisome|boss chief foreman|bottleneck constriction
boulder bowlder|bounce leap leaping|bounce rebound ricochet|bound boundary edge|bound jump leap spring|boundless unbounded|bouquet corsage|box package|brace poise|brace steady|brain mentality wit
brainy brilliant|branched forked|brand make|brandish wave|brave courageous|brave endure|bravery courage|brazen insolent|breach transgress violate|breadth width|break interruption|breakdown dislocation
breakup separation|breast tit|breed engender|bribe buy|bright brightly brilliantly|brilliance glare|brilliance grandeur splendor|brilliancy luster splendor|brilliant superb|bringing delivery
brink verge|brisk refreshing|broad extensive wide|broad wide|broaden extend|broadside flyer|brocaded raised|bronzed suntanned tanned|brood dwell|brooding contemplative meditative pensive reflective
brook creek|brotherhood fraternity|brow eyebrow|brow forehead|brown brownish|bruise contusion|bruit rumor|brush thicket|brutal cruel savage vicious|bucket pail|buddy crony|budge stir
buff devotee lover|buffoon clown|build construct|build physique|building construction|building edifice|bulge protuberance|bulging convex|bulk majority|bulk volume|bullet slug|bully cracking swell
bully roughneck rowdy ruffian|bum puke skunk|bum tramp|bump encounter find|bunch clump cluster|bunch cluster|bunch crowd gang|bundle package packet|bundle sheaf|buoyant perky|burden encumbrance
burden load loading|bureau dresser|burn tan|burrow tunnel|burst explosion|burst salvo volley|bury entomb inter|bush shrub|bushwhacker hillbilly|bushy shaggy|bustle hustle|busy occupy
but just merely only simply|butcher slaughter|buttoned fastened|buy purchase|bygone departed|cable telegraph wire|cadaver corpse|cafe coffeehouse|cagey clever|calamity catastrophe disaster tragedy
calculate compute|calculate estimate figure forecast reckon|calculated deliberate|calculation computation|calculation computation figuring reckoning|caliber calibre quality|call name
calm calmness composure equanimity|calm quiet still|calm serene tranquil|calm steady|camp encamp|campaign crusade|camping tenting|candid forthright frank|candidly frankly honestly|canonized glorified
canvass poll|capable subject|capacitor condenser|captive prisoner|capture seizure|cardinal central fundamental key|careen lurch reel stagger|career vocation|carefully cautiously
carelessness negligence|careworn drawn haggard worn|cargo freight shipment|carpet rug|carry transport|cart drag haul|carved carven|case event|case instance|cast mold|castle palace|casual nonchalant
catalog catalogue|catapult sling|catastrophe disaster|catastrophic ruinous|category class|cater ply provide|cause induce stimulate|caution caveat|cavalryman trooper|cavity pit
cavort frolic romp skylark|cease discontinue quit stop|cease end terminate|ceaseless incessant|celebrate fete|celebration festivity|celerity rapidity|celestial heavenly|cent penny|center centerfield
center concentrate focus pore rivet|center halfway middle midway|centering focus focusing|certain sure|certainly sure surely|chagrin humiliation mortification|chair professorship|challenge dispute
champ champion|chance fortune hazard luck|chance opportunity|channel transmit|chant intone|characteristic feature|characterization delineation|charter hire|chase dog trail|chase pursuit|chat jaw
cheap flashy gaudy loud tawdry|cheap inexpensive|cheat jockey|cheer embolden|cheering shouting|cheery gay sunny|cherished precious treasured|chic smart|chief main master principal
chiefly mainly primarily principally|child kid minor youngster|childish infantile|chill cool|chill quiver thrill|chipper jaunty|choice pick|choice select|choice selection|choose prefer|choose select
chore job task|chortle chuckle|chuck grub|chump fool sucker|chunk clod clump lump|churchman cleric|churning roiling turbulent|chute parachute|cinch picnic|cinema film|cipher encipher|circuit tour
circular round|circulate disseminate|circumscribe confine limit|circumstance context|circumstances luck|cite mention refer|clad clothed|clamber scramble|clammy dank|clandestine secret undercover
clang clangor clangoring clash crash|clannishness exclusiveness|clarify elucidate|clarity clearness lucidity|clash friction|class classify|class grade|classic classical|classmate schoolmate
classroom schoolroom|clean plumb|cleaning cleansing|cleave split|clergyman reverend|cliche commonplace|click tick|client customer|climate mood|climax culminate|cling cohere|clip time|clique ingroup
clock time|clod lummox|clogged clotted|close closely tight|close near|close shut|closer nearer|closet cupboard|clot coagulate|cloth fabric textile|clothe dress|cloudburst downpour torrent
clouded overcast|cloudy nebulous|clowning prank|club society|clue hint|clumsy inept|clumsy ungainly|clutch clutches grip hold|clutch seize|cluttered littered|coach manager|coalesce fuse merge mix
coarse vulgar|coast seacoast|coat coating|coax wheedle|coddle pamper|code codification|coerce force pressure|coffee java|cohesion cohesiveness|coil gyrate spiral|coincide concur|collaborate cooperate
colleague confrere|collectively jointly|colloquial conversational|colony settlement|color colour|color tinge|color vividness|colossal prodigious stupendous|comb ransack|combat fight fighting
combine compound|comeback retort|comfort console solace soothe|comfort ease|comforting consoling|comic funny|commandeer hijack|commence start|comment commentary|comment remark|commentator observer
commerce commercialism|commie communist|commiseration pity|commission committee|commit dedicate devote|commit perpetrate|commonly normally ordinarily usually|commonwealth country nation
commotion din rumpus|communicating communication|communique dispatch|communist communistic|commutation commuting|compact stocky|companion comrade fellow|companionship fellowship|comparative relative
comparatively relatively|compass range reach scope|compassionately pityingly|compel oblige|compensate counterbalance|compete vie|competition contest|competitor rival|complete finish|complex composite
compliance conformity|complicate refine|compliment congratulate|component element factor ingredient|component part portion|comportment mien|composing composition|compound deepen intensify
comprehend perceive|compress constrict|comprise contain incorporate|compromising conciliatory|compunction remorse|con defraud swindle|conceal hide|concealed hidden|concede confess|conceit vanity
concentration density|concept conception|conceptualization formulation|concern fear|concern interest|concern pertain refer relate|concerned interested|concerted cooperative|conclude reason
concluding final|conclusion decision|concurrent cooccurring simultaneous|condemn decry excoriate|condemnation disapprobation|condition discipline|condition status|conduct demeanor
conduction conductivity|conference league|confide entrust intrust|configuration constellation|configuration contour shape|confine limit restrain throttle|confining constraining limiting restricting
confirm reassert|confirmation verification|conflict struggle|confront face|confused disjointed disordered garbled scattered|confusing perplexing puzzling|confusion disarray|congratulate felicitate
congratulations praise|congregation fold|conjecture hypothesize speculate theorize|conjecture speculation|conjunction junction|connect link|connote imply|conquer curb inhibit subdue suppress
consequence effect outcome result upshot|consider regard view|considerably substantially|consist dwell|consistence consistency|consistent reproducible|consistently systematically|consolation solace
consolidation integration|conspicuously prominently|constant unvarying|constantly invariably|constituent element|constitution establishment|construct manufacture|construe interpret
consultation interview|consume down|consume ingest|consumption intake uptake|contaminate foul|contamination taint|contemplation musing reflection|contemporaries generation|contempt disdain scorn
contemptuous disdainful insulting scornful|contemptuously scornfully|contend postulate|content contented|content message|contiguous immediate|continuance continuation|continue keep|continue proceed
continuously endlessly unceasingly|contraption contrivance gadget|contrary opposite reverse|contrast counterpoint|contribute impart lend|contributing contributory|contribution donation|contrive design
contrive devise formulate invent|control curb|convention rule|conversion transition|conviction sentence|convinced positive|convulsive spasmodic|cook prepare ready|cool nerveless|coordinate organise
cope grapple|copy imitate simulate|corporate embodied incarnate|corporeality physicalness|correct redress|correct right|correspond equate|correspond match|correspondent newspaperman|corrupt deprave
cosmos existence universe world|cost price|couch sofa|counseling guidance|count counting|count matter|countenance imprimatur sanction|countenance visage
countless innumerable multitudinous myriad unnumbered|countrywide nationwide|coup takeover|couple mate pair|courier messenger|course naturally|court tribunal|court woo
cowboy cowhand cowpuncher puncher|cower huddle|crackle crunch|craft trade|crafter craftsman|crafty sly wily|craggy mountainous|cramp spasm|craved desired|crawl creep|craze cult furor|crazed deranged
crazily insanely|crazy mad|creak screech squeak|crease wrinkle|creativeness creativity|credo creed|creep sneak|criminal crook felon outlaw|criminal reprehensible|crimson red|crimson red reddish
cringe flinch quail recoil shrink wince|cringe grovel|crippling disabling|crisp sharp|criterion standard|criterion standard touchstone|criticise criticize|croak die expire perish
crocked smashed soaked|crop harvest|cross fussy|cross intersect|cross transverse|cross traverse|crossroad intersection|crossroads hamlet|crotchety ornery|crouch squat|crouch stoop|crow gloat
crowd herd|crude earthy|crumble crumple|crush mash squash squeeze|crush oppress suppress|cry holler scream shout squall yell|cry outcry shout yell|cry weep|cry yell|crying insistent
cryptic inscrutable mysterious|crystallize illuminate|cuddle nestle nuzzle snuggle|cultural ethnic|cultured polite|cure remedy|curious funny peculiar queer singular|curiously oddly peculiarly
curled curling|currently presently|curse expletive oath swearing|cursory perfunctory|curtail restrict|curtain drape drapery|curve sheer swerve veer|curve wind|curved curving|cuss gadfly
custom tradition|custom usage|customary habitual|cut reduce|dab pat|dabbled splattered|dad daddy papa pop|dainty mincing|dais pulpit rostrum|damage harm impairment|damaging prejudicial
damn damned darned goddam goddamned|damn goddamn|damn shucks|damned unredeemed|damp moist|dampen moisten|dampen stifle|danger risk|dangerous grave grievous|dangerously perilously|dapper jaunty
dappled mottled|dark darkness|darling favorite|dart dash scoot scud|dart flit flutter|dash flair|dash smash|daunt scare|daydream dream woolgather|dazed groggy|dazed stupid|deadlock impasse standstill
deadly lethal|deafening earsplitting thunderous|deal plow|dealer trader|dear honey|deathlike deathly|debility feebleness infirmity|debris dust junk rubble|debut entry introduction|deceased decedent
deceased gone|deceive delude|decelerate slow|deceleration retardation slowing|decent nice|decent properly|decide resolve settle|decidedly definitely emphatically|declaim recite|decline diminution
decline refuse reject|decline worsen|decomposition disintegration|decoration ornament|decorator designer|decrease diminish lessen|decrease lessen|decrease lessening|decree fiat|deduce derive infer
deduct subtract|deduct withhold|deep deeply|deeply profoundly|defeat frustration|defeat kill|defeat licking|defeat overcome|defender guardian|defer postpone shelve|deficiency inadequacy
deficiency lack want|deficient lacking|deficit shortage|define delimit|defining shaping|deformation distortion|deformed distorted malformed|defy resist|defy withstand|degenerate deteriorate
degree level|degree stage|deity divinity god|delicately fine|delicious delightful|delight please|delight revel|delirium frenzy fury hysteria|deliverance rescue saving|delve dig
demand necessitate need require|democracy republic|demolition destruction|demon devil fiend|demonstrate present show|demonstrate prove show|demonstration presentation|demote relegate|demur except
depart deviate vary|departure deviation difference|departure going leaving|dependable reliable|dependence dependency|depict describe|depict picture|deplorable sorry|deplorably woefully
deposit lodge stick wedge|deposit sediment|deposit sedimentation|depot terminal|deprecating deprecatory|deprive divest strip|derisive gibelike mocking taunting|derivative differential|derive gain
descend fall|descendant descendent|descent origin|describe report|desecration sacrilege|desert forsake|deserve merit|deserving worth|design plan|desire hope|desire want|despair desperation
despairing desperate|despatch dispatch|desperately urgently|despicable vile|despise disdain scorn|despised hated|despoil ransack rifle|destine doom|destine intend|destiny fate|destroy ruin
destroyed ruined|detached isolated separated|detachment disengagement|detail item|detailed elaborate|detect discover find notice observe|detectable noticeable|detection sensing|detector sensor
deter discourage|determination finding|determine influence shape|determinedly unfalteringly|detest hate|detonate explode|develop evolve|developing underdeveloped|development evolution|deviate divert
devilment mischief shenanigan|dexterous dextrous|diagnosing diagnosis|diagnostician pathologist|diagram plot|dialect idiom|diam diameter|diarrhea diarrhoea|diary journal|dice die|dictate prescribe
dictum pronouncement|differ disagree|differentiate distinguish|differentiation distinction|differently otherwise|difficult hard|diffident shy|diffuse permeate pervade|digging excavation|dim faint
diminished lessened weakened|diminutive petite tiny|dingy grimy|dip dunk|directionality directivity|directly straight|director manager|dirt soil|dirty soiled unclean|disability handicap
disable incapacitate|disabled handicapped|disagreement discrepancy|disallow forbid prohibit proscribe veto|disappear vanish|disappointed frustrated|disappointment letdown|disbelief skepticism
disc disk|disc record|discard dispose|discern distinguish|discernable discernible|discharge dispatch|disclose divulge expose reveal|disclosure revelation|discorporate disembodied
discount dismiss disregard ignore|discouraged disheartened|discover hear learn|discovered observed|discredit disrepute|discrepancy variant|disdain scorn spurn|diseased pathologic|disentangle extricate
disgrace dishonor dishonour shame|disgrace shame|disgusting foul loathsome|disheveled frowzled tousled|disk harrow|dismal dreary|dismally drearily|disordered upset|disorderly jumbled|dispatch shipment
dispense distribute|disperse dissipate scatter|disperse sprinkle|dispersed spread|displacement shift|display exhibit|display show|display showing|disposition temperament|dispute quarrel
disregard ignore snub|disregard neglect|disregardless irrespective regardless|disrobe strip undress|disrupt interrupt|disruption interruption|disruptive riotous troubled tumultuous turbulent
dissemble feign pretend|dissipate scatter|distill purify|distinction eminence|distinctive typical|distort falsify warp|distress hurt|distressing disturbing|distribute spread|distrust mistrust suspect
distrust suspicion|disturb trouble|disturbance perturbation upset|disturbed upset worried|dive honkytonk|dive plunge|diversion recreation|diversity variety|divertimento serenade|divide split
dizzy silly|doctrine ism philosophy|document papers|doggedly tenaciously|dogma tenet|dominate predominate prevail reign|domination mastery supremacy|done through|doomed lost|door doorway
doorhandle doorknob|doorman porter|dot stud|dotted flecked speckled|double dual|double twofold|doubly twice|doubt uncertainty|doubtful dubious|doubtless undoubtedly|dough kale loot|dourly sullenly
down downward|doze drowse|drab dreary|drab somber sombre|drafty draughty|drain drainage|drama play|dramatic spectacular striking|dramatist playwright|draped wrapped|draught gulp swig|draw pull
draw reap|dread fear|dreadfully horribly|dribble trickle|drift err stray|drift float|drift impetus|drink drinking|drive motor|drone monotone|droop sag|droppings dung|dross impurity|drown submerge
drugstore pharmacy|drunk drunkard|dry ironic ironical wry|dub nickname|dullard stupid|dupe gull|duplicate repeat|durable lasting|dusky swart swarthy|duty obligation responsibility|dweller inhabitant
earlier earliest|earlier sooner|earn garner|earnest solemn|earnestly seriously|earnestness seriousness sincerity|earnings pay remuneration salary wage|earnings profit profits|earthquake quake
easily easy|eating feeding|ebullient exuberant|echo resound reverberate ring|echo reverberation|eclipse overshadow|economic economical|ecstasy rapture|eddy purl swirl|edge inch|edgy jumpy restive
educate train|education instruction|effect effectuate|effect impression|effective efficient|effectiveness potency|effluent wastewater|effort exertion|egg eggs|ego self|elaborate expound|elate uplift
elder older|elector voter|electrifying thrilling|electrostatic static|elementary simple unproblematic|elevate lift raise|elevate promote|elevated exalted lofty|elevation height|elevation raising
elude evade|emanation emission|emancipate liberate|embed imbed implant plant|embellish pad|emblematic symbolic|embodiment incarnation|embody personify|embrace embracing|embrace encompass|embrace hug
emotionalism emotionality|emphasis vehemence|emphasize underline underscore|employ employment|employ hire|enact ordain|enchant enthrall|enclose envelop|encounter meet|encounter skirmish
encourage further promote|encroachment intrusion invasion|end terminate|endanger imperil jeopardize menace threaten|endearing lovely|endeavor enterprise|endeavor strive|endless eternal interminable
endlessly infinitely|endow gift invest|endowment gift talent|enemy foe|energy vigor|enforce implement|enforce impose|engage pursue|engineering technology|engrave inscribe|engross engulf immerse steep
engrossing fascinating|enigma mystery|enigmatic puzzling|enjoin order|enlarged hypertrophied|enlargement expansion|enormous tremendous|enormously staggeringly tremendously|enough plenty
enraged furious maddened|enrol enroll recruit|enrollment registration|ensue result|entail mean|entanglement web|enter participate|enthrone vest|entice lure tempt|entire full total
entire intact integral|entirety totality|entitle title|entrance entranceway|enumerate itemize|enunciate pronounce|envious jealous|envisage imagine|envision fancy picture visualize|envision foresee
ephemeral passing|epic heroic|epicure gourmet|epitome paradigm prototype|epitomize typify|equal peer|equal rival|equality equivalence par|erode gnaw|eroded scoured|err mistake
erratic mercurial quicksilver|erratically unpredictably|error fault mistake|erudite learned|eschew shun|especially particularly specially|essence substance|essential indispensable
essential necessity requirement|establish found institute|establish found launch|establishment institution|esteem respect|eternal everlasting perpetual unending|eternally everlastingly forever
ethics morality morals|evade hedge sidestep skirt|evaluation rating|evaluation rating valuation|evangelist gospeler|evaporation vapor|eventually finally|everlasting pure utter
everyday mundane routine unremarkable|evidence grounds|evidence testify|evident observable|evidently manifestly obviously plainly|evil vicious|evil wickedness|evildoer sinner|evoke provoke
exact precise|exactly just precisely|exaggerate magnify|exaggerated overdone|exalt glorify|examination scrutiny|example instance|exasperating infuriating maddening|exceed top transcend
exceed transcend|exceedingly extremely super|excel surpass|excellently magnificently splendidly|except exclude omit|excess extra redundant spare surplus|excess surplus|excise expunge|excite stimulate
exclaim proclaim promulgate|exclaiming exclamation|exclusive sole|excruciating torturing|excursion outing|excuse pardon|exemplify illustrate|exemption freedom|exercise exercising workout
exercise exert|exercise practice|exercise usage use utilization|exert wield|exhausted fatigued|exhaustive thorough thoroughgoing|exhaustively thoroughly|exist subsist|existent existing
existential experiential|expanse sweep|expect require|expectation outlook prospect|expel oust|expend spend|experiment experimentation|experimental observational|explicit expressed|exploit feat
express utter|expression face look|extended lengthy prolonged|extenuate mitigate|external outside|extrapolate generalize infer|extravagant prodigal|extravagantly profusely|extreme utmost
extremely highly|exultant jubilant rejoicing triumphant|eyeball orb|eyelid lid|fabric framework|facility installation|factory mill|fail miscarry|fail neglect|faint swoon|fair reasonable
fairly moderately pretty reasonably somewhat|faith religion|faithfully reliably|fake forge|fake sham|faker fraud|falloff slump|false mistaken|falsity untruth|falter waver
famed famous illustrious notable noted|family household|fancy illusion phantasy|fantastic howling marvelous terrific tremendous wonderful wondrous|farther further|fascinate intrigue|fascinate transfix
fascinated spellbound|fashion manner mode style way|fast tight|fasten fix secure|faster quicker|fatal fateful|father forefather|fathom penetrate|fatigue weariness|fault flaw|favored favorite
fear fright|fearless unafraid|feasible practicable viable workable|feature have|feel flavor spirit|fence fencing|ferment fermentation unrest|ferocious fierce furious|ferociously fiercely
ferocity fierceness violence wildness|fertile prolific|festive merry|fetching winning|fetid foul|feverish hectic|fiddle violin|fiendish infernal satanic unholy|fierce vehement|fig figure|fight oppose
figurine statuette|file register|film movie|final net|finally ultimately|financial fiscal|fine okay|finish finishing|fire firing|fireplace hearth|firm firmly steadfastly|firm house
firm unfaltering unshakable unwavering|firmly securely|firmness resolve|fisher fisherman|fishmonger fishwife|fit paroxysm|fit primed set|fit tantrum|fix mend repair|fix mess|fixed set|fixing repair
flail lam thrash|flash twinkle wink|flashy gaudy|flat level plane|fledgling freshman newcomer|fleet swift|fleeting momentary|fleshy overweight|flicker flutter quiver|flimsy unconvincing
flip somersault somersaulting|flip toss|float swim|flog lash lather slash whip|flood inundation|flood swamp|floor flooring|flounder stagger|flourish prosper thrive|flourish thrive
flourishing prosperous thriving|flow flowing|flowering unfolding|flub spoil|flushed rosy|fly wing|flying quick|foam froth|foamy frothing|foible idiosyncrasy|foil frustrate thwart|foliage leaf
folly foolishness|folly stupidity|fondly lovingly|food nutrient|fool gull|foolhardy reckless|footing terms|footpath pathway|forbid foreclose forestall preclude prevent|forbidden taboo|force impel
foreboding premonition|forego precede|foreknow foresee|forest wood woods|forgo relinquish waive|fork ramification|form kind sort|form organize|formally officially|former onetime|formidable redoubtable
formulation preparation|forswear retract|fort fortress|fort garrison|forte specialty|forth forward|forthwith immediately instantly straightaway|fortify strengthen|fortunately luckily|foster further
founding initiation|fowl poultry|foyer hall lobby vestibule|fragment shard|fragmented split|fragrance perfume scent|frambesia yaws|framework model|frantically madly|freak monstrosity
free liberate loose release|free rid|freeway pike superhighway thruway|frenzied manic|frequent patronize shop|frequently often oftentimes|fresh freshly new newly|freshness novelty|fret fuss
frighten scare|frightened panicked terrified|frightened scared|frightful horrible horrifying|frigid icy|fringe periphery|frog toad|fruitless futile vain|fulfill satisfy|full fully|fumble grope
fun merriment|function operate|function purpose use|function serve|fund store|fundamental rudimentary|furnish provide render supply|furthermore moreover|furtive stealthy|fury rage|fusion unification
fuss mother|futile unavailing|fuzzed fuzzy|gabble prattle|gag jest joke|gage gauge|gaiety merriment|gain profit|gain win|gallantry heroism valor|galvanic voltaic|gap opening|gap spread|gape gawk
garbage refuse|gasp pant|gay jolly jovial merry|gaze stare|gem treasure|generally mostly|genetic transmitted|gently mildly|genuinely really truly|geographic geographical|geometric geometrical
germinate sprout|gesticulate gesture motion|gesture motion|ghastly grim gruesome macabre|ghost specter|ghostlike ghostly spectral|gifted talented|gigantic mammoth|giggle titter|gilded gilt gold golden
girl miss|girlish schoolgirlish|given granted|given minded|given presumption|glance glimpse|glance glint peek|glare glower|glasses spectacles|glassy glazed|gleam gleaming|gleam gleaming glimmer
gleam glint glisten glitter|glean harvest reap|glee hilarity|glint spark|glinting glittering|glistening shiny|global world|glorious magnificent|glowering morose sullen|glue paste|glued pasted
glut gorge overeat overindulge|glycerine glycerol|goad spur|good thoroughly|good well|govern regulate|grade level|grade rank rate|graded ranked stratified|graining woodgraining|grammatic grammatical
grand lordly|grandeur nobility|grandma grandmother granny|granular gritty|grapple grip|grappling wrestling|gratification satisfaction|gratify satisfy|grave sober solemn|grave tomb|gravely soberly
gray grey|greasy oily|greatcoat overcoat|greatest sterling superlative|grievance grudge|grim inexorable relentless stern|grin grinning smile smiling|grip handle|groan moan|groove rut|ground reason
groundless idle|grounds yard|group grouping|group radical|grove orchard|growing growth maturation|growl rumble|gruff hoarse husky|grumble grumbling rumble|grumble mutter|grumble scold|guess guessing
guess hazard venture|guess imagine reckon suppose think|guess speculation surmise|guide lead|guide maneuver steer|gummy pasty sticky|gunfire gunshot|gunman gunslinger|gunpowder powder|gush spout
gusto relish zest|gutter trough|haired hairy|halfway midway|hall hallway|hallmark stylemark trademark|halt stop|hamper shackle|handbag purse|handclasp handshaking|handle manage|handle treat
hands manpower men|hanker long yearn|hapless miserable pathetic piteous poor|happen occur|happening occurrence|harassed pestered|harbor nurse|hardship rigor|hardworking industrious|hardy sturdy
harm hurt injury|harmonious symmetrical|harness tackle|harshness scratchiness|haste hurry|haste rush rushing|hasten hurry|hasten race rush speed|hastily hurriedly|hate hatred|hateful mean
haughty imperious supercilious swaggering|haunt obsess|haunt stalk|haunted obsessed preoccupied|haunting persistent|haversack knapsack|hawk huckster peddle|hawker peddler|hazard jeopardy peril risk
hazy misty|headache worry|headmaster schoolmaster|heal mend|healer therapist|healing therapeutic|heap pile|heap pile stack|hearer listener|heartily warmly|heat hotness|heed regard|heedless unheeding
helplessness weakness|hence therefore thus|hereafter hereinafter|heretofore hitherto yet|hesitate pause|hesitate waver|hideous outrageous|highlight spotlight|highwayman hijacker|hillock knoll mound
hinder impede|hint suggest|hip pelvis|hitch hobble limp|hold keep maintain|holding retention|honest honorable|honor honour laurels|honor honour reward|honor respect|hood punk|hook rob soak
hopeful promising|horde host|hospital infirmary|hostelry inn|hotshot sensation star virtuoso whiz wizard|housekeeping housework|housing lodging
however nevertheless nonetheless notwithstanding still withal|howl howling|howl wail|hubbub uproar|huddle powwow|hugging kissing petting|hulk loom tower|hulk whale|humble humiliate|humble lowly
humbly meekly|humor wit|hunch intuition suspicion|hunger thirst|hunting search|hurl hurtle lunge|hurler pitcher|hurrying scurrying|hurt smart|hurt wounded|hush silence still|hush stillness
hut shack shanty|hyperbolic inflated|hypocrite phony|hypothesis theory|icebox refrigerator|idea thought|identical indistinguishable|identical very|identify name|idiom parlance|idiot imbecile|idle laze
idolize revere worship|ignorant illiterate|ill sick|illness malady sickness|illuminate illumine light|imagery imagination imaging|imaginative inventive|imbalance unbalance|imitation simulated
immaculate spic spotless|immature young|immensely vastly|immerse plunge|imminent impending|imp pixie|impair mar|impede obstruct occlude|impersonal neutral|implication significance
implike mischievous puckish|imploring pleading|important significant|impose inflict|imposition infliction|impossible inconceivable unimaginable|impotence impotency|imprecation malediction
impress strike|imprison jail|improbable unlikely|improvised makeshift|impudent insolent|impulse urge|impulse whim|inadvertently unwittingly|incensed indignant outraged|incentive inducement
incertain uncertain|incisive keen penetrating|incite instigate|incite motivate prompt|inclination tendency|incline ramp|incline slope|incline tend|incomprehensible inexplicable|inconvenience worriment
incorporate integrate|incorrect wrong|increasingly progressively|incredible unbelievable|indecent untoward|indecision irresolution|indefatigable tireless|indefensible untenable|independent sovereign
indescribable ineffable unspeakable untellable|index indicator|indicate point|indignation outrage|individual mortal person someone soul|individual single|individualism individuality
individualized personalized|individually separately|indolent lazy|indoors inside|induction initiation|industry manufacture|inert neutral|inescapable unavoidable|inescapably inevitably unavoidably
inevitably necessarily|infamous notorious|infected septic|infective pathogenic|infertile sterile unfertile|infest overrun|inflection prosody|inflow influx|inglorious shameful|inhabit live populate
inherent integral|inhibitory repressive|initiate originate|injure wound|innate unconditioned|innovate introduce|innovation invention|inoculation vaccination|inquire wonder|inquiry query question
inquiry research|inscription lettering|inside within|insight penetration|insistent repetitive|instal install|instant instantaneous|instead rather|instruct teach|instructor teacher|instrument tool
instrumentalist musician player|insularity insulation|insulate isolate|insurrection rebellion revolt uprising|intact inviolate|integrate mix|integrated unified|integrating integration|integrity unity
intellectual rational|intelligible understandable|interest sake|interfere intervene|interfering meddling|interlace intertwine lace twine|interlock mesh|interlocking interwoven|intermediate medium
interpreting rendering|interrelation interrelationship|interrogation interrogative|interweave weave|intolerable unbearable unendurable|intrude trespass|invaluable priceless|inveigh rail
invent manufacture|inventory stock|investigating investigation|investigator researcher|involvement participation|irony sarcasm satire|irrigate water|irritability petulance|irritable peevish
irritably petulantly testily|irritation temper|isolated stray|issue publish|issue supply|ivory pearl|jab jabbing|jab poke|jabber spout|jaded wearied|jam pile throng|jammed packed|jangle jingle
jar jolt|jeep landrover|jeer scoff|jeopardize stake|jerk jerking jolt|jerk twitch|jerk yank|jerking jerky|jest joke|jimdandy jimhickey|jimmy prise pry|job occupation|jocose jocular|jog ramble
joggle wiggle|john lavatory privy toilet|jolted shaken|journey journeying|journey travel|joy pleasure|juicy luscious voluptuous|jumble muddle welter|juncture occasion|junk scrap|justify vindicate
justify warrant|justly rightly|justness nicety|jutting projected sticking|keenness sharpness|keepsake souvenir|kick thrill|kill killing|kinda rather|kingdom realm|knock knocking|knowledgeable learned
lab laboratory|label mark tag|labeled tagged|labor labour proletariat|labor toil|labyrinth maze|lacking missing|lad sonny|laden ladened loaded|lady madam|lam run|lamentation wail|lance spear
language speech|lanky rangy|lap lick|lappet wattle|lapsed nonchurchgoing|largely mostly|lashing whipping|last lastly|last survive|lasting permanent|lately recently|lather soapsuds suds|laugh laughter
lavender lilac|lavish shower|lay place position put set|lead result|leaden weighted|leaders leadership|leading preeminent|leading star stellar|leakage outflow|lean thin|lean tilt|leaning tilted
learner scholar|learning scholarship|lease rent|left remaining|legitimate logical|lend loan|lengthening perpetuation prolongation|letter missive|levelheaded sound|lewd salacious|lexicon vocabulary
liberation release|license permit|life living|lifelike pictorial vivid|lifted upraised|lighted lit|like wish|likely probable|likely probably|likeness similitude|likewise similarly|limbo oblivion
limitation restriction|linger loiter lurk tarry|lingual linguistic|little slight|little small|loathsome vile|lobscouse lobscuse|locate situate|located situated|lock mesh|log logarithm|lone solitary
longing yearning|look looking|looking sounding|loot plunder|lord master|loudspeaker speaker|lousy rotten stinking|lowering sullen|lukewarm tepid|lumber timber|luminary notable|lump swelling
lunch luncheon|lurch pitch|lurid shocking|lurk skulk|lush profuse riotous|lyric words|machinist mechanic|madman maniac|magic magical|maimed wounded|maintain preserve|maintenance upkeep|majestic proud
male virile|maleness masculinity|malingering skulking|mama mamma mommy|mandatory required|mangled torn|manufacturer producer|march marching|mark marking|mark score|marked pronounced|market marketplace
marketing merchandising selling|maroon strand|marriage matrimony|marry wed|marvel wonder|marvelously superbly wonderfully wondrously|massacre slaughter|master overcome surmount|masterly virtuoso
matching twin|mate teammate|material stuff|math mathematics|matter topic|maturation ripening|maximal maximum|maximum utmost|maybe perchance perhaps possibly|meander thread wind
meandering wandering winding|means way|measure quantity|measure step|measurement measuring|mechanics mechanism|meddling tampering|medication medicine|meditate mull muse ponder reflect|melee scrimmage
melodious tuneful|melody tune|melt thaw unthaw|melting thaw thawing|menace threat|menacing ominous sinister threatening|mentality outlook|mention note observe remark|mention quotation reference
mention reference|merchandise product|merchandise trade|merge unify unite|merit virtue|metal metallic|metro subway|microphone mike|milieu surroundings|militant warlike|militia reserves|mind psyche
mingle unify|minimal minimum|minimize understate|minister parson pastor|ministration succor|misbehavior misdeed|misconstrue misunderstand|misdemeanor violation|miserable suffering|misery wretchedness
misgiving qualm|misinterpretation mistaking misunderstanding|mislay misplace|missile projectile|mob rabble|mob syndicate|mobile wandering|mobilize rally|mockery scoffing|model mold mould|model pattern
modernize overhaul|modesty reserve|moisture wet|mold stamp|monarch sovereign|monotone monotonous|mood temper|mortician undertaker|motionless static still|motivation motive|motto shibboleth slogan
mount wax|mouth speak talk|move travel|muffle stifle|multiplication propagation|mum silent|mumble mutter|murmur murmuring muttering|mute unspoken|muted subdued|mutely silently wordlessly
mutual reciprocal|myofibril myofibrilla|mysterious mystic|nagging shrewish|nameless unknown|narrative story tale|nasal pinched|nationalism patriotism|nauseated sick sickish|neat orderly|necktie tie
need want|needed required|neglected unheeded|negotiation talks|new novel|news tidings|newsman reporter|nigger nigra|nip pinch|nominal tokenish|north northward|northerly northern|nose poke
notable noteworthy|note notice|notification presentment|nourishment sustenance|now today|nuance subtlety|nudge prod|null void|nutrient nutritive|objection remonstrance|objectionable obnoxious
obscure vague|observance observation watching|obstinately stubbornly|obtain receive|occluded sorbed|occupancy tenancy|occupant resident|occupy reside|odor smell|offence offensive|offer offering
offer proffer|only sole|operational useable|opinion sentiment|opposition resistance|optical visual|optimal optimum|opulent sumptuous|orator rhetorician|orbit revolve|ordinance regulation|orient point
orthophosphate phosphate|outdo outstrip surpass|outdoors outside|outlay spending|outline sketch|output yield|outrage scandalize shock|outsmart overreach|outstanding prominent salient|overhaul overtake
overpower overwhelm|overriding paramount|overthrow subvert|overture prelude|own possess|owner proprietor|ownership possession|package parcel|pact treaty|painful sore|pains striving|painting picture
pale pallid wan|pander pimp procurer|pang twinge|panic terror|paraphrase rephrase|pardner partner|part partially partly|part portion|particle speck|particular peculiar special|partner spouse|pass walk
passage transition|past preceding retiring|pastelike pasty|patch piece|pathetic pitiable pitiful|patrol police|patronize sponsor|pattern practice|peal pealing|pecs pectoral pectoralis|pedestal stand
pelt pepper|pen write|penalize punish|penalty punishment|penance repentance|peptidase protease|percent percentage|percentage share|perch roost|perfumed scented|perilous precarious|permission permit
persevere persist|persistence persistency tenacity|persistent relentless|persona role|perspective view|perspiration sweat|petition request|philosophic philosophical|phone telephone|phonemics phonology
photo photograph|phraseology wording|physiognomy visage|picket scout sentinel sentry|pier wharf|pinpoint speck|pipe shriek shrill|pitch toss|pitiless remorseless ruthless|pivot swivel|placid tranquil
plan program|plant works|plastic pliant|plenitude plenty|plight predicament|plod trudge|poetry verse|poignant touching|polish refine|polish refinement|polish smooth|pommel pummel|pond pool
populace public|portrait portrayal|possible potential|pot toilet|potential potentiality|potter tinker|pounce swoop|pound ram|pounding throbbing|pour swarm|powdered powdery pulverized
power powerfulness|practise rehearse|prance strut swagger|preaching sermon|precaution safeguard|precedence priority|predilection preference|predominance predomination|preferable preferred
preference taste|preparative preparatory|prepare ready|presently shortly soon|preserve uphold|press urge|pressing urgent|pretence pretension|prevailing prevalent|prey target|price terms|print publish
privacy secrecy|prize treasure value|pro professional|procedure process|proceeding proceedings|proceeds takings yield|process treat|procrastinate stall|procure secure|profusion richness
project protrude|project task undertaking|promotion publicity|promptly quick quickly|proportional relative|proportionally proportionately|propose suggest|proposition suggestion|prostitute whore
protest protestation|province responsibility|provision proviso|provisional tentative|prurient salacious|psyche soul|psychic psychical|pull pulling|pulsate pulse throb|pulsation pulse|pupil student
purely strictly|purportedly supposedly|pursuit quest|push pushing|push thrust|pussy slit|quake quiver|quarrel row wrangle|quash repress subdue subjugate|quell squelch|quick speedy
quickly rapidly speedily|quietly softly|radical revolutionary|radical ultra|rage storm|rail railing|railroad railway|rain rainfall|range roam rove stray wander|rarely seldom|rascal rogue|ratify sign
rattle rattling|rattler rattlesnake|raucous rowdy|react respond|reactivity responsiveness|real very|realism reality|realize recognize|realize see understand|rearward reverse|reasonable sensible
reasonably sensibly|reassign transfer|rebuff repulse|rebuff slight|rebuff snub|rebuild reconstruct|rebut refute|recall recollect remember|recede retreat withdraw|receipts revenue
recollection remembrance|reconnoiter scout|recover regain retrieve|recovery recuperation|recreate revive vivify|recurrent repeated|redemption salvation|redevelopment renovation|reducing reduction
reek smack|reeking watery|reel spin|reenforce reinforce|reexamine review|refashion remake|refill replenish|refund repay|refund repayment|regard respect|register registry|regret sorrow
regroup reorganize|regular veritable|regulation rule|rehabilitation renewal|reinforce reward|reissue reprint|reiterate repeat restate|rejoin retort|relaxing reposeful|relevance relevancy
reliance trust|religious spiritual|rely trust|remain stay|remainder residue rest|remarkable singular|remarkably unusually|rend rip rive|rendering rendition|rending ripping splitting|rent tear
repeal rescind|repeat repetition|replace supersede supplant|replacement replacing|repose rest|represent symbolize|reprieve respite|repugnance repulsion revulsion|reputation repute|resign vacate
resignation surrender|resonant resounding|respective several various|resplendent splendid|resume survey|resurrect upraise|retaliation revenge|retch vomit|retention retentiveness|retire withdraw
reveal uncover|revealing telling telltale|revel revelry|revere reverence venerate|revered venerable|reverie revery|revolve rotate|reward wages|rhino rhinoceros|rhyme verse|rhythmic rhythmical
rickety shaky wobbly|rightfully truly|rigorous strict|rinse wash|ripple ruffle undulate|rite ritual|road route|roadside wayside|roar thunder|rock stone|rock sway|roll roster|romp runaway|rooms suite
rough roughly|rub scratch|rubberlike rubbery|run tally|run trial|rundown summation|runner smuggler|rupture snap tear|rush surge|rustle rustling|sadness unhappiness|sail sweep|salesgirl saleslady
sallow sickly|saltwater seawater|salute toast|salvage save|sashay sidle|satiric satirical|savor taste|say state tell|scamper scurry scuttle|scheme strategy|scholar student|school schoolhouse
schoolmarm schoolmistress|science skill|scorch sear|scoundrel villain|scour scrub|scouring scrubbing|scrape scraping|scrawny skinny|scream screaming screech shriek shrieking
scream screech screeching shriek|scream yell|screech squawk|screechy squeaky|screen test|seahorse walrus|sealing waterproofing|search seek|seated sitting|secede splinter|second secondly
sensational stunning|separated spaced|sequence succession|sequential serial successive|serenity tranquility|serpent snake|settlement village|severely sternly|sew stitch|shade tint|shadowed shadowy
shallowness superficiality|shamble shuffle|shaved shaven|sheer unmixed|shenanigan wile|shift transformation transmutation|shiver shudder|shivering trembling|shock stupor|shoelace shoestring
shooting shot|shop store|shop workshop|shopkeeper storekeeper tradesman|shouting yelling|shrink wither|shyly timidly|sign subscribe|signal signaling|significant substantial|silent still|silly wacky
silver silvery|sin sinfulness|sin sinning|sinful ungodly|singer vocalist|singularity uniqueness|sis sister|sketch vignette|slacken slow|slant weight|slanted slanting sloping|sleep slumber|slender slim
slice slit|slightly somewhat|slip steal|slop spill|slop splash|slow slowly|smitten stricken|smooth suave|smother suffocate|smother surround|smothered strangled|smothering suffocating|snap snarl
snare trap|snicker snigger|snoop spy|snow snowfall|soar surge|social societal|socialist socialistic|sod sward turf|soldiery troops|someplace somewhere|sonority vibrancy|sore tender|sovereign supreme
span traverse|spare trim|spark sparkle|spatter splatter splutter sputtering|speak talk|specify stipulate|spectator viewer watcher witness|spell trance|spire steeple|spiteful vindictive|splash sprinkle
sportsman sportswoman|spot spy|sprawl straggle|sprawling straggling|spur urging|squad team|square squarely|squat squatting|squirm twist wriggle writhe|staggering stupefying|staircase stairway
stairs steps|stammer stutter|stamp stomp|standpoint viewpoint|starved starving|state submit|stay stick|stealing thieving|steel sword|step tread|stereo stereophonic|stimulant stimulation stimulus
stoic stoical|storage storehouse|storm tempest|strain strive|strange unusual|strangle throttle|stress tension|stride tread|stringy wiry|study survey|stuff thrust|stumble trip|sub substitute
subject theme topic|submerged underwater|subordinate underling|substantial substantive|substitution switch|suffer sustain|suffering woe|suitable suited|suitable worthy|sum total|summate total
sun sunlight sunshine|superintend supervise|surly ugly|surmise suspect|suspect suspicious|swap switch|swarm teem|sway swing|sweet sweetly|swinging swingy|swirl twiddle twirl whirl|swollen vain
symmetric symmetrical|synchronism synchrony|synthesise synthesize|tackle undertake|tactile tactual|talk talking|talkative talky|tapered tapering|taut tight|tears weeping|teen teenage|teensy wee
test trial|test try|testimonial tribute|theater theatre|thence therefrom|thenceforth thereafter|thinking thought|thoriated tittering|thrash thresh|thud thump|thud thumping|tire weary|tiredly wearily
tiring wearying|topple tumble|torment torture|trace vestige|trample tread|transfer transportation|transform transmute|transmission transmitting|transversally transversely|traveler traveller
trichrome tricolor|triumph victory|tube tubing|tumor tumour|tumult uproar|turn turning|twirl whirl|twisting winding|typewriting typing|ulcer ulceration|unaccountable unexplainable
unambiguously unequivocally|unanswered unrequited|uncanny weird|uncertainly unsteadily|undesirable unwanted|uneconomical wasteful|unfair unjust|unfortunately unluckily|unhurt unscathed
unimpeachably unquestionably|unique unparalleled|unlace untie|unlovely unpicturesque|unnecessary unneeded|unobtainable unprocurable|unreflective unthinking|unshaved unshaven|unsloped upright
untested untried|upward upwards|useful utilitarian|usefulness utility|variable varying|velour velours|veranda verandah|vernal youthful|verve vitality|vibrant vivacious|view vista|volition will
wag waggle|wail whimper|wait waiting|wallop whack|war warfare|wash washing|washbasin washbowl|westward westwards|whir whirring|whir whiz|whiskey whisky|white whiteness|wish wishing|wool woolen
wrack wreck|wrong wrongly|yap yelp|yelp yelping
`;

/** Irregular verb forms, each with its base. */
export const IRREGULAR_FORMS = `
addrest address|are be|arisen arise|arose arise|ate eat|awoke awake|awoken awake|bade bid|became become|been be|began begin|begun begin|beheld behold|beholden behold|bidden bid|bitten bite|blew blow
borne bear|bought buy|brought bring|came come|caught catch|chose choose|clung cling|crept creep|curst curse|dealt deal|did do|drank drink|dreamt dream|drew draw|drove drive|dug dig|eaten eat|felt feel
flew fly|flown fly|flung fling|forbad forbid|forbade forbid|foresaw foresee|foreseen foresee|forgave forgive|forgiven forgive|forgot forget|fought fight|froze freeze|gave give|got get|gotten get
grew grow|gript grip|had have|hid hide|hove heave|hung hang|kept keep|knelt kneel|knew know|lain lie|leant lean|leapt leap|learnt learn|lent lend|meant mean|met meet|mistook mistake|overcame overcome
overheard overhear|proven prove|ran run|rang ring|rebuilt rebuild|repaid repay|ridden ride|risen rise|rode ride|rung ring|sang sing|sank sink|sat sit|seen see|sent send|sewn sew|shone shine
shook shake|shown show|slept sleep|slid slide|slidden slide|smelt smell|sold sell|sown sow|spat spit|spent spend|sprang spring|sprung spring|spun spin|stole steal|stolen steal|stood stand
stridden stride|striven strive|strode stride|strove strive|struck strike|stuck stick|sung sing|sunk sink|swam swim|swept sweep|swore swear|swum swim|swung swing|taught teach|threw throw|thrown throw
told tell|took take|tore tear|undergone undergo|underlain underlie|underlay underlie|undertaken undertake|undertook undertake|underwent undergo|upheld uphold|went go|wept weep|were be
withdrawn withdraw|withdrew withdraw|withheld withhold|withstood withstand|woke wake|woken wake|won win|wore wear|wrote write|wrought work
`;
