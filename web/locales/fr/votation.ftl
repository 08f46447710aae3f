### Une votation, ses dépositaires, son urne, son résultat.

votation-description = { $title } : la question, les dates, comment voter, qui garde l'urne.
votation-vote = Aller voter
votation-check = Mon bulletin est-il compté ?
votation-result = Voir le résultat
votation-asked = { $n ->
    [one] La question
   *[other] Les questions
 }
option-cost = coûte { $cost }
votation-grades = Mentions, la meilleure d'abord :
votation-rule = La règle de décision
votation-how = Comment voter
votation-how-code = Munissez-vous de votre code de vote.
votation-how-booth = Entrez dans l'isoloir depuis cette page : choisissez, relisez, scellez. Comptez trois minutes.
votation-how-receipt = Gardez votre reçu : il vous permettra de retrouver votre bulletin dans l'urne. Il ne dit pas ce que vous avez voté.
votation-how-again = Vous avez changé d'avis ? Votez de nouveau avant la clôture : seul votre dernier bulletin compte.
votation-paper = Voter sur papier
votation-no-channel = La façon de voter sera indiquée ici.
votation-dates = Les dates
votation-opens = Ouverture
votation-closes = Clôture
votation-checking = Vérification des bulletins jusqu'au
votation-published = Résultat publié

choice-one = Une seule réponse.
choice-exactly = { $max ->
    [one] Une réponse.
   *[other] Exactement { $max } réponses.
 }
choice-several = { $min ->
    [0] Jusqu'à { $max } réponses.
   *[other] De { $min } à { $max } réponses.
 }
choice-lists = Une seule liste ; puis, sur cette liste, les personnes de votre choix.
choice-score = Une note de 0 à { $max } pour chaque option.
choice-points = { $min ->
    [0] Jusqu'à { $max } points à répartir.
   *[other] De { $min } à { $max } points à répartir.
 }
choice-quadratic = { $max } crédits à dépenser : un soutien de niveau n coûte n × n crédits.
choice-grades = Une mention pour chaque option.
choice-budget = Une enveloppe de { $max } à dépenser : les projets choisis doivent y tenir.
choice-ranking = Un classement des options ; plusieurs peuvent avoir le même rang.
choice-ranking-strict = Un classement des options, sans égalité.
choice-allocation = Un montant de { $max } à répartir en entier.
choice-blank = Le vote blanc est possible.

## L'état, en une phrase

status-upcoming = Le vote ouvre le { $opens }.
status-open = Vous pouvez voter jusqu'au { $closes }.
status-closing = Le vote est terminé depuis le { $closes }. La clôture de l'urne est en cours.
status-counting = Le vote est terminé depuis le { $closes }. Les dépositaires déchiffrent le total.
status-published = Résultat publié le { $published }.
status-aborted = Vote interrompu le { $at }.
status-extended = La clôture a été reportée. Elle était d'abord annoncée pour le { $first }.
aborted-title = Ce vote a été interrompu
aborted-text = Aucun bulletin ne sera déchiffré. L'organisation en donne la raison :

## La ligne de vie

milestones-label = Les étapes de cette votation
milestone-announced = Annonce
milestone-keys = Clé partagée
milestone-roll = Codes inscrits
milestone-voting = Vote
milestone-counting = Dépouillement
milestone-result = Résultat
milestone-state-done = fait
milestone-state-current = en cours
milestone-state-upcoming = à venir
milestone-state-stopped = interrompu ici
milestone-date-on = { $date }
milestone-date-from = dès le { $date }
milestone-date-until = jusqu'au { $date }

## La participation

turnout-title = Participation
turnout-registered-unit = { $n ->
    [one] personne inscrite
   *[other] personnes inscrites
 }
turnout-voted-unit = { $n ->
    [0] personne n'a encore voté
    [one] personne a voté
   *[other] personnes ont voté
 }
