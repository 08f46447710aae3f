### The booth. Messages “booth-js-…” are for the script: “{ $n }” becomes a place to fill.

booth-kicker = Booth
booth-page-title = Booth: { $title }
booth-page-description = Vote online, seal your ballot, check it, find it in the ballot box.
booth-leave = Leave the booth
booth-help = A question, a difficulty? Write to <strong>{ $contact }</strong>.
booth-help-missing = A question, a difficulty? Ask at the front desk: { $organisation }.
booth-how = How it works
booth-loading = The booth is getting ready…
booth-steps-label = The steps of voting
booth-step-code = Code
booth-step-ballot = Ballot
booth-step-review = Review
booth-step-sealed = Casting
booth-step-receipt = Receipt
booth-errors-title = To correct before you continue
booth-weaknesses = Where this vote is weaker
booth-back-code = Back to the code

## 1. The code

booth-code-title = Enter your voting code
booth-code-text = It proves that you may vote.
booth-code-label = Voting code
booth-code-hint = 25 characters, in groups of four, such as 8K2Q-W7NB-4T0P-Z3MC-6RXA-J5V1-H. Spaces, hyphens and capitals do not matter.
booth-code-continue = Continue to the ballot
booth-code-checking = Looking for your pseudonym on the list…
booth-code-lost = I have no code, or I lost it
booth-code-lost-text = The code comes from the issuer of the codes, another body than the organiser, whose address is on your letter. Only they can help you; we do not know your code.
booth-code-secret = Is my code safe here?
booth-code-secret-text = It stays on your device, in this page. It is not sent, not stored, and not written into the address. Your device uses it to sign your ballot.
booth-again-title = A ballot has already been cast with this code
booth-again-text = You can vote again: this ballot will replace the one before. If it was not you who voted, tell the organisation.

## 2. The ballot

booth-ballot-title = Your ballot
booth-ballot-secret = Your choice does not leave your device before it is sealed.
booth-ballot-continue = Review my ballot
booth-number-less = One less:
booth-number-more = One more:

## 3. The review

booth-review-title = Review your ballot
booth-review-text = Nothing has been sent yet. You can change everything.
booth-review-change = Change
booth-review-seal = In the next step, your device encrypts this ballot. It will not be cast yet.
booth-review-continue = Seal my ballot

booth-sealing-title = Your ballot is being sealed
booth-sealing-text = Your device encrypts your choice and proves, without showing it, that it follows the rules. This takes a few seconds.

## 4. Cast or check

booth-sealed-title = Ballot sealed: cast it, or check it first?
booth-sealed-tracker = Its tracker
booth-sealed-text = You see this number before you choose: the booth can no longer change this ballot.
booth-sealed-hint = Most people cast. A few checks, by anybody at all, are enough to expose a booth that cheats.
booth-cast-title = Cast
booth-cast-text = The ballot goes into the ballot box and counts. You get a receipt.
booth-cast-button = Cast my ballot
booth-audit-title = Check
booth-audit-text = The ballot is opened in front of you, then destroyed: it will not count. You will make a new one.
booth-audit-button = Open this ballot to check it

booth-audited-title = Ballot opened for checking
booth-audited-stamp = Destroyed: does not count
booth-audited-text = This ballot can never be cast; the record forbids it. You have not voted yet.
booth-audited-says = The booth claims that it held
booth-audited-check = Check it with another program
booth-audited-download = Save the opening of this ballot.
booth-audited-download-button = Download the opening
booth-audited-program = Give it, on another device if you can, to a program that does not come from this page. It recalculates the ballot from your choice.
booth-audited-compare = It must find this tracker and this choice. If it does not, the booth is lying: tell the organisation and do not vote here.
booth-audited-secret = The opening shows what you had chosen. If you mind, check a ballot that you filled in at random.
booth-audited-anew = Fill in a new ballot

booth-casting-title = Your ballot is on its way to the ballot box
booth-casting-text = Keep this page open until you see the receipt.
booth-offline-title = The ballot box does not answer
booth-offline-text = Your ballot may have arrived, or not. Send it again: it is the same sealed ballot and cannot count twice.
booth-offline-retry = Send the same ballot again
booth-refused-title = The ballot box refused this ballot
booth-refused-text = It was not stored. You have lost nothing.
booth-refused-anew = Start again with a new ballot

## 5. The receipt

