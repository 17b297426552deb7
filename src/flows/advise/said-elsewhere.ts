/** What people say that no row answers: the matcher learns from it when to say that it does not know. One text a line. */
export const SAID_ELSEWHERE = `
Our build takes forty minutes
We need to hire two backend developers
Which cloud region is best
The login page is broken on mobile
Should we use React or Vue
When is the next release
Our sprint planning meetings take too long
The designers want a new icon set
How do I reset my password
Who owns the on-call rotation
We should move from Jira to Linear
The tests are flaky
Which licence does the model have
How do we know that the new model is better than the old one
Our annotators disagree about what a good answer is
We need a dashboard for usage
Kubernetes keeps restarting the pod
The demo is on Thursday and nobody has slides
Is the provider's uptime good enough
We hit rate limits at nine every morning
How do we measure quality at all
The users do not trust AI and do not use the feature
Who reviews the prompts before they go live
Can we get a discount for annual payment
The speech recognition does not understand dialects
Generate images of our furniture in living rooms
We want to read text from scanned photos
The agent deleted a production table
Somebody injected instructions through a web page and the bot obeyed
Employees paste the same question into five tools
The team has no time for documentation
How many story points is this
The database migration failed last night
We need a privacy policy on our website
What does the AI Act say about high-risk systems
Our recommendation engine shows shoes to people who bought shoes
The forecast of next quarter's sales is off
I would like to learn Python
Should the microservices share a database
The office coffee machine is broken
Our model monitoring has no alerts
Users should be able to upload avatars
Which laptop should I buy
The vendor's contract ends in June
Accessibility of the chat window is poor
We want a button that regenerates the answer
How do I write unit tests for an agent
Two teams build the same chatbot
Customers want to talk to a human
Our competitors launched an app
The queue is full of failed jobs
The cluster ran out of disk because of the logs
Nobody knows who pays for the licences
Let's do a hackathon on AI
The roadmap is overloaded
We need two-factor authentication
Merge conflicts cost us a day every week
The translation agency is expensive
Logs from the model calls are missing
We need a second reviewer for pull requests`;

/** What no row answers, at length. */
export const SAID_ELSEWHERE_AT_LENGTH = `
The new colleagues and the old ones can't agree on tabs or spaces, and it eats up every review.
Since the last update the warehouse scanners lose their connection, the drivers are furious.
Who owns what the image generator drew for our calendar? Our lawyer shrugs.
We'd like the council meetings written down from the recording, with who said what.
Can somebody tell me why the staging cluster restarts at three each night?
My team is split: half use the coding assistant for everything, half refuse to open it. How should I handle that?
The steering committee meets weekly and decides nothing.
We need somebody who answers for what the bot says, legal and marketing push it to each other.
A user typed "ignore your rules" and the assistant did. Security wants a report.
How large should the sample be before we believe that version B is better than version A?
Two of our raters give opposite grades for the same answer. Whom do we believe?
The agent sent 400 mails in one night because nobody had to approve them.
Our provider changed the terms and now there is a new contract to sign.
They cut my headcount and doubled the roadmap.
Which of you took the projector? And the meeting room is double-booked again.
I want to make posters of our products with a picture generator, in the right colours.
The phone app drains the battery since we added the map.
The intern merged to main without a review and took the shop down.
The elderly can't read the small letters in our app.
What is the legal difference between a processor and a controller?
We lose candidates since our hiring process takes three months.
The camera should count the people in the queue.
Sales promised a feature that isn't on any plan.
How do I get my seniors to write documentation?
The provider throttles us with 429s whenever the morning rush begins.
Our backup hasn't run since August and nobody noticed.
The chat window is unreadable in dark mode.
Somebody has to be on call for the assistant at weekends, who pays for that?
Do we have to tell customers that they are talking to a machine?
Speech synthesis pronounces our product name wrong.
The tickets are estimated in points and finance wants them in hours.
Which certificate do we need to sell software to hospitals?
The scrum master wants three retrospectives a sprint and people are tired.
Our translators' union asks whether they get paid when their texts are used.
The drone's camera should recognise cracks in the concrete.
After the migration to the new calendar all the meetings are an hour off.
How much time should a junior spend with the coding assistant?
I'd like music for our advert, generated, without any trouble with rights.`;