turnout-roll-not-fixed = La liste des codes n'est pas encore fixée.
turnout-registered = Inscrits
turnout-voted = Votants
turnout-valid = Suffrages exprimés
turnout-replaced = Bulletins remplacés par un nouveau vote
turnout-audited = Bulletins ouverts pour contrôle
turnout-cancelled = Bulletins annulés par un vote papier
turnout-description = Sur { $registered } inscrits : { $values }.
turnout-curve-title = Votants au fil du temps
turnout-curve-description = Du { $from } au { $to } : { $voted } votants.
turnout-table-open = Les chiffres de la participation
turnout-table-caption = Participation en chiffres
turnout-when = Moment
chart-quorum-turnout = Quorum
chart-quorum-valid = Quorum d'exprimés

## La règle

rule-majority-simple = La réponse qui a le plus de voix l'emporte.
rule-majority-absolute = Une réponse l'emporte si elle a plus de la moitié des suffrages exprimés.
rule-top = { $seats ->
    [one] La réponse qui a le plus grand total est retenue.
   *[other] Les { $seats } réponses qui ont les plus grands totaux sont retenues.
 }
rule-judgement = { $seats ->
    [one] Chacun donne une mention à chaque réponse. La réponse qui a la meilleure mention du milieu l'emporte ; à égalité, celle qui garde la meilleure quand on retire une à une les mentions du milieu.
   *[other] Chacun donne une mention à chaque réponse. Les { $seats } réponses qui ont les meilleures mentions du milieu l'emportent ; à égalité, celle qui garde la meilleure quand on retire une à une les mentions du milieu.
 }
rule-condorcet = La réponse que l'on préfère, en majorité, à chacune des autres l'emporte. Il peut n'y en avoir aucune.
rule-schulze = { $seats ->
    [one] Les réponses sont comparées deux à deux ; les plus fortes chaînes de victoires décident (Schulze).
   *[other] Les réponses sont comparées deux à deux ; les plus fortes chaînes de victoires décident des { $seats } retenues (Schulze).
 }
rule-borda = { $seats ->
    [one] Une réponse reçoit un point par réponse classée derrière elle, un demi-point par réponse à égalité ; celle qui a le plus de points l'emporte (Borda).
   *[other] Une réponse reçoit un point par réponse classée derrière elle, un demi-point par réponse à égalité ; les { $seats } qui ont le plus de points l'emportent (Borda).
 }
rule-budget-skip = Les projets sont financés dans l'ordre de leurs voix sur une enveloppe de { $envelope } ; un projet trop cher est passé.
rule-budget-stop = Les projets sont financés dans l'ordre de leurs voix sur une enveloppe de { $envelope }, jusqu'au premier projet trop cher.
rule-budget-per-cost = Dans cet ordre vient d'abord ce qui a le plus de voix pour son coût.
rule-budget-threshold = { $votes ->
    [one] Il faut à un projet au moins { $votes } voix.
   *[other] Il faut à un projet au moins { $votes } voix.
 }
rule-tie = Une égalité est dite telle quelle : le compte ne tire pas au sort et ne préfère personne.
rule-quorum-turnout = Le résultat ne vaut que si au moins { $share } des inscrits votent.
rule-quorum-turnout-counted = Le résultat ne vaut que si au moins { $share } des inscrits votent, soit { $required } personnes.
rule-quorum-valid = Le résultat ne vaut que si les suffrages exprimés atteignent { $share } des inscrits.
rule-quorum-valid-counted = Le résultat ne vaut que si les suffrages exprimés atteignent { $share } des inscrits, soit { $required }.
share-1-2 = la moitié
share-1-3 = un tiers
share-2-3 = les deux tiers
share-1-4 = un quart
share-3-4 = les trois quarts
share-1-5 = un cinquième
share-1-10 = un dixième
share-percent = { $percent }

## Les dépositaires

trustees-title = Dépositaires de la clé
trustees-more = Ce que chaque dépositaire a fait
trustees-short = { $threshold } dépositaires sur { $total } suffisent à déchiffrer le total ; à { $threshold } au moins, ils pourraient aussi ouvrir un bulletin.
trustees-needed = Il en faut { $needed }.
trustees-present-enrol = { $present ->
    [0] Aucun dépositaire sur { $total } ne s'est encore inscrit.
    [one] { $present } dépositaire sur { $total } s'est inscrit.
   *[other] { $present } dépositaires sur { $total } se sont inscrits.
 }
