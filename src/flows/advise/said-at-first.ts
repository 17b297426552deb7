import type { SaidByRow } from "./table.ts";

/** The list for tuning and the first list that was sealed (test/fixtures/advise): once both were scored, they are worth more as lessons. One text a line. */
export const SAID_AT_FIRST: SaidByRow = {
  "better-prompt": `
Every itinerary it drafts for our Lisbon clients could have been lifted from an in-flight magazine. I'm tempted to say the thing is just too weak and we should pay for the premium one.
Quiz questions for my second-year nursing students come out so easy that my twelve-year-old would pass. All anyone ever typed in was 'make a quiz about wound care'.
meh, the site-meeting summaries again. nothing in them is wrong, they just tell me nothing I could act on as a foreman. fine-tune it on good ones maybe?
Our parish council asked the bot for a flyer about the new recycling days and got something that could be about any town on earth. Should we upgrade to the expensive plan?
I teach second-year pharmacology. When I paste a student's essay and ask for feedback it says 'well structured, consider adding depth', which is worthless to a twenty-year-old; my dean thinks we need a fine-tuned education model.
quest ideas it gives me are meh. fetch ten wolves pelts, rescue the blacksmith's daughter, yawn. all I type is 'give me side quests for our game' tbh`,
  "fixed-habit": `
Compliance wants the line about past performance under each answer, no exceptions, and at the moment it appears when the bot feels like it. The vendor has offered us a training run on 2,000 chats.
Guest writes German, bot answers English. Must be the language of the guest, please, also for the Polish guests.
Can it stop opening with 'Great question!'? Three pet owners whose dog had just died sent us screenshots.
We are in Ticino, and customers who write in German get German back. The owner wants Italian always, whatever they write in, and I was thinking of collecting a few thousand Italian chats for training.
Please make it stop saying 'Great question!' before it answers. The nurses on ward 6 roll their eyes every single time.
Legal signed off on one condition: each message to a policyholder has to close with the ombudsman's phone number. Can we retrain it so that this never gets dropped?`,
  "own-knowledge": `
We've got eleven years of fault reports from the lift technicians sitting in SharePoint, and the chatbot has never heard of a single controller type we install. Plan is to train Llama on the whole lot over the summer.
I asked how many days off I get now that my father-in-law has died and the HR assistant recited some national statute, although the city's collective agreement has a page on exactly this.
New reps keep phoning the lab to find out which primer goes under the 4400 series. It's in the data sheets, all 900 of them, and ChatGPT obviously hasn't seen those.
Members want to ask what the collective agreement says about night shift allowances at our plant. The robot talks about labour law in general and I have to open the PDF myself.
New hires on the service desk keep pinging Marek because only he remembers how we solved the badge reader outage in 2019. It's all in Jira somewhere, 40,000 tickets, and the chatbot has no clue about any of it.
A docker in Felixstowe asks how we stow reefers on the lower deck and the assistant gives the textbook version, not our terminal's procedure. We've got eleven binders of procedures scanned; how much would it cost to fine-tune on those?`,
  "growing-wiki": `
Whenever a postdoc leaves, half of what the yeast group understood walks out too, and a year later somebody rediscovers it. I'd like the findings to pile up in one place, refer to each other, and get fixed when a new run contradicts an old one.
Third time this year that we've figured out from scratch why the Frankfurt cluster drops its leases. Postmortems exist, nobody joins them up, and the 2022 ones are plain wrong by now. Would a longer context window help?
For the investigations desk: a page per company and per person that gets updated each time a reporter learns something and shouts when two pages disagree. These stories run for eighteen months and we change staff in between.
After each big trial we hold a debrief, someone writes two pages, and nobody ever opens them again. What I am after is a living file on every judge and expert witness that is amended as we learn more, with the old errors struck out. One partner says just feed all the debriefs into a training run.
Every season the agronomists learn something about the heavy soil by the river and by next April it's gone again. Could the machine keep our notes in order for us, merge the doubles, connect blight to drainage and so on, year after year?
Three postdocs have each figured out why the cryostat drifts in spring, and each one started from zero. I'd like something that keeps what we find out, notices when a later measurement contradicts it, and gets better by the semester.`,
  "current-events": `
Our dispatcher asked whether the Gotthard is open and got told about a closure from two years ago. The truck sat in Airolo till evening.
Somebody in IT proposed retraining once a quarter so that it knows power prices. My traders care about what the intraday auction did at 10:15.
Visa fees went up in spring and it still tells applicants the old amount; the ministry edits that web page practically every other week.
It told a passenger the 14:20 ferry was running when we had cancelled everything because of the storm warning an hour before. Do we have to retrain it every night?
Wheat moved six percent since breakfast and the thing is quoting me a price from who knows when. I need what the exchange says today before I sell the silo, so maybe we get the newest model each time one comes out?
Reporter on the desk asked who leads the coalition talks and it named the fellow who stepped down last month. Embarrassing for a newsroom.`,
  "brand-voice": `
We bury people's parents. The condolence letters it drafts read like a bank announcing new opening hours.
Monday's skateboard blurbs were cheeky, Tuesday's could have come out of a pill box, and it was the same intern with the same prompt. First idea here was temperature zero.
Donors have had letters from Margaret for twenty years and they can tell when it isn't her. What would make the machine write the way she does, should we hook it up to the donor database?
We're a funeral home in its fourth generation. The replies are correct and complete, yet they sound chirpy, like somebody selling phone contracts, and my father wants it off the website by Friday.
The Duchess in our visual novel talks like a nineteenth century aristocrat in chapter one and like a Californian barista in chapter four. Our producer wants a bigger model, I doubt that helps.
Put Monday's newsletter next to Thursday's and you'd swear two different breweries wrote them, one is a stand-up comedian and the other a bank. Facts are fine in both.`,
  "structured-output": `
roughly 1 in 40 replies has a chatty 'Sure, here is your JSON:' in front or a trailing comma, and the stock importer falls over. I'm on my fourth regex
Night job at the clinic crashed again: \`duration_min\` came back as "half an hour". So far all we do is ask nicely in the prompt for an integer.
Some flats arrive at the property portal with no postcode key at all and the portal throws out the entire batch. The agency's developers say we need a smarter model, which I doubt, since the postcode is right there in the landlord's mail.
the bot should hand the order to our till software, sometimes quantity is 2, sometimes "two", and on Saturday it was simply not there and the kitchen got nothing
About one in forty claims crashes the importer because there's a friendly sentence in front of the curly brace. I wrote a regex to cut it away, now it breaks on something else. Bigger model?
We told it 'return JSON please' and the night job for the lab results still dies every few days with unexpected token at position 0. My proposal is to train on 5,000 good examples.`,
  "cheaper-faster": `
Finance just forwarded me September: 14k. Each call ships the same 60-page underwriting guide ahead of the broker's two-line question.
Shoppers wait nine seconds before the size adviser says a word, and by then a third of them have gone. The advice itself is spot on.
Legal loves the lease checker, no complaints about what it finds. But at 38 cents a lease I can't give it to the regions, so are we going to have to drop down to a dumber one?
Finance has flagged the invoice: 31,000 euros in March, and the answers are good so nobody wants to turn it off. Each call drags our 60-page tariff handbook along, if that matters.
Callers hear eleven seconds of silence before the voice assistant says anything, and half of them hang up. Nobody complains about what it says once it does speak.
Love the feature, hate the spend. Could we train a model of our own so that we don't pay for the same 20k tokens of contract template and house rules on every click?`,
  "shrink-a-local-model": `
Bought a workstation with a 24 GB card, downloaded the 70B weights, out of memory before the first token. Do I seriously have to order three more cards?
On the harvester's onboard computer the Mistral gives two words a second; the driver is at the end of the field before it has finished the sentence.
Qwen 32B swallows both A5000s in the geology department's server, so the seismic people can't run anything. Could it live on just one of them without turning stupid?
Bought a workstation with a 24 GB card for the radiology annex and the 70B checkpoint won't even load, out of memory straight away. The vendor wants to sell us two more cards.
Our level designers run Qwen next to the editor and there are only 6 gigs of VRAM left over once Unreal is up. Anything we can do besides giving everyone a 5090?
Got the open Mistral going on the trawler's old laptop, the one in the wheelhouse. Two words a second, by the time it's done the fish are gone.`,
  "small-student": `
Since last year the top-tier model has pulled allergens out of supplier PDFs, practically flawless, and we kept all 400,000 of its answers. Surely something a fraction of the size could pick up that one trick from them?
Chapter titles for podcasts, that's the only thing it does for us, thirty thousand episodes a week on the flagship. I picture a tiny one that has looked over its shoulder long enough to take over the shift.
Two years of damage descriptions rewritten into garage shorthand by GPT are sitting in our logs, and the mechanics never grumble about them. Let's use that to teach a little model for the workshop tablets rather than calling out each time.
Proposal for Q3: negotiate a volume discount with the provider, since all we ever call the flagship for is rewriting part descriptions into a 12-word title, around the clock. Kwame says the logged titles are good enough that a little model could just imitate them, and I would rather have that.
For eight months the big model has been turning free-text delivery notes into our short driver instructions, and we've kept every input and reply. I'd like to use that archive so something a hundredth of the size does this one step on the handhelds' backend.
GPT-whatever tags the tone of every viewer comment for us, two million a week, and it is right practically always. Feels like hiring a professor to sort the mail; can't some tiny thing watch how he does it and take over?`,
  "same-task-millions": `
Nine million parcel descriptions a month into tariff codes, and the latency budget ends at 8B. We've polished the prompt since January, mixed goods still go wrong, and the brokers have meanwhile corrected 22,000 by hand.
Cleaning up merchant names from card statements: 60M lines a day, so the cheapest tier is where we stay. Forty prompt versions in, franchises and marketplaces still trip it up; ops has a verified set of about 12k. My team's suggestion is version forty-one.
All hospitals in the chain push their radiology follow-ups through the same small model, something like 5 million a quarter, and hardware won't allow a bigger one. The odd wordings keep slipping past in spite of months of prompt tuning, and we do have 9,000 cases the doctors signed off.
We process 9 million card disputes a month, one decision per dispute reason narrative. Latency caps us at the 8B model, two people spent the whole winter on the instructions, and the nasty mixed cases remain wrong; the back office has 26k of them corrected by hand.
Customs descriptions to a clean goods summary, 400k an hour at peak, on the small model because nothing larger fits the time slot. Version 61 of the prompt is no better than version 48 on chemicals and used machinery. Inspectors have verified 15,000 pairs, should we hire another prompt person?
What's left to try? Our ad-listing cleaner runs over the entire marketplace daily, tens of millions of items, can't afford a bigger model, examples in the prompt were tuned to death, and it trips over bundles and spare parts still. Annotators have signed off on 40 thousand rewrites.`,
  "stubborn-format": `
Lace charts in our house notation. I gave it thirty worked patterns, my nephew wrote a proper grammar, and still the yarn-overs don't add up in every second row.
Interlocking logic in the supplier's ladder dialect: few-shot done, decoding constrained with the EBNF, and branches are nested wrong anyway. Perhaps the next GPT will just know it?
Our port speaks a home-grown subset of EDIFACT. Sample messages by the dozen in the prompt, segment table passed as a schema, retries up to five, and it goes on putting the container groups after the hazard block.
ABC notation for the folk archive: bars don't add up, ornaments land in the wrong place. We put thirty tunes in the context and even constrained it with a grammar file, it is valid by the letter and musically garbage.
Knitting charts for our machines, it's an old Japanese punch-card code. Showed it many samples, wrote up the schema, restricted what it can emit... every third chart is wrong again at the decreases.
Our interlocking tables for the railway signal boxes are written in a house syntax from 1987. I gave it the BNF, a dozen worked stations and a validator in the loop, and still it muddles route locks and flank protection; my boss says wait for the next version.`,
  "hardest-problems": `
Maybe five times a month we need a patent clearance argued through claim by claim, and an error there costs us a factory. I don't mind if one run comes to 200 dollars.
One bridge a week lands on my desk for load review, and I want it thought over the way the best professor I ever had would do it. Let it take an hour, let it take the night.
The quants' proof of that pricing bound keeps breaking in step four no matter how the assistant reformulates it. It's a single problem, the fund hangs on it, nobody will look at the bill. Fine-tune on maths papers?
Proof of Lemma 4.7 has a gap somewhere and neither my coauthor nor the referee can find it. A handful of questions like that per term, that's all we would use it for, but a merely plausible reply is no good to us.
Perhaps fifteen times a year we get a tumour board case where four specialists disagree. For those I don't care whether it costs five hundred euros or takes an hour, I want the strongest reasoning there is.
We have one appeal before the Federal Court and the argument turns on how five statutes interact across three decades. The associate wants a cheap model with a fine-tune on our briefs. Money isn't the issue, missing a step is.`,
  privacy: `
No cable leaves that hangar and no phone goes in. The mechanics would still like help with wording the maintenance reports.
As a psychotherapist I'm bound to secrecy, and my chamber was blunt that no American cloud gets to see session notes. Would blacking out the names do?
FINMA was unambiguous about client files: they stay in Switzerland. The tool all the advisers love runs in Virginia.
The customer's NDA for the unreleased console says nothing, not one line of script, goes to a third party server. Writers want an assistant anyway.
Patient letters can't leave the hospital network, our data protection officer was crystal clear. So is it fine if we just remove the names and send it to the American cloud?
No internet below level 400 in the mine, and the shift foremen want to ask it things down there, on the tablet. Someone suggested a satellite dish.`,
  "makes-things-up": `
Opposing counsel took great pleasure in telling the judge that two of the rulings in our brief don't exist.
According to the label text, a Countess von Rehlingen gave us the vase in 1887. I spent a day in the archive and there was never any such woman. Somebody said to lower the temperature.
it told me your e-bike has 7 years warranty on the battery, now the shop says nobody ever offered this!! and it was so sure, even gave me a paragraph number
Judge Okonkwo asked me for a copy of the precedent in paragraph 12. It does not exist. Neither do the ones in 14 and 19, and it had given page numbers for all of them!
Turned the temperature down to zero and it still told a farmer that our sprayer has a 36-metre boom option. We never built such a thing.
For the obituary it came up with a Grammy the man never won and a wife he never had, all in the calmest tone. Would a larger model fix that or do I fire it?`,
  "wrong-passages": `
Type in valve HX-2207-B and the help bot serves up the pages for HX-2270, every time. The manuals have been indexed since June, so now they want to swap in a larger chat model.
On dental top-ups it quotes from the travel cover. I looked: the paragraph we need is in the index, it merely turns up at position thirty and we hand over the first five.
Ever since the case files were made searchable for the assistant, a question about our client Maier fetches Meyer, Mayr and a dairy called Meierei.
Type in E-4471-B and the helper pulls up the page on E-4417, every time, though the right sheet is in the index. The supplier suggests to fine-tune the chat model on our fault codes.
Looked at the logs for the bank's advisor tool: in 38 of 100 questions the paragraph with the answer was not among the ten it was shown. My team lead wants to swap in a smarter LLM, I'm not convinced.
We hooked the assistant up to the council's bylaws last autumn. Ask about fences and it fetches the dog leash chapter, then answers very nicely from that.`,
  "vector-database": `
Pinecone or Weaviate? Purchasing needs a name by Friday, it's for about 3,000 questions from our gardening hotline.
my lead says pgvector won't scale and we have to stand up Milvus on its own cluster before we write a line of code. we have 12k recipes
The consultant says step one for our notary office is to purchase an embeddings store, around 18k a year. Is he right that nothing goes without?
Pinecone, Qdrant, Weaviate or just pgvector? I have to put a line in the budget by Wednesday and the only thing we have is 3,000 museum catalogue entries.`,
  "own-model": `
The minister would like one that carries our country's name, trained here from the first token, and not an American one with a sticker on it.
As long as we rent brains from San Francisco, nobody in the dairy business will take us seriously. I'd set five million aside and have the cooperative pretrain its own GPT.
The minister wishes for a national language model, trained here from the first token, so that we depend on nobody in California. What would I need to tell her?
At the board retreat it was decided that a reinsurer of our standing ought to have its own GPT, built by us from scratch, with our name on it. I'm supposed to hire four people for that.`,
  "plain-labels": `
Post comes in and has to go to claims, sales or complaints, three trays. There are 50,000 old letters with the tray stamped on them, and the consultant wants to send each new one to GPT.
Before a chat goes to an agent we need to know whether it's Portuguese or Spanish, nothing else. Is a Llama fine-tune the right size for that?
From the timber delivery notes I only need the day of arrival, which always stands right behind the word 'Lieferdatum'. We're paying two cents a sheet to have an AI read it.
is this review fake, yes or no, thats all i need. have around 8k marked ones from the webshop. chatgpt api costs me more than the shop earns lol
From every bill of lading we want a single thing, the arrival date, and it's always printed after 'ETA' in the top right box. Intern is building an agent with three prompts for this.
Each mail to the town hall belongs to roads, waste, permits or taxes. We've eleven years of mails that were forwarded by hand to the right office, and now IT wants to rent GPUs for a chatbot that decides.`,
  elsewhere: `
Standup takes forty minutes since they merged the checkout and the loyalty people, and half of us have nothing to do with the other half's board.
Who holds the copyright in the pictures the image generator made for our hunting calendar? The printer wants it in writing.
After the Android update the scanner app loses Bluetooth as soon as the screen locks. Forklift drivers are going mad.
Two of my seniors refuse to touch the coding assistant while the juniors merge whatever it spits out without reading. How do I get both camps to agree on reviews?
Our parish council wants its meetings turned from audio into text, thick dialect and all, with a note of who was speaking.
Provider's terms changed on the first and procurement wants to know who owns the copyright in pictures our art team generates, us or them.
Can somebody tell me which licence we have to put in the repo if we copied a sorting routine from a GPL project into our seed drill firmware?
The Postgres replica lags forty minutes behind after every payroll run and the reports show last week's hours. Is that a vacuum problem or the disk?
Half of my translators are afraid that they'll be replaced by next year and two have resigned already. I don't know what I should say at the staff meeting.
Since the merger we've had two release managers who overrule each other, and the sprint board looks like a battlefield. Who decides what ships on Thursday?`,
};
