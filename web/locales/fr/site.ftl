### Le site : navigation, accueil, liste des votations.
### Tapez des espaces et des apostrophes ordinaires : la typographie française se règle toute seule.

navigation-votations = Votations
navigation-how = Comment ça marche
footer-accessibility = Accessibilité : non conforme
footer-privacy = Données personnelles
footer-legal = Mentions légales
footer-source = Code source
new-window = (nouvelle fenêtre)
quoted-words = « { $words } »
list-and = { $first } et { $last }

## L'accueil

home-title = Voter, et pouvoir tout vérifier
home-description = { $organisation } : donner son avis en ligne, suivre les résultats, refaire le compte.
home-lead = Ici, votre avis compte et se compte. Votre bulletin est chiffré sur votre appareil, personne ne peut l'ouvrir seul, et chacun peut refaire le compte.
home-vote-now = Voir le vote en cours
home-open-title = Votes ouverts
home-open-none = Aucun vote n'est ouvert en ce moment
home-open-none-text = Les prochaines votations seront annoncées sur cette page.
home-open-none-upcoming = Aucun vote n'est ouvert en ce moment. Voici les prochains.
home-upcoming-title = Bientôt
home-recent-title = Terminés récemment
home-all = { $n ->
    [one] Voir la votation
   *[other] Voir les { $n } votations
 }
home-how-title = Comment ça marche
home-how-more = Tout comprendre, limites comprises

## Les quatre temps d'un vote

how-short-keys = La clé est partagée
how-short-keys-text = Plusieurs dépositaires fabriquent la clé du vote, chacun sa part. Aucun ne peut ouvrir l'urne seul.
how-short-seal = Vous scellez votre bulletin
how-short-seal-text = Votre appareil chiffre votre choix avant de l'envoyer. Le serveur ne le voit jamais.
how-short-urn = L'urne est publique
how-short-urn-text = Chaque bulletin scellé entre dans un registre que tout le monde peut lire et où rien ne s'efface.
how-short-verify = Chacun refait le compte
how-short-verify-text = Les dépositaires ne déchiffrent que le total. Un programme libre vérifie tout, du premier bulletin au résultat.

## Les états d'une votation

state-upcoming = À venir
state-open = Vote ouvert
state-closing = Vote terminé
state-counting = Dépouillement
state-published = Résultat publié
state-aborted = Interrompu
left-open = Il reste { $time }.
left-upcoming = Ouvre dans { $time }.
card-upcoming = Le vote ouvre le { $opens }.
card-open = Vous pouvez voter jusqu'au { $closes }.
card-closed = Le vote s'est terminé le { $closes }.
card-aborted = Ce vote a été interrompu avant la fin.
card-voted = { $n ->
    [0] Personne n'a encore voté
    [one] { $n } personne a voté
   *[other] { $n } personnes ont voté
 }

## La liste

list-title-page = Votations, page { $page }
list-description = Toutes les votations, ouvertes, à venir et terminées, avec leurs résultats.
list-filter-label = Chercher une votation
list-search = Mots du titre
list-state = État
list-state-all = Tous
list-apply = Filtrer la liste
list-reset = Tout afficher
list-count = { $n ->
    [0] Aucune votation
    [one] { $n } votation
   *[other] { $n } votations
 }
list-count-filtered = { $n ->
    [0] Aucune votation trouvée sur { $total }
    [one] { $n } votation trouvée sur { $total }
   *[other] { $n } votations trouvées sur { $total }
 }
list-feed = Suivre par flux Atom
list-empty = Il n'y a pas encore de votation
list-empty-text = La première apparaîtra ici dès qu'elle sera annoncée.
list-empty-filtered = Rien ne correspond à votre recherche
list-empty-filtered-text = Essayez un seul mot du titre, ou affichez tous les états.