trustees-present-commit = { $present ->
    [0] Aucun dépositaire sur { $total } n'a encore déposé son engagement.
    [one] { $present } dépositaire sur { $total } a déposé son engagement.
   *[other] { $present } dépositaires sur { $total } ont déposé leur engagement.
 }
trustees-present-reveal = { $present ->
    [0] Aucun dépositaire sur { $total } n'a encore distribué ses parts.
    [one] { $present } dépositaire sur { $total } a distribué ses parts.
   *[other] { $present } dépositaires sur { $total } ont distribué leurs parts.
 }
trustees-present-accept = { $present ->
    [0] Aucun dépositaire sur { $total } n'a encore confirmé la clé.
    [one] { $present } dépositaire sur { $total } a confirmé la clé.
   *[other] { $present } dépositaires sur { $total } ont confirmé la clé.
 }
trustees-present-decrypt = { $present ->
    [0] Aucun dépositaire sur { $total } n'a encore participé au déchiffrement.
    [one] { $present } dépositaire sur { $total } a participé au déchiffrement.
   *[other] { $present } dépositaires sur { $total } ont participé au déchiffrement.
 }
trustees-page-title = Dépositaires : { $title }
trustees-page-description = Qui détient la clé de cette votation, et ce que chacun a fait, étape par étape.
trustees-lead = { $total } dépositaires ont fabriqué ensemble la clé de ce vote. Chacun n'en détient qu'une part ; il en faut { $threshold } pour déchiffrer le total, et personne n'a jamais la clé entière.
trustees-table-caption = Ce que chaque dépositaire a fait
trustees-column-name = Dépositaire
trustees-steps-title = Les étapes
trustees-keys-title = Leurs clés d'identité
trustees-keys-text = Chaque dépositaire signe avec cette clé, fixée avant le début du vote. Comparez-la avec celle que la personne publie elle-même.
step-enrol = Inscription
step-enrol-text = Le dépositaire se présente avec une clé neuve, qui servira à lui transmettre ses parts en secret.
step-commit = Engagement
step-commit-text = Il s'engage sur des nombres secrets sans les montrer : plus personne ne peut choisir les siens après avoir vu ceux des autres.
step-reveal = Partage
step-reveal-text = Il montre la partie publique de ses nombres et remet à chacun des autres une part scellée.
step-accept = Confirmation
step-accept-text = Il a vérifié les parts reçues et signe la clé du vote.
step-decrypt = Déchiffrement
step-decrypt-text = Après la clôture, il recompte lui-même l'urne et déchiffre sa part du total. Son programme refuse toute autre demande.
step-state-not-begun = Pas commencé
step-state-expected = Attendu
step-state-done = Fait
step-state-missed = Pas fait à temps
step-state-refused = Refusé : preuve fausse
step-state-not-needed = Pas nécessaire
complaints-title = Réclamations
complaints-text = Un dépositaire peut dire qu'une part reçue n'est pas juste. L'autre doit alors la rendre publique, et chacun peut trancher.
complaint-pending = { $by } met en cause la part reçue de { $about }. La réponse est attendue.
complaint-unfounded = { $by } a mis en cause la part reçue de { $about }. Rendue publique, elle est juste.
complaint-founded = { $by } a mis en cause la part reçue de { $about }, à raison : { $about } est écarté.

## L'urne

urn-title = L'urne
urn-size = Entrées dans le registre
urn-signed-at = Dernier état signé
urn-witnesses = Témoins
urn-witnesses-signed = { $signed ->
    [0] Aucun témoin sur { $total } n'a encore contresigné.
    [one] { $signed } témoin sur { $total } a contresigné.
   *[other] { $signed } témoins sur { $total } ont contresigné.
 }
urn-witnesses-needed = Il en faut { $quorum }.
urn-witnesses-none = Aucun : seul l'organisateur signe l'état du registre.
urn-witness-signed = A contresigné
urn-witness-waiting = Pas encore

