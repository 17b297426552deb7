import type { SaidByRow } from "./table.ts";

/** Of another of several people who had only the table, wrote on their own, and saw none of the other texts. One text a line. */
export const SAID_IN_CHATS: SaidByRow = {
  "better-prompt": `
We pass in the whole spec and the ticket it drafts is... fine? Kind of mushy, no clear scope, not what I'd hand to a team. Is a multi-agent setup with a critic the way out?
It answers the question next to the one I asked. Every time I ask for risks in the rollout plan I get a recap of the plan.
hm, the onboarding explainer comes out at PhD level, and these are warehouse people on their first day. Guess we need a LoRA for easy readers.
Our code review agent comments on variable names all day and skips the concurrency stuff. Current system message is literally 'You review code.' Proposal from my side: swap to the bigger model.
The summaries of our discovery calls read like a horoscope, could be about any customer. I think we need to fine-tune on a few hundred good ones?
Can somebody bump the temperature? Asked it for positioning ideas for the forklift battery and got five things any intern would write.`,
  "fixed-habit": `
please make bot stop using emoji. 3 tickets about it this week already, is LoRA needed?
The assistant should always give the order number back to the customer before closing. It does it maybe half the time because nobody has told it to, and now Priya wants RLHF.
We must never mention a competitor's name in chat, even if the user brings it up. Data team quoted me 40k for a tuned checkpoint that avoids it.
Swiss customers write in German and sometimes get English back. Should always be German, full stop. Is this an embeddings language thing?
Answers in the SMS channel have to stay under 300 characters. Right now they're around 900, so I suggested lowering max context window.
Every reply in the widget opens with 'Great question!' and our users are making memes of it. Do we need guardrails or a DPO run to kill that?
Legal wants the sentence about not being financial advice at the bottom of each answer, no exceptions. I've scoped two sprints for a fine-tune.`,
  "own-knowledge": `
Support lead here. Seven years of solved Zendesk tickets are just sitting there and agents answer the same things by hand. Could we bake them into the weights?
HR gets 400 questions a month about parental leave and travel expenses, all of it is in the intranet rules. We want a bot that answers from those, thinking about continued pretraining.
The model doesn't know our SKUs, doesn't know our tariffs, doesn't know our SLA tiers. A bigger one won't either, will it?
I pasted the maintenance manual in and it was great, but there are 2,300 manuals and the context window is only a million. LoRA per manual?
Let's fine-tune on the Confluence export, about 11k pages, so that new hires can ask it how our release process works.
Ask it about the return policy for refurbished pumps and it shrugs, obviously, that's only in our dealer handbook. How many epochs would it take to learn 600 PDFs?`,
  "growing-wiki": `
Half of our runbooks contradict each other. Thinking of a bot as librarian: takes in what on-call learned that night, rewrites the right page, retires the stale one, keeps going for the whole year.
RAG over the raw interview transcripts works ok, but each time it starts from zero. What I want is that conclusions from March are still there in September, refined, with cross references.
Each postmortem teaches us something and then it's buried in a Slack thread. I'd love an agent that keeps one living set of pages, merges duplicates and fixes what turned out wrong.
My proposal for the research group: after every paper we read, the AI updates our notes, links it to related findings and flags contradictions. By December I want something we can actually stand on.
Should we fine-tune monthly on our lessons learned? The point is that the team's understanding of the plant accumulates instead of evaporating when Jürgen retires.
We've done the competitor teardown four times in two years because nobody could find the earlier one, let alone update it. Somebody said 'memory layer', is that a thing?`,
  "current-events": `
Trading desk: 'who won the election yesterday and what did the peso do' -> nothing useful. They want a weekly distillation, I don't think that helps.
Our travel bot needs to know about today's strikes and closures at airports. Could we raise the context window so it knows more recent stuff?
The farm app should tell growers whether to spray this afternoon, so weather and wholesale prices as of now. Model's from last year, how do we keep it fresh, continuous training?
User asked about the sanctions list update from last Thursday and it told her its knowledge ends in some month last year. When do we retrain?
Freight rates move every hour and the copilot quotes numbers from ages ago. Nightly fine-tune maybe? GPU time is cheap at 3am.
It has never heard of the framework release that came out in spring, so it keeps suggesting the deprecated API. Newer LoRA?`,
  "brand-voice": `
Mondays it writes like a bank, Tuesdays like a surf shop. Set temperature to 0 and it still drifts between newsletters.
Do embeddings of our old blog posts help if what we want is that the drafts sound like our founder wrote them?
Three product lines, three agents, and a reader can tell which agent wrote which page just from how it sounds. CTO thinks a larger parameter count will even it out.
We're a funeral home chain, and the letters to families come out chirpy. Content is right. I'd put guardrails on it but what would I even block?
the texts are like from robot, very stiff. our customers are skaters, we speak other way. can you index the old posts in RAG so it learns how we speak?
Marketing rejected 9 of 12 product pages yesterday, facts all correct, but it doesn't sound like us. We're dry and a bit cheeky, this is LinkedIn enthusiasm.`,
  "structured-output": `
Our mobile client expects {title, steps[], minutes} and gets markdown fences around it every so often. Regex is at 140 lines now, please help.
Sometimes \`quantity\` comes back as "twelve" and sometimes the field's gone altogether; the ERP connector chokes. I'd go for a second agent that repairs the output.
invoice parser: model gives list when it should be object, then object when should be list. we only wrote it in the prompt. must we train on examples?
JSONDecodeError again at 04:12, that's the sixth retry storm this month. We just ask it nicely for the object, nothing else configured.
Backend dev here: the extraction result has to go into Postgres, and in 2% of rows the date key is missing. Lowered temperature to 0.1, no change, next idea is LoRA.
About 1 in 50 responses has a trailing comma or a chatty 'Here is your JSON:' and the ingest worker dies. All we have is 'respond in JSON' in the system prompt. Fine-tune?`,
  "cheaper-faster": `
CFO has seen the OpenAI line item and wants it halved by Q3 without anybody noticing a difference. Do we self-host?
First token after 8 seconds in the agent desktop. Reps hang up on it. Prompt is 45k tokens, of which 44k never change.
Quality's great, nobody complains, but the API invoice went from 3k to 21k in a quarter. We send the same 30-page policy pack with each call, maybe quantize it?
Works like a charm, just slow as hell. Would vector-izing the system prompt make it quicker?
Is there a trick so that we don't pay full price for the identical legal preamble 60,000 times a day? No complaints about what comes out.
p95 latency 14s for the contract Q&A feature, product is otherwise loved. I've put 'move to agents' in the roadmap as mitigation, tell me if that's dumb.
We ship all 80 tool definitions plus the style guide along with every single turn, so a ten-turn chat costs 1.40 EUR. Answers are good though. Fine-tune the guide in so we can drop it?`,
  "shrink-a-local-model": `
Got the 70B Llama running on the two 4090s in the closet, well, 'running'. CUDA out of memory after the second prompt. RAG to make it smaller?
Our inspection tablets have 8 GB RAM and the open model we picked wants 15. Would a shorter prompt help, or lower temperature?
Ops refuses a third A100 for the self-hosted model. Whole thing takes 140 gigs in fp16, we've 80. Maybe split it in agents?
We have gemma on a Jetson in the combine harvester and it takes 40 seconds for one sentence. Intern says fine-tune it to be faster.
int4 or int8, and will it still speak decent Polish? Need to get Qwen 32B on a single 24 GB card.
Mistral on the office server does 2 tokens a second. We own the box, we aren't buying another, what can be done to the weights?`,
  "small-student": `
The flagship does our address normalisation at 99%, and it's absurd to have a trillion parameters for that. I want a 1B that picks it up from the logged outputs.
Big model turns voice notes into work orders without mistakes, 50k daily, one format, one task. The team wants to stick with it but use it as teacher for a mini version, does that fly?
We've got 400k prompt/response pairs from the big one writing alt texts. Same job all day long. Any reason a little one can't be raised on these?
GPT tags the sentiment of hotel reviews beautifully, 900k a month. Could we record its answers and teach some tiny model to copy it?
Idea for hack week: take Claude's query rewrites from the last half year, all good, and train a pocket-size rewriter which does just that at the edge of our search.
Let's quantize the big API model, it's only used to pull out drug names from notes, and it does that perfectly. Or keep the outputs and have something 100x smaller imitate them?`,
  "same-task-millions": `
Data lead: prompt engineering has plateaued on our transaction-memo cleanup, 80 million records, latency cap excludes anything above 4B. 14k gold examples from the ops team exist, what's the next move?
One task only, chart notes to billing summary, 5M per month, size fixed by hardware. We've squeezed the instructions with a proper eval harness and the oncology ones still go wrong; clinicians have approved 8,600. Someone wants agents, I doubt it.
Prompt v37 and we're stuck at 91% on matching product offers. Can't go to a larger model at 60M a week. The annotators signed off on 25,000 pairs, lying around unused.
Tried few-shot, chain of thought, decomposition, the lot. The small model still misreads the ugly customs descriptions, there's no money for the large one, volume is 9M a month. Brokers corrected about 12k of them.
4 million claims lines a day, it has to be the 3B because of the budget, and after eleven prompt revisions it still trips on the combined procedures. We do have 18k lines that coders verified by hand.
More RAG? The rewriting of ad titles runs 2 million times per night on the 7B, can't get heavier, we've iterated the prompt with evals since January, and the tricky multi-language ones fail. Reviewed set: 30k.`,
  "stubborn-format": `
We tried a JSON schema wrapper plus 40 examples for the knitting chart code and the repeats are off every time. RAG over the stitch dictionary is the next ticket, unless somebody stops me.
It just won't learn ABC-style notation for our carillon scores. Schema, examples, validator loop, all been done, it drifts back to normal ABC.
NC programs for the old Heidenhain: grammar file enforced, examples in the prompt, and it's syntactically OK but mixes conventions that our controller doesn't take. Temperature already 0.
Gave it twenty samples and a BNF and it still produces invalid IEC 61131 structured text with our vendor's dialect. What now, bigger context window?
Railway interlocking tables in our proprietary syntax. Model has seen the grammar and 60 worked cases in the prompt and keeps inventing its own operators, so guardrails reject 70%.
EDIFACT messages with our in-house segments: constrained decoding on, few-shot on, still wrong qualifiers in every third one.`,
  "hardest-problems": `
Structural engineers want a second opinion on odd load cases, about three a week. Get them whatever thinks the deepest, even if it takes half an hour.
We run maybe 15 of these a month, each one decides on a nine-figure hedge. I don't care what it costs per call, I care that the reasoning holds.
Rare disease board: forty patients per year, multi-step differential, money is no object. Would RAG beat just having the strongest brain available?
The current mini model fumbles the proof steps for our crypto protocol. Few queries, correctness is everything, budget's open.
Could we fine-tune a small model for the patent invalidity analysis? It's 8 cases a year, and one wrong argument loses the suit.
Debugging the satellite attitude failure took the bot nowhere, it gave up at the third inference step. We have exactly one satellite, so spend what you must.
For the merger tax structuring we've one shot per deal and it must be airtight. Somebody put 'use the cheap tier, temp 0' in the design doc and I strongly disagree.`,
  privacy: `
Patient letters can't go to any US cloud, the data protection officer was very clear. Does fine-tuning count as sending it out?
Client NDA forbids uploading the chip layouts to a third party, period. If we only send the embeddings, is that ok?
Submarine, no connectivity for 60 days, crew wants help with troubleshooting documents which are classified. Tell me the options.
We're on an air-gapped network at the refinery. So no API at all, is an agent still possible?
data of citizens must stay in the country by law, the vendor has server only in Ireland. maybe we anonymize and hope?
Works council and the regulator both said salary data stays inside our own data centre. Marketing suggests just adding guardrails to ChatGPT.`,
  "makes-things-up": `
It cited a Supreme Court case that doesn't exist, with docket number and all. Turn temperature down to zero and we're fine, right?
The lib function it suggested, \`parse_safe_async\`, isn't in any version I can find. Third invented API this sprint, let's move to a coder LoRA?
Sales forwarded a proposal in which the bot claims we're ISO 27001 certified since 2016. We aren't. Nobody ever told it that.
How do we get it to say 'no idea' instead of quoting a 37.4% churn figure out of thin air?
Half of the DOIs in the literature review resolve to nothing, and the authors are people who never wrote such a paper. Would longer context help?
It sounds so certain!! Told a nurse a maximum dose which nobody can trace to any source, and when asked it made up a guideline for it.
Support escalated: customer was promised a 'Platinum Recovery Program', which is pure fiction. CTO wants a bigger model, I want it switched off.`,
  "wrong-passages": `
Our RAG is live since May, and when I look at the traces the right paragraph isn't among the 10 hits in 40% of cases. Product wants GPT-next, won't fix that, or will it?
Type in ERR-4471B and the retriever brings the page for ERR-4417. Embedding model is the newest one, so I'd fine-tune the LLM next.
Top-5 chunks for 'notice period contractors' are all about notice boards. The answer is on page 12 of the very doc it skips.
Part number lookups are hopeless, 7G-220-X pulls up everything with 220 in it. Chunk size 512, overlap 50, cosine, what am I doing wrong?
Bot over our policies keeps giving the 2019 version text, the index has both and it grabs the old. Lower temperature did nothing.
We search the case files by vector, but whenever someone asks for a person by surname it gives back people with similar stories. Is it hallucination? Should we do guardrails?`,
  "vector-database": `
I've put 18k a year for a managed vector store in the budget, because you can't do RAG without one as far as I know.
Is pgvector good enough or will we regret not getting a real embedding DB at 2M rows?
Step one of the AI platform: roll out an enterprise-grade store for the embeddings. Use cases to be defined later. Which vendor do you like?
Pinecone, Weaviate or Qdrant? We've 20k FAQ snippets and procurement wants a decision by Friday.
DevOps asks if we should spin up a Milvus cluster, 3 nodes, for the 5,000 embeddings of the pilot.
somebody told me chroma is only toy, so we need to buy proper one for vectors, which one is best in 2025?`,
  "own-model": `
Not a fine-tune, not a wrapper: our own weights, our tokenizer, our data, from random init. I need a cost estimate for the steering committee.
The board wants a NordhafenGPT, trained by us from zero, so that we're never dependent on the Americans again.
Minister's office keeps asking why the agency can't build its own ChatGPT, like, the whole thing. Control over every parameter is the argument.
If insurance incumbents don't have a foundation model of their own in three years they're toast, that's my view. Let's hire a pretraining team.
Investors would value us higher if we were a model company, so product strategy is proposing to create a legal LLM from scratch next year.
What would it take to pretrain our own 30B? We've 64 H100 coming and the CEO wants a press release.`,
  "plain-labels": `
Scrap photos aside, the defect notes just need one of six codes, and the foremen coded 30,000 by hand. Team's debating agents vs fine-tuned Llama and I'm wondering if it needs any of that.
Incoming mails have to go to billing, tech or sales, that's it, and we've 50k routed ones from the past. I was going to set up an agent with RAG for it.
Lead scoring hot/warm/cold on form entries, four years of outcomes in the CRM. Which LLM has the best context window for this?
Which language is this ticket in? We're calling a 400B model for that. I kid you not.
Need to know if a comment is toxic, yes/no. GPT at 0.2 cents each feels like overkill, moderators have flagged 200k already.
We want to get the delivery date out of supplier confirmations, always written as 'Liefertermin: dd.mm.yyyy'. LoRA or prompt?`,
  elsewhere: `
Devs say Copilot made them 30% quicker, the DORA numbers say otherwise. How do other companies measure that?
We've two open reqs for ML engineers since February and candidates drop out after the take-home. Should we shorten it?
The EU AI Act deadline is coming up, do we have to register anything as a deployer or is that only for providers?
Kafka consumer lag hits 3M every Sunday night, I suspect the rebalance.
npm audit lists 61 vulnerabilities in the admin frontend, 4 critical, and nobody owns that repo any more.
Stand-ups take 40 minutes since the two squads merged. I'd go async, but the support folks hate it.
Can we use generated images in the catalogue or do we run into copyright trouble with the agency?
The speech synthesis in the phone line pronounces our town names wrong, customers laugh about it.
Jira to Linear migration lost all the attachments. Who has the export?
CI is red again, the Docker image can't find libssl on arm64. Anyone?
Which annotation tool do you use for bounding boxes? Our drone pictures need about 5k labels.
Roadmap for H2 has nine themes and one team. Something has to go before Thursday.`,
};
