### One votation, its trustees, its ballot box, its result.

votation-description = { $title }: the question, the dates, how to vote, who keeps the ballot box.
votation-vote = Go and vote
votation-check = Is my ballot counted?
votation-result = See the result
votation-asked = { $n ->
    [one] The question
   *[other] The questions
 }
option-cost = costs { $cost }
votation-grades = Grades, the best first:
votation-rule = How it is decided
votation-how = How to vote
votation-how-code = Have your voting code at hand.
votation-how-booth = Enter the booth from this page: choose, read it again, seal. It takes about three minutes.
votation-how-receipt = Keep your receipt: with it you can find your ballot in the ballot box. It does not say what you voted.
votation-how-again = Changed your mind? Vote again before the close: only your last ballot counts.
votation-paper = Voting on paper
votation-no-channel = How to vote will be shown here.
votation-dates = Dates
votation-opens = Opens
votation-closes = Closes
votation-checking = Ballots can be checked until
votation-published = Result published

choice-one = One answer.
choice-exactly = { $max ->
    [one] One answer.
   *[other] Exactly { $max } answers.
 }
choice-several = { $min ->
    [0] Up to { $max } answers.
   *[other] From { $min } to { $max } answers.
 }
choice-lists = One list; then, on that list, the people you choose.
choice-score = A score from 0 to { $max } for each option.
choice-points = { $min ->
    [0] Up to { $max } points to share out.
   *[other] { $min } to { $max } points to share out.
 }
choice-quadratic = { $max } credits to spend: a support of level n costs n × n credits.
choice-grades = A grade for each option.
choice-budget = An envelope of { $max } to spend: the projects chosen must fit in it.
choice-ranking = A ranking of the options; several may share a rank.
choice-ranking-strict = A ranking of the options, without ties.
choice-allocation = An amount of { $max } to split, all of it.
choice-blank = A blank vote is possible.

## The state in one sentence

status-upcoming = Voting opens on { $opens }.
status-open = You can vote until { $closes }.
status-closing = Voting ended on { $closes }. The ballot box is being closed.
status-counting = Voting ended on { $closes }. The trustees are decrypting the total.
status-published = Result published on { $published }.
status-aborted = Stopped on { $at }.
status-extended = The close has been put off. It was first announced for { $first }.
aborted-title = This vote was stopped
aborted-text = No ballot will be decrypted. The organisation gives this reason:

## The line of its life

milestones-label = The stages of this vote
milestone-announced = Announced
milestone-keys = Key shared
milestone-roll = Codes registered
milestone-voting = Voting
milestone-counting = Counting
milestone-result = Result
milestone-state-done = done
milestone-state-current = now
milestone-state-upcoming = to come
milestone-state-stopped = stopped here
milestone-date-on = { $date }
milestone-date-from = from { $date }
milestone-date-until = until { $date }

## Turnout

turnout-title = Turnout
turnout-registered-unit = { $n ->
    [one] person on the roll
   *[other] people on the roll
 }
turnout-voted-unit = { $n ->
    [0] people have voted so far
    [one] person has voted
   *[other] people have voted
 }
turnout-roll-not-fixed = The list of codes has not been fixed yet.
turnout-registered = On the roll
turnout-voted = Voted
turnout-valid = Valid votes
turnout-replaced = Ballots replaced by voting again
turnout-audited = Ballots opened for checking
turnout-cancelled = Ballots cancelled by a paper vote
turnout-description = Out of { $registered } on the roll: { $values }.
turnout-curve-title = Voters over time
turnout-curve-description = From { $from } to { $to }: { $voted } voters.
turnout-table-open = The turnout in figures
turnout-table-caption = Turnout in figures
turnout-when = Time
chart-quorum-turnout = Quorum
chart-quorum-valid = Quorum of valid votes

## The rule

rule-majority-simple = The answer with the most votes wins.
rule-majority-absolute = An answer wins if it has more than half of the valid votes.
rule-top = { $seats ->
    [one] The answer with the highest total is selected.
   *[other] The { $seats } answers with the highest totals are selected.
 }
rule-judgement = { $seats ->
    [one] Every answer gets a grade from everybody. The answer with the best middle grade wins; of equal ones, the one that keeps the better when middle grades are taken away one after another.
   *[other] Every answer gets a grade from everybody. The { $seats } answers with the best middle grades win; of equal ones, the one that keeps the better when middle grades are taken away one after another.
 }
