### The site: navigation, home page, list of votations.

navigation-votations = Votes
navigation-how = How it works
footer-accessibility = Accessibility: not compliant
footer-privacy = Privacy
footer-legal = Legal notice
footer-source = Source code
new-window = (new window)
quoted-words = “{ $words }”
list-and = { $first } and { $last }

## Home

home-title = Vote, and check everything
home-description = { $organisation }: have your say online, follow the results, redo the count.
home-lead = Your opinion counts here, and the count can be checked. Your ballot is encrypted on your device, nobody can open it alone, and anybody can redo the count.
home-vote-now = See the open vote
home-open-title = Open votes
home-open-none = No vote is open at the moment
home-open-none-text = The next ones will be announced on this page.
home-open-none-upcoming = No vote is open at the moment. These are the next ones.
home-upcoming-title = Coming up
home-recent-title = Recently finished
home-all = { $n ->
    [one] See the vote
   *[other] See all { $n } votes
 }
home-how-title = How it works
home-how-more = Read more, limits included

## The four parts of a vote

how-short-keys = The key is shared
how-short-keys-text = Several trustees make the key of the vote, each a part of it. None can open the ballot box alone.
how-short-seal = You seal your ballot
how-short-seal-text = Your device encrypts your choice before sending it. The server never sees it.
how-short-urn = The ballot box is public
how-short-urn-text = Each sealed ballot goes into a record that everybody can read and from which nothing can be removed.
how-short-verify = Anybody can redo the count
how-short-verify-text = The trustees decrypt the total and nothing else. A free program checks all of it, from the first ballot to the result.

## The states of a votation

state-upcoming = Coming up
state-open = Voting open
state-closing = Voting over
state-counting = Being counted
state-published = Result published
state-aborted = Stopped
left-open = { $time } left.
left-upcoming = Opens in { $time }.
card-upcoming = Voting opens on { $opens }.
card-open = You can vote until { $closes }.
card-closed = Voting ended on { $closes }.
card-aborted = This vote was stopped before its end.
card-voted = { $n ->
    [0] Nobody has voted yet
    [one] { $n } person has voted
   *[other] { $n } people have voted
 }

## The list

list-title-page = Votes, page { $page }
list-description = All votes, open, coming up and finished, with their results.
list-filter-label = Find a vote
list-search = Words of the title
list-state = State
list-state-all = All
list-apply = Filter the list
list-reset = Show all
list-count = { $n ->
    [0] No votes
    [one] { $n } vote
   *[other] { $n } votes
 }
list-count-filtered = { $n ->
    [0] No vote found out of { $total }
    [one] { $n } vote found out of { $total }
   *[other] { $n } votes found out of { $total }
 }
list-feed = Follow by Atom feed
list-empty = There are no votes yet
list-empty-text = The first one will appear here as soon as it is announced.
list-empty-filtered = Nothing matches your search
list-empty-filtered-text = Try a single word of the title, or show all states.
