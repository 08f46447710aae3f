### How it works, accessibility, privacy, legal notice.

how-title = How it works
how-description = The path of a ballot, what anybody can check, and what this does not protect you from.
how-lead = An online vote deserves trust only if it can be checked without taking anybody's word. This is how this one does it, and where its limits are.
how-short-title = In four parts

how-check-title = What you can check
how-check-mine = <strong>Your ballot.</strong> Your receipt has a tracker. With it you can find your sealed ballot in the public ballot box, the same day or months later.
how-check-booth = <strong>Your booth.</strong> Once the ballot is sealed, and before you cast it, you can ask to open it. Another program, on another device, then tells you what was really inside. That ballot is destroyed and you make a new one. A page that cheats could not know which one you would open.
how-check-all = <strong>The whole vote.</strong> Anybody can download the record and redo all the calculations with <code>comitia-verify</code>, a free program: the key, each ballot, the decryption, the count.

how-trust-title = Who does what, and what nobody can do alone
how-trust-text = The roles are separate, and their keys are fixed in the rules of the vote before it begins.
how-trust-who = Role
how-trust-does = What they do
how-trust-cannot = What they cannot do alone
how-trust-organiser = The organiser
how-trust-organiser-does = Asks the question, runs the site and the public record.
how-trust-organiser-cannot = Read a ballot, change one, add one in somebody's name, alter the result.
how-trust-registrar = The issuer of the codes
how-trust-registrar-does = Makes the voting codes and sends them. It is another body than the organiser.
how-trust-registrar-cannot = Read a ballot. It could vote with a code: this is why a vote may ask people to sign in as well.
how-trust-trustees = The trustees
how-trust-trustees-does = Hold a part of the key each and decrypt the total after the close.
how-trust-trustees-cannot = Open the ballot box, if they are fewer than the threshold. Change the result, even all together.
how-trust-witnesses = The witnesses
how-trust-witnesses-does = Countersign the state of the record, so that everybody sees the same one.
how-trust-witnesses-cannot = Read or change anything: they have no key of the vote.

how-limits-title = What this does not protect you from
how-limits-text = No online vote is without risk. These risks remain.
how-limit-page = The page itself
how-limit-page-text = The organiser serves the page of the booth. A rigged page would be found out, by voters who check and by the published fingerprint of the program; it is not prevented.
how-limit-watched = Somebody looking over your shoulder
how-limit-watched-text = At home, nothing makes sure that you vote unseen. You can vote again, later and alone: only your last ballot counts. Where voting on paper is possible, it protects better.
how-limit-proof = Proof of how you voted
how-limit-proof-text = The receipt does not say what you voted. But somebody who prepares their device for it can make themselves a proof.
how-limit-trustees = Trustees acting together
how-limit-trustees-text = If enough of them agree to, they can open ballots, and connect votes to pseudonyms. They cannot falsify the count.
how-limit-future = The future
how-limit-future-text = Secrecy rests on calculations that are out of reach today. As the ballot box is public, a breakthrough, perhaps decades from now, could open old ballots.
how-limit-small = Small groups
how-limit-small-text = A total that is too small says too much. Below a floor, groups are put together before they are decrypted, unless the rules of the vote say otherwise: the page of the vote then tells you.
how-limit-availability = Failures
how-limit-availability-text = Everything can be checked afterwards, but a site that is down keeps people from voting. This is why the close can be put off, by a signed and public decision.
how-limit-law = The law
how-limit-law-text = In France, a local referendum that decides is held on paper. This system is for consultations, participatory budgets, votes inside organisations, and for publishing the count of a paper vote.

how-words-title = Words
word-booth = Booth
word-booth-text = The page where you vote. It seals your ballot on your device.
word-code = Voting code
word-code-text = The secret that you receive and that makes you a voter. It does not leave your device.
word-pseudonym = Pseudonym
word-pseudonym-text = The public fingerprint of your code. It stands for you in the ballot box, without your name.
word-seal = Seal
word-seal-text = To encrypt your choice and prove, without showing it, that it follows the rules.
word-tracker = Tracker
word-tracker-text = The fingerprint of your sealed ballot, to recognise it in the ballot box.
word-receipt = Receipt
word-receipt-text = Your pseudonym, your tracker, and the proof that the ballot is in the ballot box.
word-urn = Ballot box
word-urn-text = The public record of all sealed ballots. Things can only be added to it; removing or changing something would be seen.
word-state = Signed state
word-state-text = A snapshot of the record, with a signature that binds whoever publishes it. Also called a checkpoint.
word-witness = Witness
word-witness-text = An independent body that countersigns these snapshots.
word-trustee = Trustee
word-trustee-text = A person who holds a part of the key of the vote.
word-fingerprint = Fingerprint
word-fingerprint-text = A series of digits and letters that identifies a document beyond doubt.
word-blank = Blank vote
word-blank-text = A ballot that takes part without choosing. It counts for the turnout, not for the majority.
word-quorum = Quorum
word-quorum-text = How many must vote for the result to hold.

## Accessibility