rule-condorcet = The answer that more people prefer than not, against each other answer, wins. There may be none.
rule-schulze = { $seats ->
    [one] The answers are compared two by two; the strongest chains of victories decide (Schulze).
   *[other] The answers are compared two by two; the strongest chains of victories decide which { $seats } are selected (Schulze).
 }
rule-borda = { $seats ->
    [one] An answer gets a point for each answer ranked below it, half a point for each level one; most points win (Borda).
   *[other] An answer gets a point for each answer ranked below it, half a point for each level one; the { $seats } with most points win (Borda).
 }
rule-budget-skip = Projects are bought in the order of their votes from an envelope of { $envelope }; one that is too dear is skipped.
rule-budget-stop = Projects are bought in the order of their votes from an envelope of { $envelope }, until one is too dear.
rule-budget-per-cost = In that order comes first what has most votes for its cost.
rule-budget-threshold = { $votes ->
    [one] A project needs at least { $votes } vote.
   *[other] A project needs at least { $votes } votes.
 }
rule-tie = A tie is told as a tie: the count draws no lots and prefers nobody.
rule-quorum-turnout = The result only holds if at least { $share } of those on the roll vote.
rule-quorum-turnout-counted = The result only holds if at least { $share } of those on the roll vote, that is { $required } people.
rule-quorum-valid = The result only holds if the valid votes reach { $share } of the roll.
rule-quorum-valid-counted = The result only holds if the valid votes reach { $share } of the roll, that is { $required }.
share-1-2 = half
share-1-3 = a third
share-2-3 = two thirds
share-1-4 = a quarter
share-3-4 = three quarters
share-1-5 = a fifth
share-1-10 = a tenth
share-percent = { $percent }

## Trustees

trustees-title = Trustees of the key
trustees-more = What each trustee did
trustees-short = { $threshold } of the { $total } trustees are enough to decrypt the total; { $threshold } or more acting together could also open a single ballot.
trustees-needed = { $needed } are needed.
trustees-present-enrol = { $present ->
    [0] None of the { $total } trustees has enrolled yet.
    [one] { $present } of the { $total } trustees has enrolled.
   *[other] { $present } of the { $total } trustees have enrolled.
 }
trustees-present-commit = { $present ->
    [0] None of the { $total } trustees has committed yet.
    [one] { $present } of the { $total } trustees has committed.
   *[other] { $present } of the { $total } trustees have committed.
 }
trustees-present-reveal = { $present ->
    [0] None of the { $total } trustees has handed out shares yet.
    [one] { $present } of the { $total } trustees has handed out shares.
   *[other] { $present } of the { $total } trustees have handed out shares.
 }
trustees-present-accept = { $present ->
    [0] None of the { $total } trustees has confirmed the key yet.
    [one] { $present } of the { $total } trustees has confirmed the key.
   *[other] { $present } of the { $total } trustees have confirmed the key.
 }
trustees-present-decrypt = { $present ->
    [0] None of the { $total } trustees has taken part in the decryption yet.
    [one] { $present } of the { $total } trustees has taken part in the decryption.
   *[other] { $present } of the { $total } trustees have taken part in the decryption.
 }
trustees-page-title = Trustees: { $title }
trustees-page-description = Who holds the key of this vote, and what each of them did, step by step.
trustees-lead = { $total } trustees make the key of this vote together. Each holds a part of it; { $threshold } are needed to decrypt the total, and nobody ever has the whole key.
trustees-table-caption = What each trustee did
trustees-column-name = Trustee
trustees-steps-title = The steps
trustees-keys-title = Their identity keys
trustees-keys-text = Each trustee signs with this key, which was fixed before the vote began. Compare it with the one that the person publishes.
step-enrol = Enrolment
step-enrol-text = The trustee shows up with a fresh key, by which shares can be handed over in secret.
step-commit = Commitment
step-commit-text = The trustee commits to secret numbers without showing them, so that nobody can choose theirs after seeing those of others.
step-reveal = Sharing
step-reveal-text = The trustee shows the public part of the numbers and gives each of the others a sealed share.
step-accept = Confirmation
step-accept-text = The trustee has checked the shares received and signs the key of the vote.
step-decrypt = Decryption
step-decrypt-text = After the close, the trustee recounts the ballot box and decrypts a part of the total. The trustee's program refuses to decrypt anything else.
step-state-not-begun = Not begun
step-state-expected = Expected
step-state-done = Done
step-state-missed = Not done in time
step-state-refused = Refused: wrong proof
step-state-not-needed = Not needed
complaints-title = Complaints
complaints-text = A trustee may say that a share received does not fit. The other must then make it public, and anybody can judge.
complaint-pending = { $by } complains about the share received from { $about }. An answer is expected.
complaint-unfounded = { $by } complained about the share received from { $about }. It was made public and fits.
complaint-founded = { $by } complained about the share received from { $about }, rightly: { $about } is disqualified.

