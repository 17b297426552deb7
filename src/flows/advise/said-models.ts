import type { RowId } from "../../core/advice.ts";

/** What people say, one text a line, by the row that answers it: what it costs, where it runs, what is trained, what is bought. */
export const SAID_OF_MODELS: Readonly<Partial<Record<RowId, string>>> = {
  "cheaper-faster": `
Can we make it faster / cheaper?
The bill from the provider doubled this month
It is too slow for our users
Each request costs too much
The latency is eight seconds and people give up
Our token bill is out of control
We send the same long instructions with every call
Finance wants the AI costs halved
The system prompt has 6,000 tokens and goes along each time
It works fine but it is expensive
Response time must go below two seconds
How can we reduce the cost per call
The API invoice is the second largest item after salaries
Users wait too long for the first word
We pay for the whole handbook with each question
The chat is sluggish at peak hours
Our monthly spend on tokens is 20,000 dollars
Fine-tune a small model because the large one is too expensive
Quality is good, price is not
Can we cut the waiting time
We paste the same 80 pages into every prompt
The tool definitions alone are 10,000 tokens in each request
Our margin per user is eaten up by the model
It takes forever to answer
We burn through our budget by the middle of the month
The CFO asks why the AI line in the budget is so high
Speed is the only complaint customers have
The agent resends the entire conversation and it gets dearer with every turn
How do we save money on inference
We want to serve twice the users for the same money
Time to first token is terrible because of the huge context
Our assistant is good but it costs 40 cents per conversation
Make the answers come quicker
Let's move to a cheaper model to save costs
The costs scale with our users and we lose money
A long preamble of rules and examples precedes each question and we pay for it each time`,
  "shrink-a-local-model": `
The open model does not fit into our GPU's memory
Llama runs out of memory on the laptop
Our local model is too slow on the CPU
We want to run a 70B model on a single card
The server has 24 GB of VRAM and the weights need 140
Mistral on our own machine gives two words per second
Can the model run on a phone
We host an open-weight model and need twice the throughput from the same hardware
The edge device has only 8 GB of RAM
Self-hosted inference is too slow, should we buy more GPUs
The model takes 30 GB on disk and will not load
We need it on a Raspberry Pi
Our on-premise box cannot hold the model in 16 bit
Qwen is great, but it swaps to disk on our workstation
It runs locally through Ollama, yet each answer takes a minute
The weights are too big for the graphics cards we have
Running the open model on our old server is painfully slow
We need to squeeze the model into the car's computer
GPU memory is full before the context is loaded
Should we distill the open model because it does not fit on our hardware
A batch job with our own model takes the whole weekend on one GPU
We want the large open-source model on consumer hardware
Which precision do we need to run it on a 12 GB card
Our self-hosted Llama is slower than the cloud
The tablet in the field has not enough memory for the model
We run it on our own machines and they are too weak for it
Out of memory errors when we load the checkpoint
The embedded board manages one token per second
Let's buy an H100, the open model won't run on what we have
Could the downloaded model be made smaller without training
Inference on our on-prem cluster is the bottleneck, the model weights eat all memory
The desktop app ships with a model of 14 gigabytes, which is too much for users' machines`,
  "small-student": `
The big model tags our articles perfectly, could a small one learn it from its answers
We use an expensive model for a simple job that runs millions of times
Let a tiny model copy what the large one does on this one task
We have a million outputs of the big model, use them to train a small one
Distill the large model into a smaller one for routing
The frontier model scores sentiment well but it is overkill for that
Train a student from the teacher's outputs
It does only one thing, all day, and a giant model does it
We want a compact model that mimics the big one for tag generation
Our classifier is a huge model with a prompt and we call it 50 million times a month
The large model's labels are good enough to train a small model on
Ship a smaller model with the same behaviour on our narrow task
Could we capture the answers of the expensive model and teach a cheap one with them
The big model is right 98% of the time at this narrow job and we need something a hundredth of its size
We log every answer of the large model, that should be enough to make a small copy of it
Replace the giant with a little model that has learned from it
Moderation runs on each post with a top model, a small one should imitate it
The teacher model is great at summarising call notes, we want a student for it
A light model for one job, trained on what the heavy one produced
We do query rewriting with a large model on each search and need the same from a small one
Use the outputs of the good model as training data for a smaller one
The expensive model extracts keywords from every product, always the same task, huge volume
Our volume makes the large model unaffordable for this single task, we have its past outputs
Make a mini version of the big model for our single use case
Knowledge transfer from the large model to a small one
A 7B model should reproduce what the flagship does on this task after learning from its answers
We keep the flagship's decisions for intent detection and want a small net to learn them
One fixed step of the pipeline calls the biggest model 10 million times, its results are fine
Can something small be taught by the large model to do just this
We would like a pocket-size model that does what the giant does for address cleaning`,
  "same-task-millions": `
We extract the same 12 fields from one contract type, ~2M times a month, on a tiny cheap model. The prompt keeps drifting on edge cases and we already have 5,000 hand-labeled examples.
Same task, millions of times, structured output
We have 8,000 labelled examples and the prompt on the small model still fails on rare cases
One document type, three million a month, prompts are exhausted
We tried every prompt on the small open model, the hard cases remain, and annotators have checked 20,000 examples
Claims of one kind, a million a week, only a small model is affordable and prompting has hit its ceiling
A narrow extraction at huge scale with thousands of expert annotations, few-shot examples did not get us there
The cheap model makes the same errors on edge cases whatever we write in the prompt, and we own 10,000 corrected records
Five million receipts a month, 6,000 verified by hand, the small model plateaus with prompts
We need extreme consistency on one narrow task and have a large labelled set
After months of prompt work the little model still misses 8% and volume forbids the large one, we have gold labels for 15,000
Fine-tune a small model with LoRA for our single high-volume task, we have the labels and prompts have failed
The medical coders have annotated 12,000 letters, the small model has to code two million a month, the prompt is at its limit
Same form, four million times a month, prompt tuned to death, labelled data in the thousands
Lots of human-verified pairs, one job, gigantic volume and a tiny model that cannot be coaxed further
Our customs declarations: 2.5M monthly, one type, prompt versions 1 to 40 all stuck at 91%, 7,000 reviewed samples available
Prompt engineering is done, structured output is on, a small model has to do it for cost reasons and still errs on the tail; reviewers labelled 9,000
Every night 400,000 lab reports of the same kind go through a small model, we have thousands of reviewed ones and better prompts no longer help
The volume forces us to a small model. Few-shot did not fix its mistakes. We have 30k labelled rows
Cost per call must be tiny at our volume of 10 million per month, the prompt has been optimised for weeks, and experts labelled 5k cases
Millions of invoices in one layout, small model, examples in the prompt, still failing on the odd ones, thousands of corrected outputs
Our small model misreads unusual clauses even with the best prompt we have; two million documents; five thousand annotated`,
  "stubborn-format": `
Our industry's notation is something the model cannot get right even with examples and a grammar
We need output in an ancient EDI dialect and it keeps breaking the rules
It has to write chess-like notation for dance and fails in spite of examples
The model fights us on our proprietary markup, we tried a schema
It should produce knitting charts in our format and gets the symbols wrong every time
Our PLC code dialect is not something it has seen, examples in the prompt do not help
It must write guitar tablature in our house format and misplaces the bars
We gave it fifty examples of our legal citation code and it still makes errors
Constrained decoding makes it valid but the content of the notation is wrong
A domain-specific language for lab robots that no model writes properly, grammar and samples have been tried
It never gets our musical score encoding right
HL7 variants of our clinic come out malformed no matter what we put in the prompt
The model cannot learn our railway signalling script from the prompt
We need a niche output shape that prompts do not enforce
It writes crystallography records with the columns in the wrong place although a template is given
Our cutting-machine language has quirks which it keeps forgetting despite grammar-constrained output
The specialised syntax of our trade is beyond it, few-shot and schema have failed
Surveyors' field codes come out wrong in spite of the format description and ten samples
It does not master our braille music format even with a validator in the loop
Chemical structure strings in our house dialect are always slightly off, we showed it dozens
Every prompt, schema and example failed, the model insists on normal syntax in place of our notation
A very special file format from the 80s that the base model resists
Our weaving draft notation defeats it, and the JSON schema we tried cannot express it
The phonetic transcription system we use is unusual and it reverts to IPA
Airline fare rule shorthand: it was given samples and the grammar and still writes something else
Our stenography codes come out wrong even after we put the whole reference and samples in the prompt`,
  "hardest-problems": `
Only the best model is good enough for this
We need the highest possible quality, price does not matter
It is about complex reasoning over mergers, a few cases a week
Each answer can cost us millions, so it has to be right
The hardest maths problems of our researchers
A mistake here would be catastrophic and we ask only ten times a day
We want state-of-the-art reasoning
Our scientists need help with proofs
The task is really difficult, smaller models fail, and there are few requests
It plans surgery, cost is secondary
We should fine-tune a small model for our hardest legal analyses
Frontier capability matters most
Strategy questions for the board, twenty a month, money is no object
It has to refactor a million lines of code autonomously and get it right
Drug discovery hypotheses, quality above everything
The problem needs many steps of deep thinking
Only top performance counts and volume is low
We would pay any price for a correct answer
Cheaper models make reasoning errors in our actuarial models
Which model is the smartest for long multi-step analysis
A handful of questions each day that are so hard that experts disagree
Our engineers debug distributed systems with it and need the strongest model
High-stakes decisions with few calls
The difficulty is extreme and errors are expensive
For the appeal court briefs we want the most capable model there is
Complicated tax structures across ten countries, a dozen cases a month
Could an open small model replace the flagship for our toughest design problems
Safety analysis of a reactor, we want the brightest model available
The reasoning has to be flawless, we can wait an hour and pay for it
Quantum chemistry questions from our lab that weaker models get wrong`,
  privacy: `
Patient data must not leave the hospital
Our data may not go to the cloud
The regulator forbids sending it abroad
We need it to run offline on our own servers
GDPR does not let us send personal data to a US provider
The client contract says that nothing leaves our network
It has to work in an air-gapped room
Our trade secrets must not be sent to an API
Legal says no third party may see these files
Data sovereignty is a must for us
Ships have no internet connection and need the assistant
The works council demands that the recordings stay in house
Confidential government documents, no external service allowed
It must run on the device because of privacy
The bank's data has to stay in the country
We cannot use a hosted model for compliance reasons
Attorney-client privilege means the text can't go to a vendor
Only on-premises is acceptable to our security team
The defence ministry does not permit cloud services
HIPAA keeps us from using outside services
Our source code is secret and must remain within our walls
Are we allowed to send customer records to an AI company
Train our own model because we can't share data with anyone
The mine has no network underground
Personal information of children must stay on the school's computers
Auditors will not accept that our ledgers are processed by somebody else
We're worried that the provider sees our prompts
The therapist notes may not be uploaded anywhere
Data residency rules require processing inside the EU
Nothing may be transmitted outside the building
Our customers sign that their drawings are never given to others
The data protection officer stopped the project since texts went to an external server
A submarine has no connection to the outside
Bound by secrecy, we can use only what runs on our own hardware`,
  "vector-database": `
We need a vector database
Should we use Pinecone or Qdrant
Let's buy Pinecone
Which vector store is best
We have to set up Weaviate before we can start
Do we need pgvector
The architect wants a dedicated vector DB for our 2,000 documents
Where do we store the embeddings
We plan to deploy Milvus on Kubernetes
Chroma or FAISS for our prototype
The first step is choosing an embedding store
Can we put the vectors in Postgres
We have 50 million chunks, what database do we need
Budget for a vector database cluster, please
Everyone says RAG needs a vector database
Our vendor offers us a managed vector index
Compare Elasticsearch and OpenSearch for vectors
Does Redis do as a vector store
We need somewhere to keep our embeddings
HNSW or IVF, which index should our database use
The team wants two weeks to evaluate vector databases
We need a special database for AI
A similarity search engine has to be licensed
Is SQLite enough for 10,000 vectors
Procurement asks which vector DB to order
Let's migrate to a vector database because everybody has one
We want to host Qdrant ourselves for the search project
An approximate nearest neighbour index is needed for our 30,000 paragraphs
What is the best place to save embeddings at our size
The consultants put a vector database in the architecture drawing`,
  "own-model": `
We should build our own model
Let's train a foundation model from scratch
Why don't we have our own GPT
We want to be independent from OpenAI and make our own LLM
The board wants a company model with our name on it
Pre-train a large language model on our data from the ground up
Build our own language model for our country's language
Investors like companies that own their model
We should have our own foundation model so that nobody can switch us off
Let's hire a team and train a base model
Our competitor announced their own LLM, we need one too
How much would it cost to create our own ChatGPT
With our data we could train the best model of the industry
We buy a GPU cluster and train our own transformer
A proprietary model would be our moat
The minister wants a national language model
To be in control we have to develop the model ourselves
We don't want to depend on an American vendor, so we make a model of our own
Create a bank-specific LLM from zero
Our own AI, built by us, not rented
The strategy paper says: own model by 2028
Marketing would love to announce a model that is ours
Start with random weights and train on all our text
We own petabytes of data, it is time to train something big ourselves
Why rent intelligence when we can build it ourselves
An in-house large model gives us sovereignty over the technology
Could we become a model maker like the big labs
The CEO read about a startup that trained its own LLM and wants the same
Developing a base model ourselves would make us famous
We need a model that belongs to us entirely, from the first weight on`,
  "plain-labels": `
Is this mail spam or not
Route incoming tickets to one of six teams
We want to detect the language of a text
Decide whether a review is positive or negative
Assign each product one of 40 categories
Use GPT to flag toxic comments
Tag invoices as paid or unpaid
We need to find the date in a letter
Which department should get this letter
The LLM should say yes or no: is it a complaint
Detect duplicates among our addresses
Sort applications into accept, reject and review
We have 20,000 mails with their folder and want new ones sorted
Predict the priority of a bug from its text
Recognise the postcode in an address line
Let's use a large model to classify expense entries
Every transaction gets one of twelve account codes, and we have ten years of booked ones
A model should decide if a photo caption mentions alcohol
Determine the topic of a news article from a fixed list
Pick the intent of the caller from eight options
We fine-tune a language model to label sentiment
Extract the invoice number, it is always eight digits after "No."
Should this order be checked for fraud, yes or no, we have history
Only a category comes out, but we pay for a chat model
Is a big model needed to tell questions from statements
Flag messages that contain a phone number
Sort the feedback by product line, we have labels from last year
Which of the three templates applies
Detect whether a document is a contract or an invoice
Grade the urgency of mails as low, medium or high
We planned an LLM to filter job ads into fields
A label per row, a few thousand labelled rows, do we need AI agents for that
Classify support requests by the customer's country
Find out which language the caller writes in and send it to that team
Yes/no decision if a clause is present, with plenty of past decisions`,
};