## L'état de l'urne

condition-link = L'urne est-elle intacte en ce moment ?
condition-page-title = État de l'urne : { $title }
condition-page-description = Le registre public de ce vote est-il complet et inchangé en ce moment, et sur quoi repose la réponse.
condition-title = État de l'urne
condition-intact = L'urne est intacte
condition-intact-text = Tout ce qui y a été déposé s'y trouve, inchangé.
condition-checking = L'urne est en cours de relecture
condition-checking-text = Aucune anomalie n'est connue. Revenez dans un instant pour la réponse.
condition-attention = L'urne demande une intervention
condition-attention-text = Rien ne manque et rien n'a changé. Mais quelque chose l'empêche de fonctionner en ce moment : voyez ci-dessous.
condition-broken = L'urne n'est pas intacte
condition-broken-text = Ce qu'elle contient et ce qui a été signé se contredisent. Ne continuez pas avant qu'une personne indépendante ait compris pourquoi. Conservez tout en l'état.
condition-at = Réponse donnée { $date }.
condition-again = Vérifier à nouveau
condition-answers = Sur quoi repose la réponse
condition-entries = Entrées
condition-entries-match = { $n ->
    [one] { $n } entrée a été relue { $date } ; c'est exactement ce qui a été signé.
   *[other] { $n } entrées ont été relues { $date } ; c'est exactement ce qui a été signé.
 }
condition-entries-differ = { $n ->
    [one] { $n } entrée a été relue { $date } ; ce n'est pas ce qui a été signé.
   *[other] { $n } entrées ont été relues { $date } ; ce n'est pas ce qui a été signé.
 }
condition-entries-not-yet = Elles n'ont pas encore été relues.
condition-writing = Dépôt des bulletins
condition-writing-works = On peut écrire dans le registre.
condition-writing-fails = On ne peut pas écrire dans le registre en ce moment. Aucun bulletin n'est perdu : qui vote maintenant est invité à réessayer.
condition-publishing = Publication
condition-publishing-all = Tout ce qu'elle contient est public.
condition-publishing-waits = { $n ->
    [one] { $n } entrée, conservée, attend la signature des témoins. Son reçu viendra alors.
   *[other] { $n } entrées, conservées, attendent la signature des témoins. Leurs reçus viendront alors.
 }
condition-findings = Ce qui a été trouvé
condition-witnesses-text = Les témoins sont indépendants de l'organisateur. Ils ne signent un état du registre que si tout ce qu'ils ont signé auparavant s'y trouve encore.
condition-witness-signed = A signé { $date }
condition-witness-waited = N'a pas encore signé cet état
condition-witness-away = Ne répond pas
condition-witness-contradicts = A signé une autre histoire
condition-outside = Ne nous croyez pas sur parole
condition-outside-text = Sur cette page, le serveur de l'organisateur parle de lui-même. Avec cette commande, chacun peut surveiller le registre du dehors ; elle donne l'alerte si quelque chose est changé, retiré ou montré autrement à quelqu'un d'autre.

## Vérifier