accessibility-title = Accessibility
accessibility-description = Accessibility statement: what has been done, what is missing, and how to reach us.
accessibility-state = The organisation that runs this site ({ $organisation }) is committed to making it accessible, in accordance with article 47 of the French law of 11 February 2005. This site is <strong>not compliant</strong> with the French accessibility standard (RGAA), version 4.1: it has not been audited yet.
accessibility-done-title = What has been done
accessibility-done-keyboard = Everything can be done with a keyboard, and one always sees where one is.
accessibility-done-reader = Each page has a unique title, named regions and an outline of headings; the booth announces each change to screen readers.
accessibility-done-zoom = Pages stay readable on a screen 320 pixels wide and enlarged to 200%.
accessibility-done-colour = No information depends on colour alone; contrasts are checked with every version of the program.
accessibility-done-motion = Nothing flashes, and nothing moves if your system asks for reduced motion.
accessibility-done-script = The pages work without JavaScript, except the booth.
accessibility-done-charts = Each chart is described and has a table beside it.
accessibility-done-time = No step has a time limit, except the close of the vote.
accessibility-not-title = What is missing
accessibility-not-audit = An audit by somebody outside the project.
accessibility-not-script = The booth needs JavaScript and WebAssembly: without them the ballot cannot be sealed on your device.
accessibility-not-people = Trials with disabled people who use a screen reader, a magnifier or a switch every day.
accessibility-contact-title = Tell us about a difficulty
accessibility-contact = Write to <strong>{ $contact }</strong>: we will look for another way to vote or to get the information with you.
accessibility-contact-missing = The organisation that runs this site has not given an address yet. Ask at its front desk.
accessibility-remedy-title = If nothing changes
accessibility-remedy = You told us about a difficulty and the answer does not satisfy you? In France you can:
accessibility-remedy-form = write to the <a href="https://formulaire.defenseurdesdroits.fr/">Defender of Rights</a>;
accessibility-remedy-delegate = meet <a href="https://www.defenseurdesdroits.fr/carte-des-delegues">their delegate in your region</a>;
accessibility-remedy-post = send them a letter, free of charge: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.

## Privacy

privacy-title = Privacy
privacy-description = What this site knows about you, what it does not, and what is public.
privacy-lead = What you vote is an opinion: the law protects it more than other data. This site is made so as not to know it.
privacy-visit = When you read these pages
privacy-visit-text = There is no account, no cookie and no audience measurement, and nothing is loaded from another site. As everywhere, the hosting company sees the address of your connection and may keep it in its technical logs for some time.
privacy-vote = When you vote
privacy-vote-text = Your code and your choice stay on your device. The site receives a sealed ballot, signed under a pseudonym. The page keeps nothing after you leave, and a button at the end erases everything.
privacy-urn = What is public
privacy-urn-text = The ballot box holds sealed ballots and pseudonyms, without names. Anybody may keep a copy: this is what makes the vote verifiable, and why nothing can be erased from it.
privacy-link = What connects you to your pseudonym
privacy-link-text = The issuer of the codes knows it, the organiser does not. It is destroyed when the vote can no longer be contested.
privacy-kept = How long the secret holds
privacy-kept-text = The encryption is secure as far as is known today. A public ballot box can be copied and kept: nobody can promise eternal secrecy.
privacy-rights = Your rights
privacy-rights-text = You can ask which data concern you, have them corrected, and complain to the data protection authority (in France, the CNIL). A ballot that has been cast can be neither read nor withdrawn; you can replace it by voting again.
privacy-contact = In charge: { $organisation }. To exercise your rights, write to <strong>{ $contact }</strong>.
privacy-contact-missing = In charge: { $organisation }, which has not given an address yet. Ask at its front desk.

## Legal notice

legal-title = Legal notice
legal-description = Who publishes this site, who hosts it, under which licence.
legal-organisation = Organisation
legal-publisher = Responsible for what is published
legal-host = Hosting
legal-contact = Contact
legal-not-stated = Not stated by the organisation
legal-program = The program
legal-program-text = This site runs on Comitia, free software under the AGPL, version 3 or later: you may read it, use it, change it and share it.
legal-font = The typeface is Atkinson Hyperlegible Next, drawn by the Braille Institute to be read by as many people as possible, under the SIL Open Font License 1.1.

## The version of the program

version-title = The program and its source code
version-description = Which version of the program runs this site, and where its source code is.
version-lead = Anybody may read what this site is made of. Here is exactly which sources it was compiled from.
version-number = Version
version-licence = Licence
version-digest = Digest of the sources (SHA-256)
version-commit = Commit
version-commit-unknown = Not known: it was compiled without git, or from sources that differ from every commit
version-source = Source code
version-source-missing = The organisation has not said where it is. The licence obliges it to give it to you: ask for it.
version-check-title = Compare it with a copy of the sources
version-check-text = In a folder with the sources, this command computes their digest. If it is the one above, they are the same, to the byte.
version-check-command = The digest of the sources
version-check-limit = The server itself says which version it is: a dishonest one could lie about it. That is why a vote need not be believed, but can be verified from outside.
version-json = The same for programs (JSON)
