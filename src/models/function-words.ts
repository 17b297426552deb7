/** Closed-class words of English: they carry grammar, and in WordNet most of them are homographs ("he" is helium, "in" an inch, "us" a country). */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `a an the and or nor but if then than that this these those of in on at by for with from to into onto upon about as is are was were be been being am
   it its itself he him his himself she her hers herself they them their theirs themselves we us our ours ourselves you your yours yourself i me my mine
   myself who whom whose which what when where why how there here not no so such very too also only just do does did done doing have has had having can
   could may might must shall should will would some any each every all both either neither other another one's someone something somebody anything
   e.g i.e etc esp because while during before after until since through between among against without within although though whether however yet
   per via else others upon toward towards amongst amid versus vs unless whereas whereby whenever wherever everything everyone everybody anyone anybody
   nobody nothing none oneself et al cf
   don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't hadn't i'm i've i'll i'd you're you've
   you'll he's she's it's we're we've we'll they're they've they'll that's there's what's where's who's let's
   should've would've could've dont didnt doesnt isnt arent wasnt werent wont wouldnt cant couldnt shouldnt havent hasnt hadnt im ive youre youve thats
   theres whats wheres`.split(/\s+/),
);
