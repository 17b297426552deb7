import type { RowId } from "../../core/advice.ts";

/**
 * What people say, one text a line, by the row that answers it: problems that a prompt, a persona, a schema or a search answers. The words are
 * the speakers' own, wrong remedies included, because the matcher learns what lies behind them.
 */
export const SAID_OF_PROMPTS: Readonly<Partial<Record<RowId, string>>> = {
  "better-prompt": `
The answers are generic and could have come from anybody
Output is bland, it reads like filler
What we get back is too shallow for our experts
It misses the point of the question half the time
The model does not understand what we want from it
Results are mediocre, maybe we need a fine-tuned model
It writes at the level of a school essay and we need a specialist's view
The summaries are vague and leave out what matters
The suggestions it gives are obvious and useless
I only wrote "summarize this" and the result is not helpful
The quality is disappointing although the task is simple
It answers a different question than the one we asked
The reports are too superficial, let's train our own version
Our prompt is one line long and the results are meh
The emails it drafts are off target for our audience
The bot rambles about things nobody asked for
The analysis is wishy-washy and takes no position
It does the job so-so and nobody has spent time on the instructions
We just paste the text in and hope, and the outcome is random
The model is not good at our task, we should switch to fine-tuning
It gives one-size-fits-all advice without regard to who is asking
The code review comments are trivial, it never spots the real problems
Product descriptions come out as boilerplate
It explains everything for beginners, our readers are engineers
The lesson plans are too simple for university students
Feedback from the tool is unspecific, like "consider improving this"
The ideas it comes up with are uninspired and all look alike
It doesn't get that we want a recommendation and not an overview
We never told it who it is supposed to be and it shows
The assistant misunderstands the assignment
The model is not smart enough for our use case, it gives generic advice
It gives me a wall of text that does not help me decide
The meeting notes it makes list everything and stress nothing
I am not happy with the output but I cannot say what is missing
It works but it could be better, can we train it a little
The translation of our brief into tasks is too rough
The marketing copy is dull and says nothing specific
The answers are ok but not what a senior person would write
It treats every ticket the same no matter how urgent it is
The first draft always needs a complete rewrite because it goes in the wrong direction
The model ignores what is important to us because we never spelled it out
Interns get better results than this bot because we brief them properly`,
  "fixed-habit": `
Every reply should end with a three-bullet summary
Always finish with a question to the customer
It must never mention competitors
Answers should not be longer than two sentences
It has to start each message with a greeting and the customer's name
The bot keeps apologising and we want it to stop
It should always answer in French
We want a legal disclaimer at the bottom of each answer
It uses emojis and we do not want any
It should never promise a delivery date
Let's fine-tune it so that it always ends with bullets
Please make it stop saying "As an AI language model"
Each response must include a ticket number
Always give prices with VAT
It should use metric units only
Replies have to stay under 280 characters
It must reply in the language that the customer wrote in
Never give medical advice, always refer to a doctor
Can we train it to always put the conclusion first
It opens every answer with "Great question!" and that has to go
The output should contain no headings, just plain paragraphs
Every summary has to have exactly five points
We need it to sign off with our company name
Do not let it use the word "cheap"
It should address users by first name
Dates must always be written as day month year
It always adds a closing sentence offering more help, how do we get rid of it
Always list the steps as a numbered list
It should ask for the order number before anything else
It mentions the internal code names and must leave them out
Keep it to one paragraph, every time
Train the model to add a link to the help center at the end
It needs to mention the cancellation period in each mail
The bot should refuse to talk about politics
No exclamation marks please
It writes American spelling and we want British
Replies are far too long, cap them at a hundred words
Each mail should begin with the case reference
The bullet points must be at the end of every answer
We want a TL;DR on top of each report
It keeps putting Markdown asterisks into the chat
It should stop repeating the question back to the user`,
  "own-knowledge": `
Let's fine-tune the model on our docs
It knows nothing about our products
Support wants the bot to answer questions about our 400-page product catalog, which changes monthly
The model doesn't know our internal policies
Train it on our wiki so that it can answer employees
We should teach it about our company
New hires ask the same questions about the handbook all day
Can it answer from our manuals
It has no idea what our internal abbreviations mean
Let's feed all our Confluence pages into the weights
We want a chatbot over ten years of support tickets
How do we get it to know our price list
Staff want to ask questions about the travel policy and get the right paragraph
Let's train a model on our knowledge base
The assistant cannot answer anything about our contracts
It doesn't know our API because the docs are private
We have thousands of PDFs and nobody finds anything in them
Customers ask about warranty terms and the bot does not have them
Could we fine-tune on our documentation so that it becomes an expert in our domain
Nurses need answers from the hospital's own procedures
Lawyers want to query our archive of past opinions
I want to ask questions about our SharePoint
We need the model to learn our internal processes
Our field technicians need answers from the maintenance manuals
It should answer from the HR documents and say where it found the answer
The bot should know everything that is in our help center
Upload our documents into the model
Make the model an expert in our product line by continued pre-training on our specs
Sales wants to look up what we promised which client, it is all in our files
The tool has never seen our codebase and its conventions
Questions about our own insurance conditions come back with "I do not know"
We have an intranet full of knowledge and the AI cannot use it
The model should memorise our catalogue
Engineers ask how our deployment works and the assistant only knows the public tools
Let's train it on last year's project reports so it can answer questions about them
It lacks domain knowledge about our business
It should be able to tell tenants what our house rules say
Our standard operating procedures are in 900 Word files, workers want to ask and get an answer
We could retrain the model each month on the new catalogue
Give the helpdesk a bot that knows our past tickets
Citizens ask about our municipal regulations and the bot answers with those of another city
Fine-tuning on our internal documentation is planned for Q3`,
  "growing-wiki": `
What we learn in projects gets lost and we work it out again every time
We want a knowledge base that grows and corrects itself
Every research result should be added to what we already know and linked
The team rediscovers the same lessons each quarter
We need living documentation that an agent keeps tidy
Insights from customer interviews should pile up in one place and be connected
The assistant should remember what it found out last month and build upon it
Knowledge should compound over time instead of starting from zero
We want summaries of our findings that get refined with each new paper
Somebody should curate what we know about each competitor and keep it up to date page by page
Answers that were worked out once should be kept so that nobody has to work them out again
We collect notes about every client over years and want them merged and cleaned of contradictions
A second brain for the department that gets better with each entry
Our research notes are scattered, they should become an organised body of knowledge
After each incident the lessons should go into pages that link to each other
We want the agent to maintain pages about topics, people and decisions
Old notes contradict new ones and nobody reconciles them
The knowledge of retiring engineers has to be collected, structured and maintained
We read hundreds of papers and want an evolving overview of the field
The AI should write down what it learned and use it next time
We need an encyclopedia of our domain that is edited and grows
Each analysis starts from scratch although a colleague did it half a year ago
I want our decisions and their reasons documented, cross-referenced and kept current by the assistant
How can learnings accumulate across projects
Facts about suppliers should be gathered bit by bit, duplicates merged and outdated ones marked
The model should distil our discussions into pages that we keep improving
We want to tend a collection of best practices like a garden
Institutional memory is our problem, people leave and everything they figured out is gone
Turn raw notes into an interlinked handbook that is revised every week
We need somewhere the agent stores its conclusions for later
Search finds the old documents but nobody synthesises them into what we now believe
Train the model continuously on our lessons learned so that it gets wiser
Our postmortems are written and forgotten, the conclusions never get connected
A dossier for each patient group that gets extended with every study
We want to build up understanding over months, not just look passages up`,
  "current-events": `
It does not know what happened last week
The model's knowledge ends in the past and we need today's news
It needs current stock prices
Ask it about the election and it gives the old government
We need it to know about events after the cutoff
Fine-tune it every week with the latest news
It should know the weather and the traffic right now
Exchange rates are out of date in its answers
The model thinks the old version of the framework is the newest
It recommends a law that was repealed this spring
Our traders ask about this morning's announcements
Sports results from yesterday are unknown to it
It cannot tell me which flights are delayed
We should retrain it monthly so it stays current
Competitor prices change daily and it should compare them
It says the CEO is somebody who left months ago
Journalists want to ask about breaking stories
It needs up-to-date information from the web
What are the newest security advisories, it only knows old ones
The training cutoff is a year ago and customers notice
It has to know which interest rate applies today
It should tell travellers about entry rules that change all the time
The bot gave last season's opening hours of the museum in town
It doesn't know about the new release that came out on Tuesday
We want a daily briefing of what regulators published
Its information is stale, the world has moved on
Real-time data such as fuel prices are needed
It needs to follow what people say on social media at the moment
The assistant still quotes last year's tax rates
Recent research papers are missing from what it knows
How do we keep the model up to date with what goes on in the market
It has to answer about live scores and fixtures
The model was trained before the merger was in the papers
It does not know about the storm warning that was issued this morning
Which conferences take place next month, it makes up old ones
The information must be from today and not from when the model was trained
Shipping disruptions change by the hour and planners ask about them`,
  "brand-voice": `
It does not sound like us
The tone differs from one answer to the next
We want it to write in our brand voice
Sometimes it is stiff and sometimes it is chummy
The texts should read as if our founder had written them
Fine-tune it on our newsletters so that it gets our tone
The style is inconsistent across runs
It is too formal for our young customers
The posts sound like a robot
Marketing complains that the copy does not match our style guide
It should be warm and witty like our ads
One mail is friendly, the next one is cold
Make it sound like our brand
Our readers notice that the articles have no personality
The wording is too corporate
Each agent's replies feel like written by a different person
We have a distinctive way of talking to customers and it misses it
The voice of our company must be recognisable in every text
It writes like a lawyer and we are a toy shop
The character in our game falls out of its role
It should speak like a calm nurse
Let's train it on our blog so it picks up how we write
The language is too salesy for a charity
It is polite but soulless, we are cheeky
Train a custom model that imitates the author's writing style
Texts vary in tone depending on the day
The chatbot's personality drifts within the conversation
The press releases sound nothing like the ones our team writes
Can the model copy my style of writing
Customers say that the messages feel impersonal
The humor is gone, our brand is known for it
Our luxury hotel's messages sound like a discount store
It should feel the same no matter which team uses it, the way it talks is all over the place
The tone of voice is wrong, too pushy
It writes flowery prose where we are plain and short-spoken
We have five hundred approved texts that show how we sound
The narrator must keep the same mood through all chapters`,
  "structured-output": `
The JSON it returns breaks our parser
Fields are missing in the output now and then
Our pipeline crashes because the model adds a sentence before the JSON
We need reliable structured output
Every twentieth response is not valid JSON
The response has to fit our schema
It sometimes returns a number as a string
A script reads the result and fails on stray commas
The model wraps the output in code fences and the import fails
It should fill a form with name, date and amount, and sometimes invents keys
We parse the reply with a regex and it is brittle
The order system expects exact fields, the model is sloppy about them
Can we fine-tune it to always return valid JSON
The downstream service rejects one in fifty payloads
We extract invoice data into the database and columns come out wrong
The output format varies between runs so that our code cannot read it
It returns a table one day and a list the next, the ETL job dies
The API call it produces lacks required parameters
It must return machine-readable results
The CSV it writes has a different number of columns in some rows
The backend throws a deserialization error on the model's reply
Keys are renamed at random, customerName becomes customer_name
The dates come back in five formats and the loader chokes
We want typed objects out of free text
It forgets closing brackets when the list is long
The model's answer feeds a workflow and must have the same shape each time
Booleans come back as "yes" and "true" and "ok"
Half the work in our integration is repairing malformed responses
We just ask for JSON in the prompt and it mostly works
An agent has to call our function and the arguments are often incomplete
The spreadsheet import needs each value in its own field
Output must conform to an interface that our app deserializes
Sometimes there is explanatory text around the data and the parser gives up
The enum value is misspelt from time to time
We retry three times because the result does not validate
Null is sometimes the word "none", sometimes an empty string
We get XML with tags that are not closed and the consumer rejects it`,
  "makes-things-up": `
The model is making things up
It hallucinates
It invents sources that do not exist
It states wrong facts with great confidence
The bot cited a court case that never happened
It made up a phone number for our office
How do we stop hallucinations
It quotes a paragraph that is not in the law
It gave a customer a discount that we do not have
The numbers in its report are fabricated
It lies
It names studies nobody can find
It claims features that our product has never had
Fine-tune it so that it hallucinates less
It answers even when it cannot know
It tells users about a refund policy that was never written
The biography contains a university he never went to
It invented a library function that does not exist
We cannot trust what it says, a third is simply false
It sounds sure of itself and is wrong
The references at the end are fake
It never says "I don't know"
It fills gaps with fiction
The medical dosage it gave was pure invention
The model is unreliable with facts, let's train it again with correct ones
It attributes quotes to people who never said them
It guesses dates instead of admitting that it has none
The links it gives lead nowhere
Users caught it telling untruths
The weights must be bad, it keeps fabricating answers
Wrong names of ministers, wrong years, stated as fact
It described a meeting that did not take place
Product dimensions in the answers are made up out of thin air
The summary contains claims that are not in the text
It assured a client that we are open on Sundays, which is nonsense
The chatbot promised things that are not true
Its confident falsehoods got us into trouble with a client`,
  "wrong-passages": `
Our RAG returns the wrong chunks
The search behind the bot finds irrelevant passages
We already have retrieval but it misses exact error codes
Vector search does not find part numbers
The right document is there and it is not among the top results
The assistant retrieves outdated versions of the policy
Searching for a name brings up other people
We embedded everything and the results are still poor
The retrieved context has nothing to do with the question
It works in the demo, but in production the bot reads the wrong section
When users ask vaguely the search finds nothing useful
The chunks are cut in the middle of a table
Let's fine-tune the embedding model because retrieval is bad
Answers cite the wrong page of the manual
It finds documents about a similar product instead of the one asked for
Exact keywords are ignored by our semantic search
The top five hits are near duplicates
Our RAG prototype is disappointing, should we give up and fine-tune
The passage we need is ranked twelfth and never gets to the model
Model numbers like X-200 and X-220 are mixed up by the search
Recall of our retrieval pipeline is too low
The knowledge bot pulls in paragraphs from another department
We index the docs, but asking for ticket ID 4711 returns random tickets
The retriever can't find abbreviations
Half of the questions fail because the context that was fetched is wrong
Our document bot answers from the wrong contract
The embeddings put everything about invoices together and the exact invoice is not found
Retrieval quality is our bottleneck
Short questions lead to bad matches in the index
Similar articles crowd out the correct one
The bot over our docs says it found nothing although the answer is on page three
It looks up the wrong paragraph of the regulation
We swapped the language model twice and the answers are still based on the wrong text snippets
A query with a typo or a code brings back garbage from our index
Our semantic search mixes up negations and product generations
The search component of our assistant is bad at proper nouns`,
};
