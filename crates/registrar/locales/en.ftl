# The letter that carries a voting code. Read by every voter, once, at a kitchen table.

file-title = Letters: { $title }
keep-secret-file = This file holds secret voting codes. Print it, then destroy it with “comitia-registrar destroy”.
invitation = You can take part in this vote. This letter is for you alone.
opens-label = Voting opens
closes-label = Voting closes
code-heading = Your secret code
code-warning = Whoever has this code can vote in your place. Show it to nobody, and keep this letter until the vote has closed.
qr-label = Picture (QR code) of your voting code
qr-note = The same code, for the camera of your phone. The picture holds the code alone and no web address.
how-heading = How to vote
step-address = Type this address into your browser:
step-code = Type your code, or show its picture to the camera. Small letters or capitals, with or without hyphens: all are understood.
step-vote = Make your choice, read it again, and cast your ballot. Until voting closes you can vote again; only your last ballot counts.
step-receipt = Keep the receipt. With it you can check, at any time, that your ballot is in the urn.
pseudonym-heading = Your pseudonym
pseudonym-note = The urn is public, so that anybody can check the count. Your ballot lies in it sealed, under this pseudonym and not under your name. When you vote, the screen shows the same pseudonym: compare them.
your-group = You vote in the group “{ $group }”.
your-weight = Your ballot counts as { $weight } votes.
election-label = Election
