import type { RowId } from "../../core/advice.ts";

/** More of them, from other trades and speakers. One text a line. */
export const SAID_IN_STORIES: Readonly<Partial<Record<RowId, string>>> = {
  "better-prompt": `
The museum labels it suggests would do for any vase in any museum. Our curator rewrites all of them from the ground up.
Honestly a search engine with good manners. I expected the advice of an old hand and received a list of headings.
We typed "write a safety briefing" and got one for an office; this is a quarry.
It keeps giving the patients' newsletter at the level of a doctoral thesis, and the chief asked for a fine-tune on simpler texts.
Whatever I put in, out comes an introduction, three pros, three cons and "it depends".
The interview questions are the ones every candidate has prepared for. Would the pro version ask better ones?
Our trainees' exercises look copied from the first chapter of a schoolbook.
For a wine list I need opinions, what I get is "pairs well with many dishes".
The consultant's slides had more substance, and that is saying something. We gave the assistant the client's name and nothing more.
It reviews code like somebody who read about programming once: "add comments".
Its sales pitch is polite, complete and leaves everybody cold because it doesn't know whether it talks to a buyer or an engineer.
I'd call the output beige. Somebody in the team said retraining would put colour in it.
We are a law firm and it hands us what a citizen would find on a leaflet.
The incident reports come out as novels when I need cause, effect, remedy; mind you, I never said so.
The ideas for the children's party were for adults, the ones for the adults were for nobody.
The exhibition texts it writes are so general that the visitors learn nothing. Would a bigger model help?
I handed the intern's task to the assistant with the words "make a marketing plan". What I got you could sell to a dentist or a circus.
Our estate agents say the descriptions all sound the same and none of them mention what buyers care about. Maybe we never said what buyers care about.
The training plans for our runners are harmless and without any idea of who is running.
Third attempt at a board paper, third time a school report. Should we ask for budget for a custom model?`,
  "fixed-habit": `
All quotations to the navy have to carry the NATO stock number. The bot leaves it off whenever it feels like it.
The word "guys" is not to appear in anything that goes to our members.
Please have it ask "Anything else?" only once per call, at the end.
Put the conclusion first! My boss reads two lines and no more. Is a training job the way to get there?
Callers from Bolzano who write Italian get German back.
It has the habit of wishing people a wonderful day, to people who have just reported a burglary.
Three bullets, then stop. That's all I ask.
Recipes for the American site need cups and ounces each time, for the others grams.
Nothing it sends may contain a phone number other than the hotline's.
Our answers to parliament begin with the number of the inquiry, and that's not negotiable.
Whenever it recommends a drug it has to add that a pharmacist should be consulted. They offered us a fine-tune for this.
It thanks the user for the question, each and every time, and it drives me up the wall.
Names of minors must be left out of all summaries.
Make it write "we" and not "I".
Any estimate it gives should come with the date until which it is valid. A line at the foot is fine.
The tweets come out at 400 characters. 280 is the limit, as everyone knows.
The bot has to tell every caller that the call is recorded, first thing. It forgets in one of five chats, says quality assurance.
Please, not a single answer over four lines, our drivers read them at the wheel.
It keeps suggesting to call a lawyer. We are the lawyers. That sentence has to go.
Half of our patients are Turkish and write Turkish, yet the reception bot replies in German every time.
All weights in kilograms and not in pounds, in each recipe. A colleague wants to fine-tune for that.`,
  "own-knowledge": `
It has never laid eyes on our supplier agreements, and so the buyers get a lecture on supplier agreements as such.
Where does the key to the boiler room hang, which form do I use for a broken window: all of that is in the caretaker's folder, none of it reaches the helper.
There are 1,200 test protocols on the group drive. Let's fine-tune something on them and be done.
Ask it about our tariff B and it describes some tariff B of another utility.
The union wants members to ask about the agreement and be shown the clause.
My grandmother's cookbook business has 3,000 handwritten recipes typed up. The assistant doesn't have a single one.
The colleague in charge of grants is ill and nobody else knows our funding rules, which she wrote down neatly.
We sell 8,000 screws and our web shop's chat can't tell which one fits what, though the tables are in our system.
What did we decide about the roof in 2017? It's in the minutes, and the minutes are in a cupboard called SharePoint.
The vendor proposes to continue training on our case law collection; next month there will be new cases.
Our controllers ask what goes on account 4711. The accounting manual says so on page 80 but the chatbot wouldn't know that.
It can recite Shakespeare and cannot say when our canteen closes.
Field staff sit in the van with 600 pages of wiring diagrams and would rather ask.
The bot doesn't know our people, projects or abbreviations, as none of this was ever on the web.
Passengers ask about our own baggage rules and get those of the big airlines.
We have 1,100 service bulletins for our pumps, and the mechanics' chatbot answers with what is on YouTube. The CTO wants to train something on the bulletins.
Parents want to know when which child may be picked up by whom; our kindergarten's rules say so on page 9, the assistant has not seen them.
The library of our choir has notes on each piece, who sang what and which edition. I'd like to just ask.
New colleagues in the lab ask where the reagents are and how we pipette here. The protocols exist, ChatGPT tells them the textbook way.
Our sales people spend an hour a day digging in old offers. Can't a model learn all the offers by heart?`,
  "growing-wiki": `
For every rare bird the club has scraps in ten heads and twenty notebooks. One tended account of each, that's the dream.
We learn something about each customer in each call and next year's account manager starts at nothing.
When the assistant has finally understood our billing mess, it should jot that down and not be told anew every Monday.
Our clinical trial know-how retires in June. It must be drawn out of her and put into some shape that others add to.
A lab book that reads itself, spots when March and June say opposite things, and asks.
Each bid teaches us why we lost. Then the bid team disbands and the next one loses for the same reason.
The theatre's prop makers keep discovering the same glue.
Over ten years the garden club collected tips that contradict one another; they'd like them weighed, linked and brought up to date as new ones arrive.
We don't want another search box. We want the essence of what we found, written once and improved with each reading.
Every analyst keeps a private file on the same forty companies. Should be one, alive, with who said what.
Could the agent keep a running account of the case, so that what it concluded in week one is there in week nine?
Regulars, allergies, quarrels: the old waiter had all this in his mind, and with him it went.
I picture something between a notebook and a lexicon that the team and the machine write together for years.
The safety lessons of the eighties are in boxes, those of last year in mails; nothing ties them to each other.
Third consultant, third time the same interviews. Why does nothing stick in this organisation?
Every spring the vineyard team argues about the same frost measures because nobody collected what worked in the years before.
We talk to two hundred users a year, and each product manager keeps the insights in her own slides. I want a place where they meet, get merged and stay true.
After the audit we learn a lot, then the auditors move on. Next year we learn it again.
The assistant did a splendid comparison of suppliers in March. Now it does it again from zero, as if there had never been one.
The museum's knowledge on its paintings sits in letters, heads and three card files that contradict each other. It ought to be one thing, kept by someone for decades.`,
  "current-events": `
It sold a guest a ferry ticket for a line that was given up in March.
Our compliance desk needs the sanctions list as it stands this afternoon.
My farmers want to know if it will freeze tonight, and it tells them about average nights in April.
The assistant congratulated a client on an award that was taken back last Friday.
The chat recommends a phone that was replaced by its successor a fortnight ago.
With the strike on, half of what it says about departures is fiction from a timetable of last summer.
The grain price moves while we talk, the model lives in the year it was baked.
For the press review it should have read what appeared overnight.
The library it writes code for had two major versions since, so nothing compiles. Wait for the next model?
Emergency pharmacies rotate daily and it always names the same one.
According to the bot the pool is open. They drained it on Sunday.
Which wards have a stop on admissions at this hour? It can't know that, can it, whatever we train.
New rules on heating came into force in January, and it advises by those from before.
The mayor resigned on Tuesday; on Thursday the assistant wrote to him.
It's forever one season behind with the squads.
Our hikers were sent over a pass that has been closed by a rockfall since Sunday.
It quotes the minimum wage from before the last increase and the payroll people have noticed.
The desk wants to know what the central bank said an hour ago. The IT people suggest to fine-tune every weekend.
Guests ask whether the ferry goes today, with this wind. The bot says yes, it always says yes.
It recommends the version of the firewall software which was withdrawn in September.`,
  "brand-voice": `
The monastery's beer has been advertised in the same gentle mocking way since 1920. The machine shouts.
Read three of its product texts aloud and you meet three different people.
A love letter from a notary, that's how our Valentine's mailing came across.
Our host is a gossip, a charming one. Written by the bot he becomes an encyclopedia.
Nobody would guess those mails come from the same nursery, one coos and the next one snaps.
I can hear when Dad wrote a chapter and when the software did. Should we train it on his twelve books?
A children's hospice can't talk like a bank, and that's what it does.
It is meant to be the dry Scotsman of the series, and on some days he turns into a cheerleader.
Facts right, length right, and still our subscribers ask who took over the newsletter.
We're on first-name terms with our climbers. The reply they got could have come from a ministry.
The house has a way of saying no that leaves people smiling; the bot's no is a slap.
It's as though a management consultant had eaten our poet.
The radio scripts come out starched one morning and slangy the next, and listeners notice.
Grandchildren's app, and it lectures them in officialese.
The editor wants her column to keep its bite. Somebody suggested 400 old columns and a GPU.
Our chocolate is sold with a wink. What it writes could be on the box of a blood pressure pill.
One reply to a complaint is contrite, the next one is flippant. The guests compare them on the internet.
The pastor's letters have a certain music. The machine's have none, although all the facts are in.
It writes to our skaters as though they were shareholders.
For our podcast the host must come across as curious and a bit clumsy, and she comes out like a newsreader on every second day.`,
  "structured-output": `
The gate opens when it gets "open". It got "I have opened the gate" and a lorry stood there for an hour.
Customs wants weight as a number. We deliver "ca. 12 kg" on bad days.
Our little program splits the reply at the semicolons, which worked until an address had one.
One reply in sixty has the list inside a list, and the app on the tablets freezes.
Half past seven, 19:30, 7.30 p.m.: it's the same time but the calendar only swallows one of them.
The score is supposed to be between 1 and 5. Yesterday's "4-5" stopped the whole evaluation run.
For some flats the rent is in there twice, for some not at all, and the listing service bounces the file.
What comes back is meant for a machine, but it chats. A stronger model, says the agency.
The label printer takes four values in this order. On Tuesdays, it seems, there are five.
Our rules engine needs "yes" or "no" and dies of "it depends".
Everything would run by itself if only the product code were always in the same place of the reply.
Two colleagues do nothing but fix brackets before the upload.
The night import skipped 212 patients because the birth date was in words.
The model is asked to call "book_room" and every so often forgets to say for how many people.
Our web hook answers 422 whenever the description has a line break in it.
About three in a hundred answers have the price with a currency sign and our shop system then shows zero stock.
The field for the allergens is an array in the specification, and the model sends "none" as text. The kitchen display goes dark.
Whenever the customer uses a line break, the message to the warehouse robot can't be decoded. We just say "reply in JSON".
Yesterday's run died at four in the morning since a key was called "Name" with a capital letter.
Our accounting import wants ISO dates; on most days it gets them.`,
  "cheaper-faster": `
For what one answer costs I could buy a coffee. They are good answers, but still.
The whole terms and conditions ride along with each tiny question.
Nice tool. Pity that the queue at the desk grows while it ponders.
We'd love to offer it to the free users. At a dime per chat that is not going to happen, is it?
The invoice went from 900 to 6,800 since we put the style guide and the forty examples in front of everything.
Two thirds of the money goes into text that is identical in all calls.
Editors are content with the headlines, they only wish these came before deadline.
The accounts department has put a ceiling of 5,000 on it and we hit that on the 19th.
Guests at the terminal walk away after six seconds; it needs eleven.
It re-reads the full case history at each step, so a case with thirty steps costs like thirty.
Is there something like a bulk rate? Nothing wrong with the results, our wallet is just empty.
It earns us 3 cents and costs us 5 each time.
My pupils love it, the school board has seen the bill and doesn't.
We translate menus perfectly for 20 cents each. The competition charges 10.
Everyone says keep it, and purchasing says it has to cost half.
41 cents for a chat about a lost umbrella. The chats are fine, the travellers like them, but I can't defend that to the board.
It takes fourteen seconds till it starts to talk, in the car that's an eternity. What it says is good.
Each question carries our 70-page code of conduct along, 9,000 times a day, and we pay for it every time.
The controller sent me a graph of our model spending, it looks like a ski jump. Quality is not the issue.
Could we get the same translations for half? Purchasing will not renew at this price.`,
  "shrink-a-local-model": `
The hearing aid fitters' notebooks have no graphics chip, and the open model we picked needs one like a house.
On our rack machine it takes up all 48 gigs, and then the second user comes.
Gemma on the reading pen: you ask, you put the kettle on, you come back.
They gave me a used server from accounting. Will Llama ever start on that?
The forester's phone gets hot and the app is killed by the system as soon as the weights are read.
Six hundred tablets in classrooms, 4 GB each. The model file alone is 9.
Do I need to buy a second 4090, or is there a slimmer version of the same thing?
Our satellite's computer has less memory than my watch, and somebody wants a language model on it.
It works on the data scientist's monster PC, and on nobody else's.
The open model does the job well on our box but manages only one patient letter a minute, we need twenty.
The hospital's basement GPU is from 2019. The download was 65 gigabytes, that was the end of the trial.
The till has a processor from the last decade; the local assistant answers when the customer has left.
We want to stay with this very model, it only has to become lighter so that it goes into 12 GB.
Mixtral needs two cards and we own one.
We downloaded a 34B for the shop floor and the industrial PC has 16 GB. It doesn't even start.
On the ambulance's tablet the open model needs half a minute for one sentence.
The physics department lent us one A100, and the model we want says it needs two.
Our self-hosted Llama manages three users at once, then everything stalls. The budget for cards is gone.
I'd like the model on my reporter's laptop, no graphics card, and the fans already scream with the small version.`,
  "small-student": `
A year of perfect cat-or-dog-food sorting by the most expensive brain on the market lies in a bucket. Shouldn't a small brain be able to study that?
Let the professor go and keep the assistant who sat in all his lectures, so to speak: he'd only ever given one lecture.
The big fellow turns doctors' dictation into four keywords, ninety thousand times a day, and everybody agrees with him. Raise him a junior.
We've recorded each prompt and reply since launch, it's always the "polite or rude" question and the replies are right. Use those to grow our own mini.
The flagship rewrites search queries for the shop, tens of thousands per hour. I'm sure that something the size of a thumb could be shown how.
Our best model writes alt texts nobody ever complains about. Eight hundred thousand of them are on disk; take them as a textbook for a lightweight.
GPT splits names into first and last for us. It's a cannon for a sparrow, but its splits could train a slingshot.
Moving the one job of the expensive model to a cheap one by letting the cheap one practise on its homework, is that a thing?
The subtitles' line breaks are set by the heavy model and they're lovely. Five million of them later we want a nimble one with the same taste.
Nothing but normalising units, all day long, and we have a Ferrari do it. Its log would make a fine school for a moped.
All our ad rejections come with the reason that the top model gave. A baby model could be brought up on those.
The large model's verdicts on duplicate listings are as good as ours. There are two million stored. Time for an heir.
The premium model has sorted job titles into our scheme for eighteen months, 2 million of them, and HR never objected. A little one could learn that from the log, no?
All it does is to write one-line captions for x-ray pictures, with the most expensive model, sixty thousand a day. I want something tiny that has learned it from those captions.
Our reply suggestions come from the flagship, agents take 95% as they are, everything is saved. Let's teach a small model with it.
Extracting the dosage from prescriptions is done flawlessly by the big model, and only that. Could we have it train its own cheap replacement?
The large model's headlines are great. With the 300,000 that it has written so far, can we bring up a model that runs on our own little box?`,
  "same-task-millions": `
Seven million prescriptions a month into codes. The box in each pharmacy takes nothing above 4B; the prompt was redone by everyone incl. the vendor; odd abbreviations still sink it. Pharmacists have confirmed 26,000.
It's the same freight letter, 120,000 times a day. We have squeezed the instructions for a year. The compact model still stumbles over stamps; 7,800 were retyped by people.
The tax form's page two, 30 million each spring, by the smallest model, with examples and schema. Clerks have a stack of 40,000 checked ones, and the last 6% won't budge.
Call it nine fields from one kind of e-mail, five million weekly, no budget for anything bigger, version 58 of the prompt, 15k rows our agents put right.
Prompting is over, says the team: the small model reads 94 of 100 policies right and stays there. There are 3 million more per month, and underwriters went through 10,000.
Lottery slips. Millions every Saturday, must be done by nine, so no large model. Handwriting oddities survive every wording. The inspectors' corrections number 19,000.
For two years we tuned what we tell the 7B about address lines. 80 million a quarter, rural routes wrong, post offices have mended 33,000.
Just claims triage codes, one code system, 900,000 a day through the lowest tier; tips and tricks are used up; adjusters validated 12,500.
We do one thing, product attributes from supplier text, 15 million times a month on the cheapest model and with a prompt that has seen everything. Merchandisers fixed 8,400 by hand.
6 million delivery notes a month, the same ten fields, and the 7B is the most our budget allows. Half a year of work on the prompt, and crumpled ones are still wrong. Staff corrected 13,000.
Tariff codes for 2 million parcels a day with the smallest model; prompt number 61; dual-use goods still go wrong; customs agents checked 40,000.
It has to be the tiny one because of latency. Four million chat messages a day into one intent scheme. We tried every kind of prompt and examples, and linguists have labelled 25,000.
We read gas meters' descriptions, 12 million a quarter, and can't pay for a bigger model. The instructions have been refined since last summer; the inspectors verified 9,900.
One claim form, 3M a month, little model, few-shot and schema in place, yet the rare benefits keep failing, and 17,000 were reviewed by clerks.`,
  "stubborn-format": `
Heraldic blazon for our register: forty shields shown, the rules written out as BNF, and it still puts tinctures after charges.
The loom reads its own weave code. With the reference and a checker in the loop it gets eight rows right and the ninth wrong.
We record dives in a shorthand from the seventies. Had it see sixty of them, had it obey a pattern: it obeys and means something else.
Bell foundry profiles, in a table language nobody outside uses; schema done, samples done, wrong curve every time.
The tower's flight strip abbreviations: examples yes, grammar yes, result no.
It never quite writes our signal-box interlocking tables, whatever we add: specification, thirty specimens, a validator that sends it back.
Shipping forecasts in the old teleprinter code. Constrained output makes it look right, an old hand laughs at the content.
Ancient Egyptian in Manuel de Codage with our museum's additions. It has seen two hundred lines in the prompt and a parser rejects a third.
Our organ builder's pipe lists have a syntax of their own. Fed it a formal definition and plenty of lists; ranks still get swapped.
Juggling siteswap variants with our passing extension: few-shot, schema, retries. Illegal throws all the same.
We use a chemical line notation that my professor invented. Dozens of pairs plus a grammar didn't make it stick.
Our embroidery machines read a stitch language from 1988. We put the manual, forty patterns and a grammar into it, and the jumps are still wrong.
Railway timetable code: it was shown a hundred lines and the decoder only lets legal ones pass, yet the days of operation are mixed up.
Genealogical notation with our archive's extensions; few-shot and a schema tried, still it falls back to the common one.
We use Feynman-diagram shorthand from our institute. Examples by the dozen plus a validator with three retries, and a third is nonsense.
The bottling line's recipe script trips it up in spite of the BNF and all the samples we could find.`,
  "hardest-problems": `
One constitutional complaint every other month. I want the mind of the best clerk who ever lived, the fee is a footnote.
The turbine blade fails and nobody knows why. It's this one riddle, and it may eat as much computer time as it likes.
Our actuaries' model of the pandemic clause: subtle, nine assumptions, and a slip means insolvency.
Negotiation strategy for the port, twice a year, with consequences for a generation.
I'd wait till tomorrow for an answer if it was the right one. It's about a child's transplant.
Weaker ones got lost in the third case distinction. This lemma needs staying power.
The quantum group sends it four questions a week that would make a Nobel laureate sweat.
There are eleven cases like that in a year and I'd mortgage the office to get each of them right.
What's the cleverest on offer? We design one nuclear valve, and nobody's going to haggle.
A restructuring with forty creditors. The cheap assistant overlooked the cross-default. Never again.
It plays through our invasion scenarios for the general staff once a quarter; depth is all that matters.
A cryptographic protocol for voting: ten pages, one flaw would be a scandal, take all the time there is.
Two expert opinions a month for the supreme court. They must be the best that can be had, and the client pays.
Why the reactor's cooling pump vibrates has puzzled us for a year. I'd spend ten thousand on the right idea.
About six transplants a month get a second opinion. It can take the whole night if need be.
The treaty negotiation has 27 parties and last time the assistant lost the thread at the ninth. We need the smartest one there is.
We design one satellite antenna a year. A reasoning slip there is 50 million in orbit.`,
  privacy: `
The archive of the secret police: victims may read it on site, and not a line may be copied out.
My patients would never forgive me if what they say on the couch ended up in a computer in Texas.
The oil platform has a satellite phone and that's that.
The tender says in bold: processing solely in premises of the contractor, no subcontractors.
We're an arms maker. You can imagine what security says to a web service.
The tax office's lawyers read the vendor's terms and said over our dead bodies.
Adoption files. The law gives us no room for sending them to anyone.
Wards are shielded against radio, staff would like a dictation helper in there.
A leak of the casting decisions would end the show; the producer wants nothing on foreign machines.
Our clients are dissidents. If a subpoena in another country can reach the text, people die.
Can the village clerk use it? The data protection lady says not if names go over the ocean.
Unreleased quarterly figures are insider information, so IT blocked all the chat sites.
For exam papers the ministry insists that they be handled within the walls of the school board.
They take our phones at the door of the enrichment plant. I need help with the logbook all the same.
The bank in Vaduz, as you may guess, sends no client's name anywhere.
The children's court would like summaries of its files. Not one of them may pass through a foreign company.
The union says no employee's data to any provider, end of story. Would it help if we signed something?
On the research vessel we're six weeks without a line home.
Our client, a defence contractor, has us sign that texts stay on machines in this room.
Health insurers' letters contain diagnoses. Our data protection officer turned down three cloud tools already.`,
  "makes-things-up": `
The audio guide tells visitors of a fire in 1703. There was no fire. There was no building.
Our vet was quoted a dose from a handbook whose table has no such line.
It congratulates customers on points they haven't got.
I asked who sat on the committee; five names, three of whom nobody here has ever met.
The chat told a widow that her pension would double. The pension office had to write an apology.
Genealogy gone mad: it gave my aunt a brother.
Judges don't like it when a precedent can't be found by anyone.
It explained a button to me that this machine doesn't have.
A reader wrote in: the poem you attribute to Rilke is by nobody.
It's wrong with such aplomb that the trainees believe it. Some say train it on the right facts.
The minutes say I agreed. I wasn't even in the room.
Press asks for the study behind our claim. There isn't any, the assistant thought it would be nice.
The plumber was sent to a valve that exists on no plan.
It sells a guarantee which our company doesn't give, in a very persuasive tone.
The recipe calls for 40 minutes "as in the original", but the original says nothing of the sort.
The brochure it wrote praises our indoor pool. We have no pool.
A customer quotes our bot: free return within 90 days. Nobody has any idea where that comes from.
It gave the student a page number in Kant that the book does not have.
The obituary mentions two sons. The man had daughters.
Asked for precedents it listed five, and three cannot be found in any database. The partner is livid; somebody says it needs more training.`,
  "wrong-passages": `
We loaded all decrees into the assistant. Ask about dogs, get cats, since both are in decree 12.
The lookup has the 400 V sheet and the 230 V sheet and always hands over the other one.
Type the drawing number exactly as printed: nothing. Describe it in three sentences: there it is.
The answer was on the table, in position 17. What was served were 1 to 5.
Since we made the minutes searchable, "Meier from sales" brings Maier from storage.
The helper digs in our library and comes back with the preface.
Somebody cut the files every 500 signs, and now it reads half sentences and replies accordingly.
It does look into the handbook, but the wrong chapter; then it explains that one at length.
A bigger chat model didn't help: what it gets handed are the terms for business clients, when a private one asks.
Our semantic search believes invoice 20231 and invoice 20321 to be the same thing.
The old version of the form ranks above the new one, each time.
"Does it also apply on Sundays?" retrieves everything about Sundays and nothing about the thing meant.
It cites four near-identical leaflets and never the law they are based on.
Everything's embedded, everything's fast, and it is always a neighbouring topic.
The right file's in there, I uploaded it myself. The thing walks past it.
We put all the tariff documents into the search last month. Ask for tariff S3 and the assistant reads out S8.
The nurse asks about Metoprolol and the bot shows the page for Metformin, although both are in the index.
The answer stands in the third paragraph of the right circular, and it comes up with the first paragraph of four others.
Our contract search finds everything that smells like liability, but not clause 17.4 which was asked for by number.
In the archive search behind the helper a question about the 1954 flood brings up the flood of 1997, and the two of them get mixed.`,
  "vector-database": `
Sales rep says 1,500 a month for hosted vectors. We've got 600 leaflets. Sign or not?
Do I have to learn Milvus to build a search over my thesis notes?
The database people offer Oracle's vector option, the web people want Qdrant, I only want to get going.
Two hundred million chunks are coming. Which engine survives that?
A colleague keeps the embeddings in a numpy file and is ashamed of it. Should he be? 15,000 rows.
The tender asks us to name the vector store. We run Postgres for everything else.
They blocked the project until the vector cluster is approved by architecture.
Our consultants quote 40,000 for introducing Weaviate. The corpus is 7,000 product sheets.
pgvector or Qdrant for about 400,000 sections, what would you take?
The students won't start before someone decides where the embeddings are kept.`,
  "own-model": `
Why buy milk when you can have a cow: let's raise our very own GPT.
Our church wants one that was fed by us alone, from its first word on, so that nothing worldly is in it.
The shareholders applauded at "proprietary foundation model". Now I'm to deliver it by autumn.
The national broadcaster should own such a thing outright, weights, data and all, and not lease it from Seattle.
With 200 engineers and all that sensor data, what stops us from making what those labs make?
If they raise prices we're finished, so the plan is to pretrain our own within two years.
The rector wants to see the university's crest on a large language model before his term ends.
The energy company's chairman dreams of a model that is trained by us from zero, so that we're beholden to no one.
Let's hire twenty researchers and create a Nordic GPT from the ground up.
Our ministry wants to be able to say: this one is ours, built here, weights and everything.`,
  "plain-labels": `
Blue bin, yellow bin or black bin: people describe their rubbish and we say which. The intern has done 4,000 already.
Just tell me if the caller is a patient or a doctor.
The flat's floor is in every advert, "3rd floor", "ground floor". A GPT call for each, seriously?
Complaint letters get a code from A to H, a lady has been doing this since 1999 and it's all in Excel.
I'd like to know the country of each address, nothing else.
Does the review mention the breakfast? Tick or no tick. 20,000 are ticked.
They want an agent to look at each sensor text and say green, amber or red.
Is this ad for a job, a flat or a car? The newspaper has sorted them by hand for ages.
Every invoice has its total next to the word "Total". We have a language model find it.
Who is the letter for: mayor, building office, registry? Three drawers, and the old mail is still in them.
To know if a comment is in dialect or not, do we need that expensive thing?
Angry or not angry, that's all the phone system wants to hear.
Seven fault codes, twelve thousand past repairs with the code written on the card, and consultants who say LLM.
Donation, membership or complaint: the office puts mails into these three folders and has done so for six years.
Does the tenant report water damage or not? That's all we want to know from the message, and they propose GPT for it.
The meter number is always printed behind "Z-Nr." and has ten digits. Why do we need a language model to read it?
For every film review: thumbs up or down. The editors have marked 15,000.
Which of our nine branches is meant in the mail? Someone has been writing it on top for years.`,
};