booth-receipt-title = Your ballot is cast
booth-receipt-text = Keep this receipt. With it your ballot can be found in the ballot box; it does not say what you voted.
booth-receipt-label = Voting receipt
booth-receipt-pseudonym = Pseudonym
booth-receipt-time = Cast on
booth-receipt-status = In the ballot box
booth-receipt-tracker = Tracker
booth-receipt-qr = QR code of the tracker
booth-receipt-keep = Does not show your choice. Keep it until the result is published.
booth-receipt-download = Download the receipt
booth-receipt-print = Print
booth-receipt-check = Check that it is in the ballot box
booth-forget-title = Not on your own device?
booth-forget-text = Download or write down your receipt first. Then erase all that this page knows about you: your code, your choice, your receipt.
booth-forget-button = Forget everything on this device

booth-forgotten-title = All is forgotten
booth-forgotten-text = This page knows nothing about you any more. If you downloaded the receipt, the file is still on the device. You can close the window.

## Is my ballot counted?

booth-check-title = Is my ballot counted?
booth-check-text = Your browser reads the public ballot box and checks the proof itself. Your receipt does not leave your device.
booth-check-file = My receipt
booth-check-file-hint = The file that you downloaded after voting.
booth-check-or = or
booth-check-tracker = My tracker
booth-check-tracker-hint = The 64 digits and letters of your receipt, or at least the first 32. Spaces do not matter.
booth-check-button = Look in the ballot box
booth-check-back = Back to my receipt
booth-check-index = Place in the ballot box
booth-check-counted = Your ballot is counted
booth-check-counted-text = It is in the ballot box, in its place, and nothing has replaced it since.
booth-check-replaced = A later ballot replaces this one
booth-check-replaced-text = It is in the ballot box, but the same code was used to vote again. The last ballot counts. If it was not you, tell the organisation.
booth-check-cancelled = A paper vote replaces this ballot
booth-check-cancelled-text = It is in the ballot box, but it was cancelled because you voted on paper. If you did not, tell the organisation.
booth-check-missing = This ballot is not in the ballot box
booth-check-missing-text = Check the tracker. If it is right, and above all if you have a receipt, tell the organisation and the witnesses: your receipt is evidence.
booth-check-broken = The record does not hold
booth-check-broken-text = Its signature or its proof is wrong. It is no mistake of yours. Keep your receipt, tell the organisation and the witnesses.

## When the booth cannot be used

booth-failed-title = The booth cannot run
booth-other-ways = What you can do
booth-other-browser = Try a recent, up-to-date browser with JavaScript switched on.
booth-other-program = Vote with the comitia program, installed on your computer: it does not depend on this page.
booth-other-paper = Vote on paper:
booth-noscript-title = The booth needs JavaScript
booth-noscript-text = Your ballot is sealed on your device, so that nobody else sees it: for this, the page must be able to calculate. Switch JavaScript on for this site. It is used for nothing else, and nothing is loaded from elsewhere.
booth-noclient-title = The booth is not installed here
booth-noclient-text = This server does not offer the program that seals ballots.
booth-closed-upcoming = Voting is not open yet
booth-closed-open = This vote is not held online
booth-closed-closing = Voting is over
booth-closed-counting = Voting is over
booth-closed-published = Voting is over
booth-closed-aborted = This vote was stopped
booth-late-text = Voting ended on { $closes }. You can still check that your ballot is in the ballot box.
booth-noscript-check = To look up your ballot here, switch JavaScript on: your browser checks the proof. The program comitia-verify does the same without this page.
booth-aborted-text = No ballot will be decrypted.
booth-paper-only-text = There is no online booth for this vote.

## For the script