## The ballot box

urn-title = The ballot box
urn-size = Entries in the record
urn-signed-at = Last signed state
urn-witnesses = Witnesses
urn-witnesses-signed = { $signed ->
    [0] None of the { $total } witnesses has countersigned yet.
    [one] { $signed } of the { $total } witnesses has countersigned.
   *[other] { $signed } of the { $total } witnesses have countersigned.
 }
urn-witnesses-needed = { $quorum } are needed.
urn-witnesses-none = None: only the organiser signs the state of the record.
urn-witness-signed = Countersigned
urn-witness-waiting = Not yet

## The condition of the ballot box

condition-link = Is the ballot box intact right now?
condition-page-title = Condition of the ballot box: { $title }
condition-page-description = Whether the public record of this vote is complete and unchanged at this moment, and what that rests on.
condition-title = Condition of the ballot box
condition-intact = The ballot box is intact
condition-intact-text = Everything that was put in is still there, unchanged.
condition-checking = The ballot box is being read again
condition-checking-text = Nothing wrong is known. Come back in a moment for the answer.
condition-attention = The ballot box needs attention
condition-attention-text = Nothing is missing or changed. But something keeps it from its work at the moment: see below.
condition-broken = The ballot box is not intact
condition-broken-text = What it holds and what was signed contradict each other. Do not go on before somebody independent has found out why. Keep everything as it is.
condition-at = Answered { $date }.
condition-again = Check again
condition-answers = What this rests on
condition-entries = Entries
condition-entries-match = { $n ->
    [one] { $n } entry was read again { $date }; it is exactly what was signed.
   *[other] { $n } entries were read again { $date }; they are exactly what was signed.
 }
condition-entries-differ = { $n ->
    [one] { $n } entry was read again { $date }; it is not what was signed.
   *[other] { $n } entries were read again { $date }; they are not what was signed.
 }
condition-entries-not-yet = They have not been read again yet.
condition-writing = Taking ballots
condition-writing-works = The record can be written to.
condition-writing-fails = The record cannot be written to at the moment. Nobody's ballot is lost: whoever votes now is told to try again.
condition-publishing = Publication
condition-publishing-all = Everything in it is public.
condition-publishing-waits = { $n ->
    [one] { $n } entry is kept safe and waits for the witnesses' signatures. Its receipt comes then.
   *[other] { $n } entries are kept safe and wait for the witnesses' signatures. Their receipts come then.
 }
condition-findings = What was found
condition-witnesses-text = Witnesses are independent of the organiser. They sign a state of the record only if everything they signed before is still in it.
condition-witness-signed = Signed { $date }
condition-witness-waited = Has not signed this state yet
condition-witness-away = Does not answer
condition-witness-contradicts = Has signed another history
condition-outside = Do not take our word for it
condition-outside-text = This page is the organiser's server speaking about itself. With this command anybody can watch the record from outside; it raises the alarm when something is changed, removed, or shown differently to somebody else.

## Verifying

verify-title = Verify it yourself
verify-text = This command downloads the public record and redoes everything: the key, each ballot, the decryption, the count.
verify-text-open = This command downloads the public record and checks everything that is in it so far.
verify-command-label = Command to type in a terminal
verify-command-second-label = Command to type in a terminal, for the second verifier
verify-after = The program prints each check and how it came out. It is free software, and nothing obliges you to believe us.
verify-mine = Did you vote? With your receipt you can find your ballot.
verify-checkpoint = Last signed state of the record
verify-json = Public state as JSON, for programs
fingerprints-open = Fingerprints to compare
fingerprints-text = A fingerprint identifies a document: change one character and all of it changes. Compare these with what your booth, the trustees and the verifying program show.
fingerprint-manifest = Rules of the vote
fingerprint-manifest-text = Question, dates, trustees, how it is decided. It is also the identity of this vote.
fingerprint-election-key = Key of the vote
fingerprint-election-key-text = The one that seals ballots.
fingerprint-roll = List of codes
fingerprint-roll-text = The codes that may vote, without any name.
fingerprint-open = Opening of the ballot box
fingerprint-open-text = The entry that fixes the key, the list and the booth.
fingerprint-booth = Program of the booth
fingerprint-booth-text = The one that your browser must receive.
fingerprint-log-key = Key of the record
fingerprint-log-key-text = The one that signs each state of the ballot box.
fingerprint-root = State of the record
fingerprint-root-text = The fingerprint of all entries, at the last signed state.

