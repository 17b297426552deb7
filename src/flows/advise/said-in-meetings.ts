import type { SaidByRow } from "./table.ts";

/** Of another of several people who had only the table, wrote on their own, and saw none of the other texts. One text a line. */
export const SAID_IN_MEETINGS: SaidByRow = {
  "better-prompt": `
Meh. The grant feedback it writes for our PhD students is all 'consider strengthening your argument', somebody swap in a bigger model please.
The associates say the contract summaries read like something for a high school class. It just gets 'summarise this' and a PDF, so maybe we need the legal edition from some vendor?
I ask for risk assessment of the vessel inspection and I get general talk: safety is important, please check everything. Not useful for a superintendent with twenty years at sea.
Our underwriters tried it for a week and gave up, 'too wishy-washy'. Before we fine-tune on 4,000 old memos, can I point out that the whole instruction is one line nobody has touched since March?
Nurses on ward 6 want the discharge explanation for patients, what they get is half textbook, half for the doctors. Who told it who the reader is? Nobody, as far as I can see.
For the design brief of the museum annex it gave me ten ideas that could be for any building in any city. I suppose architecture is simply beyond these models.
The quest ideas are okay-ish but always obvious: fetch the thing, kill the boss. We've never said what kind of game this is or what we're sick of, and production already has a budget line for training our own checkpoint.`,
  "fixed-habit": `
Max five lines. That's it, that's the ticket. The duty officers read this on a handheld.
Please can it stop to say 'Certainly!' at the start, our partners find it childish.
Whenever a dosage appears we want the unit spelled out, 'micrograms' and never 'mcg'. IT quoted me six weeks to build a custom model for this.
Compliance needs the sentence 'This is not investment advice' at the bottom of each answer. Do we have to retrain for that?
It ends every reply to the crew with a question, 'would you like me to...?'. The captain does not like, make it go away.
Claims handlers in Quebec must always be answered in French, even if they paste an English policy. Right now it flips. I've got 300 French pairs ready for a fine-tune.`,
  "own-knowledge": `
Ward staff should be able to ask 'what is our procedure for a needle injury at night' and get the hospital's rule, ours, not the one from the internet.
A trainee asked it how many days of notice our firm wants for a secondment and it said 'check with your HR department'. We ARE the HR department, it's in the handbook, page 30.
Branch employees ask about our mortgage products 600 times per day by phone. The answers are all in the product binder; a LoRA on the binder is what consulting proposed, for 180k.
We have 41 years of engineering standards for our substations sitting in SharePoint, and the bot has no clue about any of them. The plan on the table is to fine-tune on all 12,000 PDFs before summer.
Tariff sheets, port agency agreements, demurrage clauses we negotiated ourselves: the chat knows shipping in general but not one thing about our contracts. Could a model with more parameters fix it?
Engine team keeps pinging the two people who know our in-house scripting language. All of it is documented on Confluence, 900 pages, but the assistant only knows Lua and Unreal.
How do we teach the thing our claims manuals? My nephew says you just train it overnight on the documents.`,
  "growing-wiki": `
Precedent bank 2.0: not a search box, but a living set of notes on how each tribunal thinks, with someone or something pruning duplicates and linking related rulings as we learn.
Our investigations desk has notes from 60 stories about the same eight shell companies. Somebody should be weaving it together week by week; right now the idea is to fine-tune monthly, which sounds odd to me.
Each time a senior reviewer leaves, we rediscover the same three lessons about stability studies. I want something where findings get written up once, cross-referenced, and fixed when a later study contradicts them.
After every outage we write a post-mortem and no one opens it again. Could the AI keep one place tidy, merge what repeats and mark what is no longer true, so in two years the control room actually knows more than today?
The chat history is great on Monday and gone on Tuesday. We spent two hours with it working out how the reinsurance treaties interact and now we start from zero again; is a longer context window the answer?
In my lab the students come and go, the knowledge goes with them. I dream of pages that the assistant is maintaining: this method failed because of that, see also here, corrected in May.`,
  "current-events": `
Could we retrain it every night with the day's wire copy? Otherwise the desk can't ask it anything about the election count.
The FDA pulled a lot of infusion pumps two weeks ago and our pharmacists' helper has never heard of it.
Traders asked about the central bank decision from this morning and it talked about rates from last year. Surely there's a newer version of the model?
It does not know who is the minister now! For a newsroom this is a bit embarrassing.
Spot power prices move every fifteen minutes, and the dispatcher would like to ask 'what's Belgium doing right now'. Fine-tuning weekly was suggested by the vendor.
Sanctions lists change almost daily. Last Thursday three tankers were added and the assistant still told ops they were clean.`,
  "brand-voice": `
Press office here. Releases from Monday's batch were stiff, Tuesday's were bubbly, and the ministry's own tone is neither.
Our narrator is dry, a bit cruel, never winks at the player. What we get has the right plot points and the wrong soul, every run a different one; lead writer thinks we need a bigger model.
One day the client letters sound like a Victorian notary, next day like a sneaker ad. Partners want it to sound like us.
The facts are correct, but it writes like an American salesman. We are a private bank since 1871, our customers expect quiet words.
Nothing wrong with what it says to bereaved policyholders. It's how: cold, like a parking fine. Should we pull in a database of all letters we've ever sent?
Competition texts for our studio, we have a certain way: short, concrete, no poetry. It makes poetry, 'a dialogue between light and void'. The information is fine.`,
  "structured-output": `
It returns premium as "1.200 EUR" when the rating engine wants a number. Not always, perhaps every fifteenth quote.
Bill of lading extraction goes straight to the customs system. Most are perfect, but then one has 'weight' as a string and the whole batch of 800 is refused; boss says use two models and vote.
Loot tables come out as YAML that the build step rejects about twice a day, usually a missing rarity key. We haven't done anything except ask nicely.
Import job died again: the model wrapped the object in \`\`\`json and added a friendly sentence on top. Planning to collect 5k samples to train that out of it, unless someone objects.
The field 'admission_date' sometimes is there, sometimes is null, sometimes is a text 'unknown, probably March'. Our HL7 bridge then stops at night and I get the call.
Roughly 1 in 40 intake records crashes the case management import because a comma or a bracket is missing. We just say 'answer in JSON' in the prompt, maybe GPT-next will be better.`,
  "cheaper-faster": `
The tender assistant is accurate but sluggish, and every request drags the complete building code along. I'd rather buy reserved capacity than have architects staring at a spinner.
Doctors won't wait eleven seconds per question in the consultation. The answers themselves they like.
Bot costs us 0.42 per call and the charter desk makes 9,000 calls a month, all starting with the identical charter party terms. Works fine otherwise.
Quality's great, nobody complains. But finance saw the invoice: 38k in May, and we paste the same 90-page regulation ahead of every single question.
API spend doubled since the newsroom started using it for headlines; editors love it. Can we negotiate, or is there a trick?
We send all house rules, 25,000 tokens, with each email. It is expensive. Shall we train the rules into the model so we don't need to send?`,
  "shrink-a-local-model": `
Mistral on the bridge laptop: swap thrashing, fans screaming, 40 s to first token. Should we retrain it with less data so that it gets smaller?
We downloaded Qwen 32B and it makes 2 words per second on our workstation in the site office. Is possible to make it lighter?
The 70B Llama won't load on the two 24 GB cards in the radiology server room. Procurement says eight months for new GPUs.
Our rack has one A100 with 40 GB and the board approved no more hardware. Which tricks do people use to get Gemma's biggest one to run there at a sane speed?
Out of memory again, 16 gigs of VRAM and the dialogue model wants 28. It has to ship inside the game on players' machines next to the renderer.
Ops wants the open 120B running on the substation's edge box with 64 GB of RAM. I told them to rent cloud GPUs, they laughed.`,
  "small-student": `
Opus tags adverse event narratives beautifully, 300k a month, always the same task. We've stored every output for a year; can't a tiny thing just learn to imitate that?
We use the big model only to rewrite bank transfer remarks to clean merchant names. It is cannon for a mosquito: let a small one watch the big one and then take over.
The frontier model generates our NPC barks, hundreds of thousands of them, always the same shape, and QA is happy. I'd like to hand that one chore to a mini model raised on those outputs instead of negotiating volume discounts.
Fuel invoices to line descriptions: the large one has done 2.1 million of those and we hardly ever correct it. Why keep paying for a genius, make it train its own replacement.
All day long GPT does a single thing for us, turning noon reports into one tidy sentence, about 50,000 a day and it's nearly flawless. I've logged inputs and answers since January and want a 1B model to copy it.
Could we compress the teacher into something for the call centre PCs? It only ever writes the two-line case note, and we've got 900k of its notes on disk.`,
  "same-task-millions": `
Cargo descriptions to clean manifests, forty million rows per year, only the mini model meets the price cap. Prompting is squeezed dry and we've 11,000 pairs signed off by customs clerks; I suggest more RAG?
Meter fault notes become work orders, non-stop, 900k a week. Cannot use bigger one, cost fixed by regulator; we tuned instructions till nothing moved any more and technicians have approved about 9,500 examples including the nasty ones.
Just one thing it does: condense player reports for moderators, 3M weekly, on a model that fits the 80 ms limit. Sarcasm in mixed languages still breaks it after 50+ prompt revisions, though we do have 18k gold summaries from the trust team.
Six million payment messages a day get rewritten by an 8B, and the latency budget rules out going bigger. We've iterated the prompt for four months, it plateaus at 93%, and ops has hand-corrected 22,000 of the tough ones.
Our coders verified 15k discharge letters. The small model must stay small because of throughput, prompt version is number 71, and the rare comorbidities it still extracts wrong.
Everybody says 'try a better prompt'. We did, three people, a whole quarter, few-shot and all; the strange reinsurance slips still fail, we process 4M a year, and the adjusters checked 30 thousand by hand.`,
  "stubborn-format": `
Protection relay logic in our vendor's ladder dialect: syntactically it's a mess every third time. Already in the prompt: the EBNF and forty samples.
Our quest scripting notation is weird, granted, with indentation by tilde. Few-shot didn't do it, a JSON schema as intermediate step didn't do it, and now the tools team wants to switch vendors.
Chemists need the reaction in our old line notation from the eighties. Model saw 50 examples and the parser's BNF, and keeps drifting to SMILES.
The ADatP-3 message text is always broken somewhere, set separators wrong, although we feed the manual chapter, the formal rules and perfect samples with it.
IFC snippets for the facade never validate. I showed it the schema, I showed good ones, I did the checker in a loop; it still invents the entity order.
We gave it the grammar, twelve worked examples and constrained decoding, and the SWIFT MT760 free-format blocks still come out with illegal line breaks.`,
  "hardest-problems": `
Our blackout root-cause analysis has 14 interacting protection systems and the regulator hangs us if we get it wrong. Someone suggested a quick fine-tune of a 7B, please no, it's two such analyses a year.
For the tumour board we want the strongest reasoning there is, four complex cases each Wednesday. Why are we piloting the budget tier?
Structural concept for a 300 m cantilevered terminal roof: we need an assistant that thinks deep and checks itself, and we'd ask it only a handful of times. The fast one gives up at the second load case.
One actuarial proof, three weeks of human work. It must be perfect, money is no topic, time also not.
The maths department wants help on open problems in lattice theory. A couple of queries a week, let it think for an hour if it likes, as long as the argument holds.
Maybe ten questions a month, each about a merger with nine-figure exposure. I don't care if an answer costs 200 dollars, I care if it's right.`,
  privacy: `
No internet on the submarine, obviously.
Central bank supervision told us account data has to remain inside the country and there's no hosting region here. Maybe we pay for the enterprise plan and it's solved?
We protect sources. I want transcripts of those interviews processed on the reporter's laptop and nowhere else, full stop.
Unreleased title, NDAs with the licensor, and last month somebody pasted the ending into a public chatbot. Everything must stay on our own network from now on.
Client files are under privilege. If a single page ends up on a server in Virginia I lose my licence, so tell me how we can use any of this at all.
The customer contract for the reactor drawings forbids any third party processing. Our IT wants to use API with a promise 'we don't train on your data', I think it is not enough.
German patient records, the data protection officer says nothing goes to a US provider. Could we just anonymise the names and use ChatGPT anyway?`,
  "makes-things-up": `
It told the pharmacist with a straight face that the interaction was described in a 2019 Lancet paper. There's no such paper, I looked for an hour.
How I can believe the number if yesterday it gave me IMO number of a ship that was never built?
Asked about clause 17.4 in a policy that stops at clause 15, it explained clause 17.4 to the customer in lovely detail. Lower the temperature to zero, no?
A junior filed a brief with four cases in it. Two of them don't exist.
Fire rating EI 120 for a product that manufacturer doesn't even sell: the assistant was sure. My boss thinks we should fine-tune it on the building code so that it stops lying.
Students hand in bibliographies where half of the authors are real and none of the titles are. The library bot itself produced them!
Our fact-checker caught an invented quote from the mayor, attributed, dated, everything. The editor wants the biggest model on the market so this never happens again.`,
  "wrong-passages": `
When I type form number CMS-1450 the helper shows me CMS-1500 paragraphs. The right document is indexed, I uploaded it myself.
Retrieval gives us the 2014 edition of the lending guideline, or the table of contents, or the footer. The model then answers politely from rubbish; we're thinking of a smarter model.
The lookup behind our clinical guideline chat finds adult dosing when the question is about children. It's there on the next page!
Part no. 7KM-2200-4 returns everything about 7KM except that one. Engineers in the plant went back to Ctrl+F.
Asked for 'Müller v. Canton of Zug', it pulls five other Müllers. The doc search behind the bot is half a year old, we've tried a larger context so it gets 50 chunks now, no improvement.
Our search-plus-AI over the ship manuals works for talky questions, but alarm code A-0417 never. Shall we train the language model with the codes?`,
  "vector-database": `
Pinecone, Weaviate or Qdrant, which one passes a bank's vendor risk review?
Is pgvector good enough for the case archive, or should the hospital set up a dedicated cluster for the vectors?
We must have place to keep the embeddings, Oracle has now something for that, no? Or better to buy special one.
Can somebody open a procurement ticket for Milvus please? The architects' knowledge project can't start without it, or so I was told.
Infra wants to know how many nodes of Elastic or Chroma to reserve for embeddings in the defence enclave. I said six.
The consultants put 240k for a vector store in the offer. I have signed bigger things, but I'd like to know whether we need it for 3,000 guidelines.`,
  "own-model": `
How many GPUs does one need to train a maritime LLM from scratch? Asking for the board, they like the sound of 'the first shipping model'.
Chairman was at Davos. Now he wants that the insurance group builds its own foundation model so we're not hostage to anyone.
The minister wants a national model, trained from zero, with our flag on it. Budget forty million, deadline before the elections.
Our university should have its own large language model, all weights ours, from the first token. It's a question of prestige, the neighbours announced one last week.
If Bloomberg could do it, we can too: a LegalGPT of our own, pre-trained in house, and nobody in Silicon Valley can switch us off.
I don't trust any vendor or any downloaded weights. We're a 900-person studio, let's pretrain one ourselves and own it end to end.`,
  "plain-labels": `
Could GPT tell us if a newsroom tip is spam? We've binned about 80,000 by hand, so there's no shortage of samples.
Every mail to the registry goes to one of seven chambers. A clerk has been sorting for ten years and all of it's logged, yet the proposal is a frontier LLM at 30k a year.
Which language is the patient's letter in, Turkish, Arabic, Polish or German? They're fine-tuning a 13B for it and I think my phone could do that.
I just need the sailing date out of the booking confirmation, it's always after the letters ETD. The team is writing prompts since two weeks.
Fraud hotline: urgent or not urgent. We have 60,000 old calls with the answer next to it.
Player complaint about cheating, payments or harassment, three queues, that's all it decides. 200k tagged tickets, and somebody proposed agents.`,
  elsewhere: `
Database migration failed at step 9, the backup is from Sunday, and the vendor's hotline has music.
Which of our 40 AI ideas should go first? Every department head has a favourite and the steering committee meets once a quarter.
What does the EU AI Act want from us, practically, for a tool that only ranks CVs? Outside counsel gave us 70 pages.
We can't agree between Rust and C++ for the new bridge display, and the discussion takes now longer than the rewrite.
Is the text the AI wrote for our exhibition catalogue protected by copyright, or can anybody copy it?
Works council asks if we use the chatbot logs to measure employees. I need an answer until Friday.
We are in sprint 14 and nobody has told me what 'done' means for the trading screen.
The radiologists refuse to open the new tool, they think it's there to replace them. I don't know how to talk to them about it.
Password reset doesn't work on the pilots' tablets since the update, please fix.
The build takes 50 minutes since we added the console targets. Who owns the pipeline?
Somebody got the support bot to offer a mortgage at 0.1% by typing 'ignore your rules'. Legal would like to know if we're bound by it and security how to stop people doing that.
Two of my best developers handed in notice and both said it's the on-call rota.`,
};