verify-title = Vérifiez vous-même
verify-text = Cette commande télécharge le registre public et refait tout : la clé, chaque bulletin, le déchiffrement, le compte.
verify-text-open = Cette commande télécharge le registre public et vérifie tout ce qui s'y trouve déjà.
verify-command-label = Commande à taper dans un terminal
verify-command-second-label = Commande à taper dans un terminal, pour le second vérificateur
verify-after = Le programme affiche chaque contrôle et son résultat. Il est libre, et rien ne vous oblige à nous croire.
verify-mine = Vous avez voté ? Votre reçu vous permet de retrouver votre bulletin.
verify-checkpoint = Dernier état signé du registre
verify-json = État public en JSON, pour les programmes
fingerprints-open = Les empreintes à comparer
fingerprints-text = Une empreinte identifie un document : un seul caractère changé la change toute. Comparez celles-ci avec celles qu'affichent votre isoloir, les dépositaires et le programme de vérification.
fingerprint-manifest = Règles du vote
fingerprint-manifest-text = Question, dates, dépositaires, règle de décision. C'est aussi l'identité de la votation.
fingerprint-election-key = Clé du vote
fingerprint-election-key-text = Celle qui scelle les bulletins.
fingerprint-roll = Liste des codes
fingerprint-roll-text = Les codes admis à voter, sans aucun nom.
fingerprint-open = Ouverture de l'urne
fingerprint-open-text = L'entrée du registre qui fixe la clé, la liste et l'isoloir.
fingerprint-booth = Programme de l'isoloir
fingerprint-booth-text = Celui que votre navigateur doit recevoir.
fingerprint-log-key = Clé du registre
fingerprint-log-key-text = Celle qui signe chaque état de l'urne.
fingerprint-root = État du registre
fingerprint-root-text = L'empreinte de toutes les entrées, au dernier état signé.

## Les faiblesses déclarées

weaknesses-title = Ce que ce vote a de plus faible
weaknesses-text = { $n ->
    [one] L'organisation a fait un choix qui affaiblit ce vote. Il figure dans ses règles, pour que chacun en juge.
   *[other] L'organisation a fait des choix qui affaiblissent ce vote. Ils figurent dans ses règles, pour que chacun en juge.
 }
weakness-no-sign-in = Le code suffit pour voter.
weakness-no-sign-in-text = Aucune connexion n'est demandée en plus : qui détient un code vote à la place de la personne. Il faut faire confiance au seul émetteur des codes pour la liste.
weakness-floor-waived = Les petits groupes ne sont pas protégés.
weakness-floor-waived-text = Le total d'un groupe peut être publié même s'il réunit moins de { $floor } bulletins : on pourrait en déduire des votes.
weakness-low-threshold = Peu de dépositaires suffisent.
weakness-low-threshold-text = Une minorité d'entre eux, en s'entendant, pourrait ouvrir des bulletins.
weakness-trustee-on-server = Le serveur est lui-même dépositaire.
weakness-trustee-on-server-text = L'organisateur détient une part de la clé, que des dépositaires extérieurs devraient détenir.
weakness-no-witness = Il n'y a pas de témoin.
weakness-no-witness-text = Seul l'organisateur signe l'état de l'urne : il pourrait en montrer deux versions à deux personnes.
weakness-device-keys = Les clés de vote naissent dans le navigateur.
weakness-device-keys-text = Aucun organisme extérieur ne délivre de code : il faut davantage se fier au serveur.
weakness-weighted = Certaines voix comptent plus que d'autres.
weakness-weighted-text = Un poids rare peut désigner une personne.

## Le résultat