## Declared weaknesses

weaknesses-title = Where this vote is weaker
weaknesses-text = { $n ->
    [one] The organisation made a choice that weakens this vote. It is written in its rules, for everybody to judge.
   *[other] The organisation made choices that weaken this vote. They are written in its rules, for everybody to judge.
 }
weakness-no-sign-in = The code alone is enough to vote.
weakness-no-sign-in-text = No sign-in is asked for besides: whoever has a code votes in that person's place. Who may vote rests on the issuer of the codes alone.
weakness-floor-waived = Small groups are not protected.
weakness-floor-waived-text = The total of a group may be published even if it holds fewer than { $floor } ballots: votes could be guessed from it.
weakness-low-threshold = Few trustees are enough.
weakness-low-threshold-text = A minority of them, acting together, could open ballots.
weakness-trustee-on-server = The server is a trustee itself.
weakness-trustee-on-server-text = The organiser holds a part of the key that outside trustees should hold.
weakness-no-witness = There is no witness.
weakness-no-witness-text = Only the organiser signs the state of the ballot box, and could show two versions of it to two people.
weakness-device-keys = Voting keys are made in the browser.
weakness-device-keys-text = No outside body issues codes: more rests on the server.
weakness-weighted = Some votes count more than others.
weakness-weighted-text = A rare weight can point to a person.

## The result

result-kicker = Result
result-page-title = Result: { $title }
result-page-description = The votes, the rule, what follows, and how to verify it.
result-status = Voting ended on { $closes }.
result-none = No result yet
result-none-open = Until voting is closed, nobody can know any count at all.
result-none-counting = Voting is over. The result will appear here when the trustees have decrypted the total.
result-aborted = This vote was stopped: there will be no result
result-back = Back to the vote
result-table-title = The votes in figures
result-answer = Answer
result-unit-votes = Votes
result-unit-score = Sum of scores
result-unit-points = Points
result-unit-levels = Sum of levels
result-unit-amount = Amount
result-mean = Mean per voter
result-person = Candidate
result-share-list = Share of the list's votes
result-on-list = On the list “{ $list }”
result-cell-won = (wins)
result-reasons = How it came to that
result-grades-title = Grades in figures, the best first
result-majority-grade = Majority grade
result-duels-title = Duels: ballots that prefer the row to the column
result-chains-title = Strongest chains of victories from the row to the column
result-borda-title = Points
result-projects-title = The projects, in the order in which they were looked at
result-project = Project
result-cost = Cost
result-fate = What became of it
result-share-valid = Share of valid votes
result-share-turnout = Share of voters
result-no-share = does not apply
result-wins = Wins
result-tied = Tied
result-totals = Totals
result-blank = Blank votes
result-void = Ballots without effect
result-groups = By group
result-groups-text = Votes are decrypted group by group; groups that are too small are put together to keep votes secret.
result-group = Group
result-rule = The rule, point by point
result-no-rule = The rules of this vote set no decision: the votes are published as they are.
chart-unit-votes = Votes by answer
chart-unit-score = Scores by answer
chart-unit-points = Points by answer
chart-unit-levels = Levels of support by answer
chart-unit-amount = Amounts by answer
chart-total-and-mean = { $total } · { $mean } on average
chart-grades = Grades by answer, the best to the left
chart-middle = half
chart-duels = { $name } against each other answer
chart-against = Against { $name }
chart-duel = { $above } to { $below }
chart-prefer = Prefer { $name }
chart-level = Level
chart-prefer-other = Prefer the other
chart-project = { $bought ->
    [yes] { $votes } · costs { $cost } · bought
   *[no] { $votes } · costs { $cost }
 }
fate-bought = Bought; { $left } left.
fate-too-dear = Too dear: { $missing } missing.
fate-no-votes = Nobody voted for it.
fate-under-threshold = Too few votes: { $missing } missing.
fate-tied = Level with others that cannot all be paid for.
fate-not-reached = Comes after the place where buying stopped.
reason-margin = { $unit ->
    [votes] { $name } is { $margin } votes ahead of the next.
    [points] { $name } is { $margin } points ahead of the next.
   *[other] { $name } is { $margin } ahead of the next.
 }
