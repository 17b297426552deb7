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
I'd like music for our advert, generated, without any trouble with rights.
Our reports are an hour behind since the replica was moved, is that the disk or the network?
The nightly backup overlaps with payroll and everything crawls until ten.
Two of my people have handed in their notice and the rest is nervous. What do I tell them on Monday?
The merger gave us two of everything: two boards, two release trains, two bosses.
On Thursday the release was stopped by somebody from the other team. Who has the last word?
The queue of tickets for the database team is six weeks long.
Our cloud region was down for three hours yesterday and nobody had a plan.
Legal wants a clause about AI in all supplier contracts, who drafts that?
The scanner app crashes on the new phones since last week's update.
We lost the password to the domain registrar and the owner has left.
The customers' council asks for dark mode for the third year.
Half the team works from home and stand-ups at nine are hopeless.
My developers argue whether generated code has to be reviewed by two people.
Who is allowed to approve what the agent wants to send?
The works outing collides with the audit, can we move one of them?
Our competitor's shop loads twice as fast because they have a better CDN.
The index of the orders table is bloated and inserts take seconds.
Memory leaks in the image service kill the pod every night.
How do I set up alerts for the error rate of the checkout?
The intern wants to know which course on machine learning is worth the money.
We pay for three video conferencing tools and use one.
The designer and the product owner want different colours for the button.
I need a better monitor, the current one flickers since yesterday.
Our app was rejected by the store again because of the camera permission.
The museum would like a picture of how the square looked in 1900, made by a machine.
The radio station needs a jingle, composed by whatever, with the rights cleared.
Please read these thousand scanned cards from the twenties, the handwriting is awful.
Count the cows on the drone video for us.
The robot vacuum in the hall bumps into guests.
The turnstile does not recognise faces with masks.
Speech to text fails in the workshop because of the noise.
We need subtitles for the deaf in the live stream.
How many cases does a test set need before we may trust it?
Our graders disagree in every third case, and the guideline is ten pages.
Which metric do we report to the board for the assistant?
A new version of the model came out and I need to know whether ours got worse.
Somebody keeps posting the system prompt on social media, how did they get it?
A visitor told the bot to pretend to be the boss and it gave a discount code.
Is it legal to record the calls for quality?
The union wants to be heard before any AI is introduced.
Do we need to label texts written by AI since the new act?
Our insurance asks what happens if the bot harms somebody.
The vendor's salesman keeps calling, can procurement stop him?
Payment terms with the provider are thirty days and finance wants sixty.
The usage statistics show that nobody opens the assistant after the first week.
Older colleagues do not dare to ask the bot anything.
The marketing department announced the assistant before it was ready.
The test environment has real customer names in it.
We get 429 errors in the afternoon when the batch runs.
One key is shared by four teams and nobody knows who used what.
Should the agents be written in Python or TypeScript?
Is it worth migrating from REST to GraphQL?
Our monorepo takes five minutes to install.
The coverage of the tests fell below seventy percent.
There is no rollback for the deployment of last Friday.
The freelancer deleted the branch.
Our roadmap review is next week and I have no numbers.
The parking app charges people twice on Sundays.
Sales wants a CRM, support wants a helpdesk, both want it from the same budget.
My calendar is full of meetings about meetings.
The heating in the server room is broken.`;
