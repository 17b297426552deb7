import type { RowId } from "../../core/advice.ts";

/** Longer ones, as they stand in tickets and chats: with a story, an aside and often a wrong remedy. One text a line. */
export const SAID_AT_LENGTH: Readonly<Partial<Record<RowId, string>>> = {
  "better-prompt": `
I asked it for a plan for our bakery's second shop and got something out of a business textbook. Do we need the bigger subscription?
The risk notes it writes for the credit committee could be about any company on earth. Nobody ever told it what a committee wants to read.
Horoscope-grade feedback on my pupils' essays: "good structure, could be deeper". Whoever set this up typed one line.
The travel tips are what every brochure says. My customers pay for the things a local would know.
For the third time the draft speech was for a wedding when I needed a works meeting. All we give it is the word "speech" and a date.
It explains to cardiologists what a heart is. Fine-tune on medical literature?
The test cases it proposes are the happy path and nothing else; a junior tester would do better with a two-minute briefing.
Perfectly correct and perfectly useless, that's how the foremen describe the safety hints.
The recipe ideas are all pasta. I want something a chef would be proud of, maybe another vendor's model can do it.
I just paste the transcript and say "minutes please". What comes out is three pages in which the one decision is buried.
Its reviews of our pitch decks are nice about everything. An investor would tear them apart, and that is what we need.
Not wrong, just nothing anyone could use on Monday morning.
The job ads come out so general that plumbers and dentists could both apply.
Half of what it proposes for the garden is banal, the other half is for another climate, since no one says where we are or what we want.
The grant summaries are too technical for the mayor and too shallow for the engineers, it never knows who it is writing for.`,
  "fixed-habit": `
The hotline texts must carry the emergency number as their last line. Sometimes it is there, sometimes it isn't. IT wants to retrain.
Could somebody make it stop calling our patients "users"?
Twelve lines, that is all that fits on the label, and it writes twenty.
Our Swiss branch needs "ss" instead of the German sharp s, in everything.
The bot says "I hope this helps!" after each message and people are making fun of it.
No prices in the chat, ever. Sales insists, a training run has been suggested.
It has to address people with the formal form of you, without exception.
Bold text shows up as stars in our SMS gateway, please make it plain.
Any text that goes to a Quebec customer has to be in French as well.
Board papers begin with the decision that is asked for. The assistant puts it last, each time.
It names the other supermarket in its suggestions. Forbid that, or swap the model?
Temperatures in Celsius only, my cooks burnt two cakes because of Fahrenheit.
Whatever people ask, at the close there should be a line with our opening hours.
I counted 340 words. The display in the bus takes 60.
Every note should say who is responsible and by when, in one closing line.`,
  "own-knowledge": `
The collective bargaining agreement has a table for exactly this, yet the assistant answers with what the internet says about overtime.
Technicians phone the office forty times a day for torque settings that are printed in the service binders. Let's train a model on the binders.
We scanned the whole parish archive and people would like to ask it things.
It gave our tenant the general rental law. Our house rules of 2019 say something else, and it can't have read them.
Somebody proposed to fine-tune on six years of support tickets, so that it finally knows what a "blue tag" is here.
The dosing tables of our own clinic sit in four hundred PDFs. A doctor at three in the morning wants the line that counts.
No model on the market has ever seen our recipes, tolerances or machine names, so it shrugs.
Our brokers ask what clause 14 of the 2021 terms covers and are told what such clauses usually cover.
The school has a thick binder of rules. Parents ask, and the office answers the same twenty things all week.
The drawings and test reports of the last thirty years are on the file server; the model has no clue of them. Plan: a big training run in January.
What was agreed with the customer stands in the minutes, the bot doesn't have those.
Our apprentices ask how we do welds here. It tells them how welds are done in general.
I want to type a question and get the answer out of our board minutes since 1998, with the page.
The catalogue has 12,000 spare parts and a new edition comes every quarter, so we'd have to train again each time, wouldn't we?
It does not speak our jargon: it has never been shown a single internal memo.`,
  "growing-wiki": `
Three consultants have researched the Polish battery market for us in five years, and none knew of the others.
Whenever old Huber goes on holiday the plant stands still. What he knows should end up somewhere that is looked after.
Each retro produces ten insights, they land in a slide deck and are never seen again. It ought to add up.
We interview forty farmers a season. I'd like one page per disease that gets better with every talk and notices when two farmers say opposite things.
Our volunteers change every summer and the next group makes the same mistakes.
The literature review was finished in May and is out of date by August; it should be kept alive rather than redone.
Detectives hand over a case and half the connections are lost. We'd want a file on each person and place that anyone adds to.
The assistant works out why the pump cavitates, brilliant, and next month it starts thinking from zero again.
There are four versions of how we do onboarding and they contradict each other. Somebody, or something, has to merge and prune them.
For our species atlas every observation should flow into the entry it belongs to, with doubts marked.
We solved that printing problem already in 2021, I'm sure, but nobody wrote up why.
All the supplier gossip, visits and audits ought to grow into a profile that stays consistent.
My PhD students each keep their own notes. Together they would be a treasure if they were joined and corrected.
The chronicle of design decisions exists in chats only, I want it condensed and referenced, month after month.
Support finds workarounds, and two years on somebody finds them once more.`,
  "current-events": `
It sent a family to a campsite that burnt down in July.
The bot told callers the bridge is open. It has been closed since Monday.
Our anglers ask for today's water levels and get an average from a book.
For the customs team it quotes duties from before the new trade deal.
It still believes that the old party leader is in office, readers write in.
Diesel changes three times a day and our dispatchers plan by its guesses. Retrain nightly?
The nurse wants to know which batch was recalled this week, it has never heard of the recall.
Pollen count, tide, avalanche level: all of it is from yesterday's world when you ask the assistant.
The interest rate moved on Thursday, on Friday our advisers' helper calculated with the former one.
Fans ask who plays tonight. It lists a player who was sold last winter.
The timetable switched in December and it keeps sending people to a train that no longer runs.
We'd like it to pick up new vulnerabilities the day they are published.
Its picture of the housing market ends a year and a half ago.
The subsidy was stopped in spring, yet it recommends to apply.
Traders don't need history, they want what the exchange shows this minute. The vendor offers quarterly updates of the weights.`,
  "brand-voice": `
Our surf school's mails suddenly read like the tax office.
Grandma Elsa has been the face of the biscuits for forty years. She would never write "leverage".
With one colleague it is all smiles, with another it barks; the guests should feel they deal with one house.
The obituaries lack warmth, and we gave the thing every fact it needs.
It is correct, it is complete, and it sounds like a washing machine manual. Our column is loved for its wit.
The ghostwriter wants it to write like the senator talks. Would training on 300 speeches do it?
Yesterday's caption was dry as dust and today's is full of puns. Same account, same product.
Our readers would recognise the old editor's way with a sentence anywhere; the machine's they find slick.
The hotel guests get butler language from one shift and pub language from the next.
Too much exclamation and cheer for a funeral home.
Young people say our bot talks like their headmaster.
The wizard in our game started to speak like a call center.
We're the punk among the banks, and its posts would suit any savings bank.
People should hear a calm grandmother when they read it, what they hear is a salesman.
I showed it our last five campaigns and asked "do you get the feel?" It doesn't, one day breezy and the next day pompous.`,
  "structured-output": `
The nightly loader stopped at record 812: someone, or rather the model, put "approx. 30" into a numeric column.
Our till software wants exactly four values back. Now and then there are five, or a friendly remark.
Most orders go through, but when an address has a quote mark in it the whole message can't be read by the warehouse system.
I ask for true or false and receive "Yes, definitely". My if statement is not amused.
The web form gets filled from the e-mail automatically, except on the days when the model calls the field "phone_no" in place of "phone".
Roughly two percent of the replies cannot be deserialised, so a colleague wrote a repair script of 400 lines.
The robot arm takes commands as key and value. Yesterday one came wrapped in prose and it stood still.
Sometimes the list of ingredients is an array, sometimes one long string, and the app shows a blank page.
Our booking engine rejects everything without a departure date; the model drops it if the customer wrote "tomorrow".
Please don't tell me to write another regex. The output needs to be the same shape each time so that the next program can use it.
The import into SAP fails for one invoice out of thirty because the currency is missing.
A smarter model was suggested since the XML isn't well formed every so often. We only ever wrote "answer in XML".
The dashboard is fed by what the model extracts and goes grey as soon as one number has a unit glued to it.
It says "N/A", "none", "-" and sometimes leaves it out; the validator of our partner knows only null.
The calendar entry it creates lacks the end time one time in ten and the sync job dies.`,
  "cheaper-faster": `
At the current rate the assistant costs us more than the two people it helps.
The answers are great. By the time they appear the caller has hung up.
All 90 pages of the tariff are pasted before every single question, and the meter is running.
7,300 euros for August, and the pilot had only fifty users.
We like what it does for the claims team, we can't roll it out to everyone at this price though.
Twelve seconds of a spinning wheel. Nobody in the shop has that patience, good as the advice is.
The examples in the prompt alone make up nine tenths of what we're charged for.
My controller wants a third off the AI invoice by Christmas, without the quality dropping.
Every turn of the chat drags the whole house manual along. Is that why it is so dear?
It has to feel instant at the counter, and it takes as long as making a coffee.
The agent is fine, only each run is 2 dollars and it does four hundred a day.
Should we look for a low-cost vendor? The translations are perfect but the unit price kills the business case.
We charge customers 9.90 a month and a heavy user eats 14 in tokens.
The rulebook goes with each of our 30,000 daily calls although it hasn't changed since spring.
They are happy with it but for the delay before the first word.`,
  "shrink-a-local-model": `
Downloaded Gemma for the museum guide, and the tablets crash when it loads.
Our four-year-old server with two 16 GB cards can't hold the thing, do we have to buy new ones?
On the drone's board it needs nine seconds for a sentence.
The llama file is 140 gigabytes. The ship's computer has 64.
It runs on the lab's single RTX card, if you are patient: one token, sip of tea, one token.
IT says the open model takes the whole GPU node and the simulations have to wait.
How can I get DeepSeek onto a MacBook with 16 gigs?
The kiosk PC has no graphics card at all and the open model crawls.
We went for open weights to host them in the basement, and now the basement is too small: memory full at start.
With five nurses at the same time our own box with Mistral on it grinds to a halt.
The tractor cab has a Jetson in it. The model we picked wants eight times its memory.
Could the checkpoint be squeezed so that a normal office PC can run it?
Running Phi in the browser freezes the machine.
CUDA out of memory, every evening, since we went from the 13B to the 34B.
Do we train a smaller one, or is there a way to make the 32B fit in 24 gigs?`,
  "small-student": `
GPT has been writing our meta descriptions for two years, editors accept nearly all of them. An apprentice model that has read those could do it for pennies.
Half a million intents were assigned by the flagship last quarter and we trust them. Let a little one study them and take over.
It is always the same question to the most expensive model: is there a person in this headline and who. Surely a dwarf can be taught that from the records.
The heavy model turns voice notes into to-do items all day, brilliantly. I'd rather have something on the phone that learned it from the heavy one.
We saved each of the top model's answers to the address-splitting job, 3 million by now. Is that enough to raise a small successor?
The premium model rates essays exactly as we'd like, forty thousand a day. Something light should absorb its judgement.
A trainee watching the master: that is how I imagine the small model learning the one thing the big one does for us.
Subject lines for mails, nothing else, written by the costliest model we have, thousands an hour. What it wrote is all stored.
The big one standardises job titles for us, day and night, hardly an error; a tenth of its size should do if it can crib from the old answers.
Our ticket summaries come from the giant and are loved. Use them to bring up a model that fits the budget for just that.
For seven months Opus has normalised ingredient names for us; we kept the pairs. Can a mini inherit the skill?
The large one never errs on this chore, but 20 million a day on it is mad. Pass its knowledge on to a little sibling.
We want to clone what the expensive model does in this single step into a cheap one, from its own transcripts.`,
  "same-task-millions": `
Eleven million meter photos' texts a month, only the smallest model is affordable. Since spring two people have done nothing but improve the prompt, smudged digits still fail. The field crew has corrected 14,000.
Toll receipts, 800,000 a day. The 3B is all that fits the budget, fifty prompts later the foreign ones are still misread, 6,500 have been verified by clerks.
One form, the same one, four million copies a quarter through a small open model. The instructions have been rewritten by three agencies, rare boxes go wrong, and the pension office has signed off 18,000 by hand.
Every parcel label in the country passes through it, so bigger is out of the question. We are at prompt revision 27 with examples and schema; the remaining 5% are street names in dialect. Gold set: 11,000.
Our coders checked 30,000 discharge letters, the small model has to do 2 million a year times two, and no wording of the prompt brings it above 93%.
The volume is insane, 40 million lines nightly, and the model is tiny. Prompt work has stopped paying off. Experts have labelled about 8,000 of the nasty ones.
We OCR and extract 3M waybills each month, the latency allows a 7B at most, few-shot has plateaued, and the back office keeps a checked list of 16k.
Bank slips by the million, same nine fields. Prompt version 33. It trips over handwritten amendments, for which tellers have supplied 5,200 corrected records.
Warranty claims, one template, six million a year through the cheapest model. After half a year of prompt polishing it still confuses two dates. Auditors hand-checked 9,500.
It must be the small one because of throughput: 25 requests a second around the clock. What prompts could do they have done, we have 20,000 reviewed samples to show it.
Ten million ad texts a week into our taxonomy on an 8B, prompts squeezed dry, moderators left 50,000 verified decisions.`,
  "stubborn-format": `
Change ringing methods in our tower's shorthand: the whole reference and forty examples are in the prompt, a grammar restricts the output, and still bell seven goes astray.
Our CNC controller has a dialect of its own. We tried few-shot, we tried a BNF, it slips back into standard G-code.
For the archive we need Leiden-style transcriptions with our extra signs. Samples, a style sheet and a validator loop did not help.
The 1983 mainframe record layout with its packed fields is beyond it. Schema given, twenty records shown, columns drift anyway.
It writes nearly valid crochet diagrams. We showed it dozens and wrote an EBNF, and the increases are still in the wrong row.
Tried examples, tried constrained decoding: the labanotation it produces is legal and makes no dance.
Our insurer's claim shorthand (like B7/kx-3) defeats it even with the code book in the prompt and a pattern it must match.
The fire brigade's signal plan language. A JSON schema can't say it, a grammar could and was used, results remain wrong.
Byzantine chant neumes: sixty worked pieces in the prompt, a parser that rejects errors, and it fails on every second line.
Custom SCPI commands for our test bench come back as generic ones although the command tree was handed over as a schema along with samples.
We gave it the specification of our telegram format, examples by the dozen and three retries with error messages. It keeps swapping two blocks.
Our pharmacists' magistral notation isn't in any training data, evidently. Few-shot and a formal grammar brought it from never to rarely.`,
  "hardest-problems": `
Twice a year we have to prove that the dam holds. Take as long as you want, cost what it may, but be right.
A wrong call in this arbitration sinks the firm. I want the cleverest thing money can buy, for one single memo.
Our mathematicians have three conjectures left. Which model would give them a real sparring partner?
For rare-disease boards, about four patients a week, we want the deepest thinking available. Nobody asks about the fee.
The merger model has nine moving parts, and weaker assistants lose the thread. It's one deal, eighty million at stake.
There's a bug in the flight controller that five seniors couldn't find. Let the strongest one think all weekend.
We ask maybe thirty questions a year, each decides on an exploration well.
Last time a cheaper one overlooked an exception in the treaty, and we lost. This time the best, whatever the bill.
The architecture of the signal box has to be argued through with no gap; the safety case is read by people who find every gap.
An antitrust theory in twelve steps, and it drops step eight. Should we fine-tune something on competition law?
I don't care about speed or price. I care that the dose calculation for these few children is beyond doubt.
Only one question, really: can the protein fold that way. It may run for a week.
Our toughest tax case of the decade. Which is the most intelligent model there is?
Ten strategic decisions a year, and being wrong costs more than any subscription.`,
  privacy: `
The ministry's cable traffic may be summarised, but not on anybody else's computer.
Our notary chamber would take away my licence if deeds went to California.
Down in the tunnel there is no signal, the crew would still like to ask it things.
Works council: yes to the assistant, no to any recording going outside.
The customer's NDA has a sentence on AI services. It is a no.
Blood results of soldiers. The servers have to stand in this country, said the surgeon general.
Our inventions aren't patented yet, so nothing about them may be typed into somebody's website.
The youth welfare office works with files that must not be seen by any company. Would anonymising be enough to use ChatGPT?
On the frigate the line to the outside is cut for weeks.
Swiss bank secrecy. Need I say more? And the tool sits in Oregon.
The insurer's audit found that claims photos went through a US provider, since then everything is stopped.
Data protection signed off on the use case, provided that it all stays in our own data centre.
We process confessions of crime victims. I'd go to prison if that leaked.
The recipe has been in the safe since 1911 and I am to paste it into a chat window?
Source code of the voting machine, by law not to be handed to third parties.`,
  "makes-things-up": `
The footnotes look splendid. I checked six of them, and none of those books was ever printed.
A customer showed up with a voucher the bot had promised him. There has never been such a voucher.
It told the newspaper that our founder died in 1962. He is sitting next to me.
We sell no blue version. It described the blue version in detail and took an order.
The tour guide app has the king sleeping in a castle that was built after his death.
It swore that paragraph 12 allows it. Paragraph 12 is about parking.
My student handed in a reading list. The library couldn't find half the titles because there are no such titles.
According to the assistant we won an award in 2020. Nice, but no.
The patient leaflet listed a side effect from nowhere, and it was stated as if proven.
It quotes our CEO with words he never spoke. Would a lower temperature do?
Asked about a street that isn't on any map, it gave directions.
It claimed that the flight was refundable, quite sure of itself. It wasn't and we had to pay.
The expert report cites a standard with a number that was never assigned.
A legend about our church that some machine dreamt up is now on the tourist board's page.
It would rather invent a phone extension than admit that it hasn't got one.`,
  "wrong-passages": `
The manuals are all in the index. Ask for alarm E-417 and you get the chapter on E-471.
It quotes the 2018 edition of the rules though the 2024 one was indexed along with it.
When a lawyer looks for "Schmidt v. Land" the assistant's search brings every Schmidt there is.
We built RAG over the minutes in May. It picks paragraphs that share words with the question and miss the point.
The right page turns up at rank twenty, we give the model the first four.
Ask the document bot for screw M6x20 and it proudly presents M8x20.
The lookup returns three times the same paragraph from three copies, and not the one with the answer.
Tables were cut in two when we loaded the files, now the numbers come without their heading.
Our assistant's library search confuses the two subsidiaries and serves the other one's pension plan.
"How does that work with the thing from last time" finds nothing, of course, but that's how people ask our knowledge bot.
All the recipes are embedded, and a query for lactose-free brings up everything with lactose.
They want to swap the chat model, yet what it is handed from the index is about another machine.
The search fetches the press release in place of the contract, probably since both name the client.
Since the switch to semantic search nobody finds a part by its number.
I looked into the log: the correct section was never among the snippets that were passed on.`,
  "vector-database": `
Our architect will not begin before there is a Qdrant cluster. It's about four thousand letters.
The offer for a managed embedding store is 900 a month, should I sign?
Is our old Postgres good enough to hold the vectors or does it take something special?
Somebody drew a box named "vector DB" between the app and the model. Which product goes into the box?
For 80 million product images' embeddings, what would you buy?
They wish to run Milvus, I'd have used a file. Who is right with nine thousand FAQ entries?
Weaviate's salesman was here. Do we need that for the club's newsletter archive?
Chroma on my laptop was fine, what do we take in production for two million passages?
Where should three hundred thousand embeddings live?
Before anything else the team would like to evaluate six vector stores for a quarter.`,
  "own-model": `
France has one, so our president wants one, trained at home and with a native name.
The supervisory board is sick of paying rent to Silicon Valley: thirty million for a cluster and we make our own.
I read that a bank trained its very own language model. Why are we still customers of somebody?
We have all the weather data in the world, let's grow a big model from nothing and own every weight.
The dean would love the university to be the first with a model that isn't built on anyone else's.
Nobody can pull the plug on us if the thing was born in our basement, from random numbers up.
Our newspaper has 150 years of articles. Enough to create a model of our own, from the first letter on?
For the stock market story it has to be our brain and not a licensed one.
Pretrain on our documents plus the public web, eight people, one year: that is the proposal for an in-house GPT.
Being able to say that we made it, not bought it, would be worth a lot to the marketing department.
The cooperative wants to stop being dependent and raise a large model itself.`,
  "plain-labels": `
Letters go to tax, permits or complaints, and there are ten years of stamped ones in the cellar. The vendor wants to ask GPT for each.
All I need to know of a call is whether the person wants to cancel. Yes or no.
The customer number always follows "Kd-Nr." and has nine digits, and we pay a language model to read it.
Pictures' captions get one of fifteen keywords. A student has done 9,000 by hand.
Is it German, Turkish or Arabic? That decides who calls back. A huge model seems too much for that.
Returned shoes: too big, too small, faulty, changed mind. There's a column with 60,000 of them filled in.
We'd like to put a red flag on mails that contain a threat, nothing more. Three years of flagged ones exist.
From each flyer I want only the date of the concert, it's printed at the top.
Is this sensor report ok or not ok? The engineers have judged 30,000 and somebody suggests an LLM.
Resumes: developer, designer or other. The bot vendor charges four cents apiece.
Which of our five shops a review is about, that's the entire task.
Junk or real inquiry? We kept all the junk since 2015.
Every bank line gets one account out of 200, and the bookkeepers have done it for a decade.
They fine-tune a Llama to find out whether a text has swear words in it.
Urgent, normal, can wait. The dispatcher has marked every fault report so far.`,
};