reason-majority-grade = More than half of the voters give { $name } the grade { $grade } or a better one.
reason-grades-differ = { $ahead } and { $behind } both have the grade { $grade }. So middle grades are taken away from both, one after another: after { $removed } of them, the next is { $better } for { $ahead } and { $worse } for { $behind }.
reason-grades-equal = { $ahead } and { $behind } have every grade equally often: they are level.
reason-wins-all = { $name } wins against each of the others.
reason-wins-none = No answer wins against each of the others.
reason-duel = { $winner } wins against { $loser }: { $above } to { $below }.
reason-duel-level = { $winner } and { $loser } are level: { $above } each.
reason-chain = The strongest chain of victories from { $first } to { $other } has { $there } ballots at its weakest link; the strongest one back has { $back }.
reason-spent = The projects that are bought cost { $spent } out of { $envelope }; { $left } are left.
chart-majority = Absolute majority
chart-left-out = { $n ->
    [one] The chart shows the first 25 answers; the table shows all of them, one more.
   *[other] The chart shows the first 25 answers; the table shows the { $n } others too.
 }
check-quorum-met = Quorum reached.
check-quorum-missed = Quorum missed.
check-quorum-turnout = At least { $share } of those on the roll had to vote, that is { $required }: there were { $reached }.
check-quorum-valid = The valid votes had to reach { $share } of the roll, that is { $required }: there are { $reached }.
check-majority-met = Majority reached.
check-majority-missed = Majority missed.
check-majority-absolute = More than half of the valid votes was needed, that is { $required }: the first answer has { $reached }.
check-majority-simple = More votes than any other answer were needed, that is { $required }: the first has { $reached }.

verdict-won = { $names } wins.
verdict-won-text = { $votes ->
    [one] { $votes } vote, that is { $share } of the valid votes.
   *[other] { $votes } votes, that is { $share } of the valid votes.
 }
verdict-no-majority = No answer reaches the majority that is asked for.
verdict-no-majority-text = { $names } comes first with { $votes } votes, that is { $share } of the valid votes; { $required } were needed.
verdict-tie = A tie between { $names }.
verdict-tie-text = Each of these answers has { $votes } votes. The count does not choose between them: what follows is up to the organisation.
verdict-no-valid-votes = Nobody expressed a choice.
verdict-no-valid-votes-text = There is no valid vote: nothing is decided.
verdict-not-counted = Too few ballots to be counted.
verdict-not-counted-text = Counting so few would show what single people voted: nothing is decrypted, and nothing is decided.
verdict-quorum-missed = The quorum is not reached: nothing is decided.
verdict-quorum-missed-text = { $base ->
    [valid] The valid votes had to reach { $share } of the roll, that is { $required }; there are { $reached }.
   *[other] At least { $share } of those on the roll had to vote, that is { $required } people; there were { $reached }.
 }
verdict-selected = Selected: { $names }.
verdict-selected-text = Selected by the rule out of { $options }.
verdict-selected-vacant = Selected: { $names }.
verdict-selected-vacant-text = Places stay free: there is no other answer.
verdict-selected-tie = { $chosen ->
    [0] A tie between { $tied }.
   *[other] Selected: { $names }. A tie between { $tied }.
 }
verdict-selected-tie-text = The count does not choose between these answers: what follows is up to the organisation.
verdict-cycle = No answer wins against each of the others.
verdict-cycle-text = The answers in front beat each other in a circle, or are level: nobody is selected.
verdict-bought = Selected: { $names }.
verdict-bought-text = The envelope pays for these projects out of { $options }.
verdict-nothing-bought = No project can be paid for.
verdict-nothing-bought-text = Each is too dear or has too few votes.
verdict-top-filled = { $chosen ->
    [one] Selected: { $names }.
   *[other] Selected: { $names }.
 }
verdict-top-filled-text = { $seats ->
    [one] It has the highest total out of { $options }.
   *[other] They have the { $seats } highest totals out of { $options }.
 }
verdict-top-vacant = Selected: { $names }.
verdict-top-vacant-text = { $vacant ->
    [one] One place stays free: no other answer has a vote.
   *[other] { $vacant } places stay free: no other answer has a vote.
 }
verdict-top-tie = { $chosen ->
    [0] A tie between { $tied }.
   *[other] Selected: { $names }. A tie between { $tied }.
 }
verdict-top-tie-text = { $left ->
    [one] One place is left, and the count does not choose between these answers: what follows is up to the organisation.
   *[other] { $left } places are left, and the count does not choose between these answers: what follows is up to the organisation.
 }