booth-js-rule-one = Choose one answer.
booth-js-rule-several = Choose from { $min } to { $max } answers.
booth-js-rule-up-to = Choose up to { $max } answers.
booth-js-rule-exactly = Choose exactly { $max } answers.
booth-js-rule-lists = Choose one list. Then choose the people on it whom you want.
booth-js-rule-score = Give each option a score from 0 to { $max }.
booth-js-rule-points = You have { $max } points to share out.
booth-js-rule-points-min = You have { $max } points to share out. Give at least { $min }.
booth-js-rule-each = At most { $max } for one option.
booth-js-rule-quadratic = You have { $max } credits. A level costs its square: 1 costs 1, 2 costs 4, 3 costs 9.
booth-js-rule-grades = Give each option one grade.
booth-js-rule-budget = You have { $max } to spend. The projects that you choose must fit in it.
booth-js-rule-ranking = Give rank 1 to the option that you like best, then 2, and so on. Several may share a rank. Those without a rank come last.
booth-js-rule-ranking-strict = Give rank 1 to the option that you like best, then 2, and so on, until every option has a rank of its own.
booth-js-rule-allocation = Split { $max } among the options, all of it.
booth-js-count = Chosen: { $n } of { $max }
booth-js-count-left = Left: { $n } of { $max }
booth-js-count-over = Too much: { $n } over { $max }
booth-js-count-grades = Graded: { $n } of { $max }
booth-js-count-ranks = Ranked: { $n } of { $max }
booth-js-candidates = On the list “{ $label }”
booth-js-note-cost = Costs { $n }.
booth-js-note-too-dear = Costs { $n }: { $max } more than you have left.
booth-js-note-level = Costs { $n }
booth-js-rank = Rank { $n }
booth-js-rank-none = No rank
booth-js-words-number = { $option }: { $n }
booth-js-words-level = { $option }: { $n }, costs { $total }
booth-js-words-grade = { $option }: { $label }
booth-js-words-cost = { $option }: costs { $n }
booth-js-words-rank = { $n }. { $option }
booth-js-words-last = Last: { $option }
booth-js-choose-one = Choose an answer, or the blank vote if there is one.
booth-js-choose-more = Choose more: the least is { $min }.
booth-js-choose-fewer = Take some away: the most is { $max }.
booth-js-choose-blank-alone = A blank vote stands alone: take away the other answers.
booth-js-choose-list = Choose one list.
booth-js-choose-all = Give a grade to every option: { $n } still have none.
booth-js-choose-number = Write a whole number from 0 to { $max } for “{ $label }”.
booth-js-choose-give-more = Give { $n } more: the least is { $min }.
booth-js-choose-give-less = Give { $n } less: the most is { $max }.
booth-js-choose-split-more = Give { $n } more: { $max } must be split, all of it.
booth-js-choose-split-less = Give { $n } less: there are only { $max } to split.
booth-js-choose-spend-less = Take some away: it costs { $n } more than the { $max } that you have.
booth-js-choose-tie = Give each rank only once.
booth-js-choose-rank = Give ranks, from 1 for the option that you like best.
booth-js-error-of = “{ $question }” { $label }
booth-js-nothing-chosen = No answer chosen
booth-js-code-empty = Enter your voting code.
booth-js-code-mistyped = This code has a typing mistake. Compare it with your letter, group by group.
booth-js-code-unknown = This code is well formed, but it is not on the list of this vote. Is it from the letter of another vote?
booth-js-again-when = Times cast so far: { $n }.
booth-js-step-announced = Step { $n } of { $total }: { $label }
booth-js-sealing-start = Getting ready…
booth-js-sealing-prove = Encrypting your choice and calculating the proof…
booth-js-sealing-done = Ballot sealed.
booth-js-casting = Sending the sealed ballot…
booth-js-status-pending = Accepted; the proof arrives in a few seconds.
booth-js-status-in = Yes, proof checked by your browser.
booth-js-status-late = Accepted, but the proof is late. Keep this receipt and check later.
booth-js-status-wrong = The server proves another ballot than yours. Keep this receipt and tell the organisation and the witnesses.
booth-js-downloaded = The receipt has been downloaded.
booth-js-opening-downloaded = The opening has been downloaded.
booth-js-audit-logged = The opened ballot is in the record: it cannot be cast.
booth-js-forgotten = All is forgotten.
booth-js-checking = Reading the ballot box…
booth-js-witnesses = { $n } of { $total } have signed; { $min } are needed.
booth-js-check-empty = Choose your receipt or enter your tracker.
booth-js-check-bad-tracker = A tracker has only digits and the letters a to f, at least 32 of them.
booth-js-check-bad-file = This file is not a receipt of this vote.
booth-js-leave-warning = Your ballot has not been cast yet.
booth-js-failed-browser = This browser cannot do the calculations that are needed (WebAssembly).
booth-js-failed-module = The program that seals ballots did not arrive, or is not the one that the record announces.
booth-js-failed-manifest = The rules of the vote that were received are not those that the record announces. Do not vote here; tell the organisation.
booth-js-failed-network = The server does not answer. Check your connection, then reload the page.
booth-js-refused-unknown_credential = This code is not on the list of this vote.
booth-js-refused-election_not_open = Voting is not open, or has just ended.
booth-js-refused-chain = Another ballot was cast with this code in the meantime. Start again: the new ballot will replace it.
booth-js-refused-too_many_audits = Too many ballots were opened with this code. You can still cast one.
booth-js-refused-duplicate = This ballot is already in the ballot box, or was opened for checking.
booth-js-refused-cancelled = You voted on paper: voting online is no longer possible.
booth-js-refused-invalid = The ballot box could not verify this ballot.
booth-js-refused-other = The ballot box refused this ballot for a reason that this page does not know.
