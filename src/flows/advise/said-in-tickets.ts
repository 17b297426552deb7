import type { SaidByRow } from "./table.ts";

/** Of one of several people who had only the table, wrote on their own, and saw none of the other texts. One text a line. */
export const SAID_IN_TICKETS: SaidByRow = {
  "better-prompt": `
Honestly I expected more. You ask for advice on our summer menu and it lists ten things every cookbook says, so maybe we need the premium subscription for all 14 staff.
It gives the trustees a summary of each grant application but skips what trustees care about, like is this realistic and what are the risks. Our only input is the line 'please summarise'.
When I paste a complaint from a hotel guest it replies with an essay on customer satisfaction, when what I wanted was three options for what to offer the guest. I suppose we picked the wrong model.
The job adverts for drivers come out aimed at office people. My wife says fine-tuning would fix it, she read about it.
The newsletter drafts it gives us for the garden centre could be about any garden centre in the world. I type 'write newsletter for March' and get fluff.
Meh. Not wrong, just not useful – too general, and half of it answers a question I didn't have.
Our head of maths asked for exercises for weak year 8 pupils and got stuff for university. Should we retrain it on school books?`,
  "fixed-habit": `
No emojis. We are a funeral home.
The council's equality officer insists prices never get mentioned in chat, only a link to the fees page, but the bot happily quotes amounts.
Some parents write in Polish and it answers in English. It must answer in whatever language they wrote, full stop.
Please have it always sign off with the ticket number. Right now the front desk adds it by hand, forty times a day.
Can someone make it stop opening every single message with 'Great question!'? Patients find it weird.
Every reply to a tenant has to end with the out-of-hours repair number, and right now it's there maybe half the time. Would 2,000 sample replies be enough to train that in?
My drivers read this on a phone at a petrol station, so nothing longer than four lines, ever. The agency quoted us 6,000 euros for a custom model that keeps it short.`,
  "own-knowledge": `
How would the chatbot know our cancellation rules? It makes general remarks about hotels, but our rules are in a 30-page PDF that reception keeps.
We have eleven years of repair reports for heating boilers in SharePoint. I want a young fitter on site to be able to ask 'what did we do last time with error F28 on this type' and get it.
New warehouse people ask me the same things all day: which gate for frozen, what to do when a pallet is short. It's all in our handbook, so let's train an AI on the handbook.
I was told we need a fine-tune with all our 480 product sheets so that shop staff can ask which paint goes on which primer. Is 20k a fair price?
Teachers want to ask about the school's own absence procedure and the assistant only knows what schools do generally.
As practice manager I'd like the assistant to answer from our protocols, not from the internet, when a nurse asks who may give which vaccine here.
Volunteers keep phoning the office about expenses, safeguarding, keys for the hall... the answers all exist in our policy folder, but the AI thing has never seen that folder.`,
  "growing-wiki": `
Our fundraisers learn things about each foundation over months. I'd like one place that gets better with each conversation, where contradictions are spotted and old stuff is corrected, and I assume for that we retrain a model every quarter?
We've done 60 exit interviews and 14 project post-mortems, and each one is read once. Shouldn't there be a growing set of conclusions that each new one adds to or revises?
Every time Henk works out why a batch of cheese went wrong, it's discussed, fixed and forgotten, and two years later we work it out again. I want that knowledge to pile up and stay in order.
People leave and what they figured out leaves with them. Not looking for a search box, we have one; I'm looking for something that turns the monthly case reviews into pages that somebody keeps tidy.
Could the AI keep a sort of living notebook for the farm, adding what we learned per field each season, linking it to earlier years and striking out what proved false?
In the clinic each physio has private tricks for the odd cases. Let's buy a bigger model with a huge memory so that after a year it holds all of it neatly together, cross-referenced, with the outdated bits taken out.`,
  "current-events": `
Does it know who won the council elections last week? It keeps calling the former mayor the mayor, which is embarrassing in the letters.
The new minimum wage came in on 1 January and the thing still does the sums with the old one. Seems we bought a model that's too small.
Our wheat seller wants to know what the exchange closed at this afternoon, and the assistant talks like it's still two years ago.
For the beach hotel I want guests to ask about tomorrow's wind and the ferry delays; at the moment it says it cannot know.
It told a customer the diesel surcharge from last year. The real one changes every Monday.
Asked it which roads are closed for the marathon this Sunday and it has no clue. Time for a retrain every week?`,
  "brand-voice": `
Three receptionists use it and three different hotels seem to be answering the mail. Should I connect it to our old letters through one of those vector databases?
The headteacher writes warmly and a bit funny, and parents love that. What the AI drafts for her is correct in every detail and has none of it, so she rewrites everything on Friday night.
Facts are fine. But my customers can tell in two words that a machine wrote it, it doesn't sound like us.
One day our posts sound like a bank and the next day like a teenager. We're a bakery, we've had the same friendly dry tone for thirty years and I'd like it back.
The donor letters come out so salesy. Our charity is quiet and plain-spoken, and our chair refuses to sign these.
Too stiff! We sell surfboards, and the product descriptions read like a notary made them.`,
  "structured-output": `
Our till supplier says the product file the AI makes is 'invalid' now and then and the whole upload gets refused. Sometimes a price is text, sometimes a column is gone.
The contractor's script wants yes/no in the 'urgent' field and it gets 'probably', or the field isn't there. Then the maintenance board shows an error and I have to call him.
The form tool crashes when the answer has a comma in the wrong place, happens maybe twice a day. Do we need a cleverer model for that?
Bookkeeping import stopped again this morning: invoice date missing from the record, amount written as 'approx. 200'. We only told it in words which columns we need.
So the booking requests get read from emails and pushed into the reservation software. Mostly OK, but on Saturdays with 300 mails a dozen end up with no arrival date field at all, and I'm told training it on examples is the only way.
About 1 in 30 delivery notes doesn't go into the planning system, because the AI put a chatty sentence in front of the JSON. My nephew who built it says the prompt just asks 'return JSON'.`,
  "cheaper-faster": `
We're happy with what it does, but 1,900 euros last month for a shop with six people is silly.
The council pays per word or something, and every question from a citizen carries the whole waste regulation with it. It doubled since April.
My receptionists have gone back to typing replies themselves, because by the time the suggestion shows up they've already finished. Nothing wrong with the suggestion itself.
Quality's good, invoice isn't. Somebody suggested we buy our own server with graphics cards instead – is that really cheaper?
Guests wait 15 seconds for each answer on the room tablet. The developer says it sends our complete hotel guide along each time, all 45 pages.
Can we get the same for half? 8 cents a question, 40,000 questions a month, and the first twenty pages of each are identical.`,
  "shrink-a-local-model": `
The volunteer who set up Llama for us says it needs 140 GB and we own a gaming computer with 24. Is there any trick or do we give up?
Can a Mac mini carry it? The free Qwen thing is on there, the fan goes mad, and one answer takes four minutes.
Our IT guy downloaded a 32B model to the school server, which has one 16 GB card; it spills over to normal memory and crawls. He proposes training it further so it gets quicker.
I'd like the open model to run on the tablets in our tractors. On the big laptop it works, on the tablet it doesn't even load.
It runs on the practice's own server, so that's done, but at two words a second nobody has the patience. IT wants 12k for a new machine.
We put one of the free models on the PC in the workshop and it says out of memory before it even starts. The card has 8 GB.`,
  "small-student": `
It's like having a professor stamp envelopes. The professor does it flawlessly 10,000 times a day, so let an apprentice look at his envelopes and take over.
For a year now GPT has been rewriting supplier descriptions into our shop format and we've kept every result. I'd love a little model that copies its homework.
We saved about 200,000 answers of the big model, all for the same little thing: making a one-line summary of a repair call. Seems daft to keep paying for a genius to do that.
The expensive AI turns each driver's voice message into a neat delivery remark, perfectly, 70,000 times a month. Couldn't something tiny learn it by watching those?
Claude writes the short English version of each Dutch menu item for 900 restaurants, over and over, and it's really good. I want to use what it already wrote to raise a cheap one that does only this.
The premium model does one thing here, cleaning up addresses from handwritten order forms, and it's spot on all day long. Our IT partner says a much lighter one could be taught from its outputs and then sit on our own box – true?`,
  "same-task-millions": `
For the laundry group: stain remarks to treatment instructions, 90k items per day across 60 sites. We can't go up a model size and prompts are past their limit on rare fabrics, though the quality people did sign off 12,000 pairs by hand.
We process around 5 million parcel damage notes a year with the small model, since the large one would eat the margin. The instructions have been rewritten perhaps fifty times, the odd cases still go wrong, and our claims desk has 18,000 corrected ones lying there.
Seed orders, always the same extraction, 2.4 million lines each season. It must answer within a blink on the small machine; the wording of the instruction is exhausted, and our ladies in the office have verified nine thousand examples. What else can be done?
Two consultants have polished the prompt since last autumn and it's stuck at 91 percent on the tricky receipts. Volume is 300,000 a day, a bigger model is out of the question on price, and accounts have hand-checked about 25,000 of them.
The claims summariser does nothing but that one summary, 7 million times a year. Prompt work has stopped paying off, finance vetoed the larger version, and we own some 15,000 summaries that our assessors approved or fixed; the vendor's answer is to add a search database.
Someone wants to try yet another prompt for the meter photos. We've tried since January! Same job, a million a week, a heavier model would be too slow for the vans, and there are 40,000 checked readings nobody uses.`,
  "stubborn-format": `
Our knitting pattern code is a house notation, and even with thirty sample patterns and the formal grammar in the instructions it messes up the repeats.
The CNC router we have speaks a dialect from 1994 that nobody else uses. Twenty good programs as samples plus a grammar file didn't help, so my partner says buy the most expensive model.
For customs we need that old segment-type message with plus signs and quotes. Examples were shown, a grammar was tried in May, and it still puts segments in the wrong order.
It can't learn how we write dental lab orders, the shorthand with quadrants and slashes. Constrained output was switched on, samples were put in front of it, and what comes out is nearly right, which is worse than wrong.
Dance school here: we write choreographies in a notation with staves for the body. The AI was given the rule book as schema and loads of worked examples and keeps mixing up left and right columns.
The organ builder's stop-list notation just doesn't stick. We gave it examples, we gave it the rule sheet, the developer even forced a schema, and still every third list is nonsense to our shop.`,
  "hardest-problems": `
One tender decides whether the company exists next year, and the calculation has traps that fooled the tool we use for mails. What's the very best there is?
For rare diagnoses in the animal hospital we'd like a second opinion that really reasons. Ten cases a year, and vets' hours are far dearer than any AI fee – someone suggested a cheap fine-tuned one, but is that wise?
When the bridge inspection shows something strange, I want the deepest thinking money can buy on that single report. It's twice a year.
We get maybe four of these a month: an inheritance with farmland in three countries, and one mistake costs a family half a million. I don't care if an answer costs 50 euros.
Only our actuary uses it, a handful of questions per week about pension liabilities, horribly complicated. Speed and cost don't matter at all.
The everyday model trips over our roster puzzle with 80 nurses, union rules and three sites. We do it once a quarter, it may run all night, it just has to be right.`,
  privacy: `
Can we have something like it that lives on the phone only? Our counsellors talk with women in hiding and nothing may be sent anywhere.
On our fishing boats there's no internet for eleven days, and the log helper should still work.
Patient files don't leave this building. That's the end of the discussion as far as I'm concerned, so what can we do with AI, if anything?
The customer's contract says drawings may not be given to third parties, not even for a minute. Would it help to pay for the enterprise plan and tick the no-training box?
I'm the bursar, and I just found out that teachers paste pupils' psychological reports into a website chatbot. Our regulator would have my head.
The data protection officer has stopped the pilot since the texts go to servers in America. Youth welfare cases must stay in the country.`,
  "makes-things-up": `
It quoted article 14b of the fire code to an inspector. There's no 14b.
How sure it sounds is what scares me. It gave a farmer a dose per hectare that's on no label whatsoever.
Two of the five studies in the grant application can't be found anywhere, invented authors included. The board wants to turn the temperature down to zero and be done with it.
The bot promised a guest a loyalty discount of 15%, which we do not have, and signed it with the name of a manager who doesn't exist.
A parent was told that our school has a swimming pool. We've never had a swimming pool and nobody ever wrote that, so where does it get this from?
Out of 50 supplier checks, 6 came back with company registration numbers that are pure fantasy. Perhaps a larger model lies less?`,
  "wrong-passages": `
The assistant has our manuals behind it and looks things up, but ask for pump PX-4410 and it opens the page for PX-4401.
Reception asks about late checkout and the tool digs out a 2017 version of the same leaflet, or something about the sauna. The texts are all loaded, it's the picking that's off.
Our helpdesk lookup pulls five snippets from the tenancy handbook for each question, and in my little test 13 of 40 times the right one wasn't among them.
When an inspector types the file number, it finds everything except that file. The supplier wants to swap in a smarter language model to write the answers.
We paid for the document search last year. I ask about parental leave and it shows me the parking rules, even though the leave policy is definitely in there.
Medicine names are the trouble: it retrieves paragraphs about something that sounds alike. Would training the chatbot on the whole formulary help?`,
  "vector-database": `
Someone from the wholesalers' association recommended Milvus for keeping the embeddings of our 30,000 articles. Is that the right one for a firm like ours?
Pinecone or Weaviate or Qdrant – our IT lad can't decide and I know even less. We have about 600 documents.
I read that a serious AI project needs Pinecone. Can you order it before the kick-off?
Before we do anything with the parish archive, let's first set up a vector database, everyone says that's the foundation.
The consultant put 'vector DB licence, 14,400 per year' in the quote for our museum. Which one should it be, or is the price normal?
My budget has a line for an embeddings store. Do we rent it in the cloud or put it on the server in the clinic's cellar?`,
  "own-model": `
Could five grammar schools together create a big language model themselves? The governors think we'd be in control of what it says and it'd be in the papers.
Not adapting someone else's. I mean a real one of our own, trained from the first word, so that the logistics sector sees we can do it.
I've set aside 250,000 so that we develop an AI model completely ourselves. How many people and computers are needed to start from scratch?
Our chairman came back from a fair and wants the hotel group to make its own large model, because then nobody can switch it off or raise the prices.
The mayor would like the town to be the first with its own GPT, made here, with the town's name on it.
Why should we depend on the Americans? A cooperative with 300 farms can build its own language model from zero, surely.`,
  "plain-labels": `
Incoming council post should go to one of seven departments. The post room has done this by hand for years and every letter is recorded with where it went.
All it has to do is say if the mail is an order, a complaint or advertising. We've got 9,000 mails already sorted into folders by Marie.
Reviews: happy, unhappy or neither, that's it. 20,000 of them were already marked by students, should we fine-tune the biggest model with those?
Do we truly need ChatGPT to tell whether a form is in French, Dutch or German? That's what it's doing right now, for two cents each.
I want to pull just the collection date out of the haulage emails; it's nearly always written behind the word 'pickup'. A vendor is offering us an AI agent for 900 a month.
The phone system transcribes voicemails and somebody must decide urgent or not urgent. We kept the decisions of the last three years, around 35k.
Each photo caption of a tree gets one species group out of twelve, a list of words would do for most of it. Still, the plan says we host a 70B model for that.`,
  elsewhere: `
Is there a decent course for shop managers on what AI can do, half a day, not too technical?
Excel froze with the stock list open and now there are two versions, and both are wrong.
Staff are afraid that the chatbot will cost them their jobs, and the works council wants to talk before we go any further.
I don't see how we make the October deadline with half the team on holiday.
The old accounting package doesn't get updates after June. Do we go to the cloud one or the one the tax adviser uses?
I'd like to have the assistant speak on the telephone with a natural voice, since our older patients don't type. Which phone provider can do that?
Our booking site is down every time the season opens, the hosting company says too many visitors at once.
Can we hire a second developer before the school year starts? Tom can't do the website and the phones alone.
The planning meeting lasted two hours again and we left without deciding who talks to the printer people.
We have no idea whether anyone still uses the AI licences we bought for the 45 office people; could we get some usage numbers before renewing?
Everybody shares one password for the delivery portal and it's on a sticky note. I know, I know.
Who owns the copyright of a picture that the AI made for our brochure? The printer asked and I had no reply.`,
};