result-kicker = Résultat
result-page-title = Résultat : { $title }
result-page-description = Les voix, la règle, ce qui en découle, et comment le vérifier.
result-status = Vote terminé le { $closes }.
result-none = Pas encore de résultat
result-none-open = Tant que le vote n'est pas clos, personne ne peut connaître le moindre décompte.
result-none-counting = Le vote est terminé. Le résultat paraîtra ici quand les dépositaires auront déchiffré le total.
result-aborted = Ce vote a été interrompu : il n'y aura pas de résultat
result-back = Revenir à la votation
result-table-title = Les voix en chiffres
result-answer = Réponse
result-unit-votes = Voix
result-unit-score = Somme des notes
result-unit-points = Points
result-unit-levels = Somme des niveaux
result-unit-amount = Montant
result-mean = Moyenne par votant
result-person = Candidat ou candidate
result-share-list = Part des voix de la liste
result-on-list = Sur la liste « { $list } »
result-cell-won = (l'emporte)
result-reasons = Comment on y arrive
result-grades-title = Les mentions en chiffres, la meilleure d'abord
result-majority-grade = Mention majoritaire
result-duels-title = Les duels : bulletins qui préfèrent la ligne à la colonne
result-chains-title = Les plus fortes chaînes de victoires, de la ligne à la colonne
result-borda-title = Les points
result-projects-title = Les projets, dans l'ordre où ils ont été examinés
result-project = Projet
result-cost = Coût
result-fate = Ce qu'il devient
result-share-valid = Part des exprimés
result-share-turnout = Part des votants
result-no-share = sans objet
result-wins = L'emporte
result-tied = À égalité
result-totals = Les totaux
result-blank = Votes blancs
result-void = Bulletins sans effet
result-groups = Par groupe
result-groups-text = Les voix sont déchiffrées groupe par groupe ; les trop petits groupes sont réunis pour protéger le secret.
result-group = Groupe
result-rule = La règle, point par point
result-no-rule = Les règles de ce vote ne fixent pas de décision : les voix sont publiées telles quelles.
chart-unit-votes = Voix par réponse
chart-unit-score = Notes par réponse
chart-unit-points = Points par réponse
chart-unit-levels = Niveaux de soutien par réponse
chart-unit-amount = Montants par réponse
chart-total-and-mean = { $total } · { $mean } en moyenne
chart-grades = Mentions par réponse, la meilleure à gauche
chart-middle = la moitié
chart-duels = { $name } face à chaque autre réponse
chart-against = Face à { $name }
chart-duel = { $above } contre { $below }
chart-prefer = Préfèrent { $name }
chart-level = À égalité
chart-prefer-other = Préfèrent l'autre
chart-project = { $bought ->
    [yes] { $votes } · coûte { $cost } · retenu
   *[no] { $votes } · coûte { $cost }
 }
fate-bought = Retenu ; il reste { $left }.
fate-too-dear = Trop cher : il manque { $missing }.
fate-no-votes = Personne n'a voté pour lui.
fate-under-threshold = Trop peu de voix : il en manque { $missing }.
fate-tied = À égalité avec d'autres, qui ne peuvent pas être tous financés.
fate-not-reached = Vient après l'endroit où les achats s'arrêtent.
reason-margin = { $unit ->
    [votes] { $name } a { $margin } voix d'avance sur la réponse suivante.
    [points] { $name } a { $margin } points d'avance sur la réponse suivante.
   *[other] { $name } a { $margin } d'avance sur la réponse suivante.
 }
reason-majority-grade = Plus de la moitié des votants donnent à { $name } la mention { $grade } ou une meilleure.
reason-grades-differ = { $ahead } et { $behind } ont toutes deux la mention { $grade }. On retire donc à chacune ses mentions du milieu, l'une après l'autre : après { $removed }, la suivante est { $better } pour { $ahead } et { $worse } pour { $behind }.
reason-grades-equal = { $ahead } et { $behind } ont chaque mention autant de fois : elles sont à égalité.
reason-wins-all = { $name } l'emporte sur chacune des autres.
reason-wins-none = Aucune réponse ne l'emporte sur chacune des autres.
reason-duel = { $winner } l'emporte sur { $loser } : { $above } contre { $below }.
reason-duel-level = { $winner } et { $loser } sont à égalité : { $above } chacune.
reason-chain = La plus forte chaîne de victoires de { $first } à { $other } compte { $there } bulletins à son maillon le plus faible ; la plus forte en retour en compte { $back }.
reason-spent = Les projets retenus coûtent { $spent } sur { $envelope } ; il reste { $left }.
chart-majority = Majorité absolue
chart-left-out = { $n ->
    [one] Le graphique montre les 25 premières réponses ; le tableau les donne toutes, une de plus.
   *[other] Le graphique montre les 25 premières réponses ; le tableau donne aussi les { $n } autres.
 }
check-quorum-met = Quorum atteint.
check-quorum-missed = Quorum manqué.
check-quorum-turnout = Il fallait qu'au moins { $share } des inscrits votent, soit { $required } : ils sont { $reached }.
check-quorum-valid = Les suffrages exprimés devaient atteindre { $share } des inscrits, soit { $required } : il y en a { $reached }.
check-majority-met = Majorité atteinte.
check-majority-missed = Majorité manquée.
check-majority-absolute = Il fallait plus de la moitié des suffrages exprimés, soit { $required } voix : la première réponse en a { $reached }.
check-majority-simple = Il fallait plus de voix que toute autre réponse, soit { $required } : la première en a { $reached }.

verdict-won = { $names } l'emporte.
verdict-won-text = { $votes } voix, soit { $share } des suffrages exprimés.
verdict-no-majority = Aucune réponse n'atteint la majorité demandée.
verdict-no-majority-text = { $names } arrive en tête avec { $votes } voix, soit { $share } des suffrages exprimés ; il en fallait { $required }.
verdict-tie = Égalité entre { $names }.
verdict-tie-text = Chacune de ces réponses a { $votes } voix. Le compte ne les départage pas : la suite revient à l'organisation.
verdict-no-valid-votes = Personne n'a exprimé de choix.
verdict-no-valid-votes-text = Il n'y a aucun suffrage exprimé : rien n'est décidé.
verdict-not-counted = Trop peu de bulletins pour être comptés.
verdict-not-counted-text = Compter si peu de bulletins montrerait ce que des personnes ont voté : rien n'est déchiffré, et rien n'est décidé.
verdict-quorum-missed = Le quorum n'est pas atteint : rien n'est décidé.
verdict-quorum-missed-text = { $base ->
    [valid] Les suffrages exprimés devaient atteindre { $share } des inscrits, soit { $required } ; il y en a { $reached }.
   *[other] Il fallait qu'au moins { $share } des inscrits votent, soit { $required } personnes ; elles sont { $reached }.
 }
verdict-selected = { $chosen ->
    [one] Réponse retenue : { $names }.
   *[other] Réponses retenues : { $names }.
 }
verdict-selected-text = Retenu par la règle parmi { $options }.
verdict-selected-vacant = { $chosen ->
    [one] Réponse retenue : { $names }.
   *[other] Réponses retenues : { $names }.
 }
verdict-selected-vacant-text = Des places restent libres : il n'y a pas d'autre réponse.
verdict-selected-tie = { $chosen ->
    [0] Égalité entre { $tied }.
    [one] Réponse retenue : { $names }. Égalité entre { $tied }.
   *[other] Réponses retenues : { $names }. Égalité entre { $tied }.
 }
verdict-selected-tie-text = Le compte ne départage pas ces réponses : la suite revient à l'organisation.
verdict-cycle = Aucune réponse ne l'emporte sur chacune des autres.
verdict-cycle-text = Les réponses en tête se battent en cercle, ou sont à égalité : aucune n'est retenue.
verdict-bought = { $chosen ->
    [one] Projet retenu : { $names }.
   *[other] Projets retenus : { $names }.
 }
verdict-bought-text = L'enveloppe finance ces projets parmi { $options }.
verdict-nothing-bought = Aucun projet ne peut être financé.
verdict-nothing-bought-text = Chacun est trop cher ou a trop peu de voix.
verdict-top-filled = { $chosen ->
    [one] Réponse retenue : { $names }.
   *[other] Réponses retenues : { $names }.
 }
verdict-top-filled-text = { $seats ->
    [one] Elle a le plus grand total parmi { $options }.
   *[other] Elles ont les { $seats } plus grands totaux parmi { $options }.
 }
verdict-top-vacant = { $chosen ->
    [one] Réponse retenue : { $names }.
   *[other] Réponses retenues : { $names }.
 }
verdict-top-vacant-text = { $vacant ->
    [one] Une place reste libre : aucune autre réponse n'a de voix.
   *[other] { $vacant } places restent libres : aucune autre réponse n'a de voix.
 }
verdict-top-tie = { $chosen ->
    [0] Égalité entre { $tied }.
    [one] Réponse retenue : { $names }. Égalité entre { $tied }.
   *[other] Réponses retenues : { $names }. Égalité entre { $tied }.
 }
verdict-top-tie-text = { $left ->
    [one] Il reste une place, et le compte ne départage pas ces réponses : la suite revient à l'organisation.
   *[other] Il reste { $left } places, et le compte ne départage pas ces réponses : la suite revient à l'organisation.
 }
