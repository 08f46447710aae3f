### L'isoloir. Les messages « booth-js-… » sont pour le script : « { $n } » y devient une place à remplir.

booth-kicker = Isoloir
booth-page-title = Isoloir : { $title }
booth-page-description = Voter en ligne, sceller son bulletin, le contrôler, le retrouver dans l'urne.
booth-leave = Quitter l'isoloir
booth-help = Une question, une difficulté ? Écrivez à <strong>{ $contact }</strong>.
booth-help-missing = Une question, une difficulté ? Adressez-vous à l'accueil : { $organisation }.
booth-how = Comment ça marche
booth-loading = L'isoloir se prépare…
booth-steps-label = Les étapes du vote
booth-step-code = Code
booth-step-ballot = Bulletin
booth-step-review = Relecture
booth-step-sealed = Dépôt
booth-step-receipt = Reçu
booth-errors-title = À corriger avant de continuer
booth-weaknesses = Ce que ce vote a de plus faible
booth-back-code = Revenir au code

## 1. Le code

booth-code-title = Entrez votre code de vote
booth-code-text = Il prouve que vous avez le droit de voter.
booth-code-label = Code de vote
booth-code-hint = 25 caractères, par groupes de quatre, par exemple 8K2Q-W7NB-4T0P-Z3MC-6RXA-J5V1-H. Espaces, tirets et majuscules ne comptent pas.
booth-code-continue = Continuer vers le bulletin
booth-code-checking = Nous cherchons votre pseudonyme sur la liste…
booth-code-lost = Je n'ai pas de code, ou je l'ai perdu
booth-code-lost-text = Le code vient de l'émetteur des codes, un organisme distinct de l'organisateur, dont l'adresse est sur votre lettre. Lui seul peut vous aider ; nous ne connaissons pas votre code.
booth-code-secret = Mon code est-il en sécurité ici ?
booth-code-secret-text = Il reste sur votre appareil, dans cette page. Il n'est ni envoyé, ni enregistré, ni écrit dans l'adresse. Votre appareil s'en sert pour signer votre bulletin.
booth-again-title = Un bulletin a déjà été déposé avec ce code
booth-again-text = Vous pouvez voter de nouveau : ce bulletin remplacera le précédent. Si ce n'est pas vous qui avez voté, prévenez l'organisation.

## 2. Le bulletin

booth-ballot-title = Votre bulletin
booth-ballot-secret = Votre choix ne quitte pas votre appareil avant d'être scellé.
booth-ballot-continue = Relire mon bulletin
booth-number-less = Un de moins :
booth-number-more = Un de plus :

## 3. La relecture

booth-review-title = Relisez votre bulletin
booth-review-text = Rien n'est encore envoyé. Vous pouvez tout changer.
booth-review-change = Changer
booth-review-seal = À l'étape suivante, votre appareil chiffre ce bulletin. Il ne sera pas encore déposé.
booth-review-continue = Sceller mon bulletin

booth-sealing-title = Votre bulletin se scelle
booth-sealing-text = Votre appareil chiffre votre choix et prouve, sans le montrer, qu'il est conforme aux règles. Cela prend quelques secondes.

## 4. Déposer ou contrôler

booth-sealed-title = Bulletin scellé : le déposer, ou le contrôler d'abord ?
booth-sealed-tracker = Son numéro de suivi
booth-sealed-text = Vous voyez ce numéro avant de choisir : l'isoloir ne peut plus changer ce bulletin.
booth-sealed-hint = La plupart des gens déposent. Quelques contrôles, faits par n'importe qui, suffisent à démasquer un isoloir qui tricherait.
booth-cast-title = Déposer
booth-cast-text = Le bulletin entre dans l'urne et compte. Vous recevez un reçu.
booth-cast-button = Déposer mon bulletin dans l'urne
booth-audit-title = Contrôler
booth-audit-text = Le bulletin est ouvert devant vous, puis détruit : il ne comptera pas. Vous en ferez un nouveau.
booth-audit-button = Ouvrir ce bulletin pour le contrôler

booth-audited-title = Bulletin ouvert pour contrôle
booth-audited-stamp = Détruit : ne compte pas
booth-audited-text = Ce bulletin ne pourra jamais être déposé ; le registre l'interdit. Vous n'avez pas encore voté.
booth-audited-says = L'isoloir affirme qu'il contenait
booth-audited-check = Vérifiez-le avec un autre programme
booth-audited-download = Enregistrez la clé d'ouverture de ce bulletin.
booth-audited-download-button = Télécharger l'ouverture
booth-audited-program = Donnez-la, sur un autre appareil si possible, à un programme qui ne vient pas de cette page. Il recalcule le bulletin à partir de votre choix.
booth-audited-compare = Il doit trouver ce numéro de suivi et ce choix. Sinon, l'isoloir ment : prévenez l'organisation et ne votez pas ici.
booth-audited-secret = L'ouverture montre ce que vous aviez choisi. Si cela vous gêne, contrôlez un bulletin rempli au hasard.
booth-audited-anew = Remplir un nouveau bulletin

booth-casting-title = Votre bulletin part vers l'urne
booth-casting-text = Gardez cette page ouverte jusqu'au reçu.
booth-offline-title = L'urne ne répond pas
booth-offline-text = Votre bulletin est peut-être arrivé, peut-être pas. Renvoyez-le : c'est le même bulletin scellé, il ne peut pas compter deux fois.
booth-offline-retry = Renvoyer le même bulletin
booth-refused-title = L'urne a refusé ce bulletin
booth-refused-text = Il n'a pas été enregistré. Vous n'avez rien perdu.
booth-refused-anew = Recommencer avec un nouveau bulletin

## 5. Le reçu

booth-receipt-title = Votre bulletin est déposé
booth-receipt-text = Gardez ce reçu. Il permet de retrouver votre bulletin dans l'urne ; il ne dit pas ce que vous avez voté.
booth-receipt-label = Reçu de vote
booth-receipt-pseudonym = Pseudonyme
booth-receipt-time = Déposé le
booth-receipt-status = Dans l'urne
booth-receipt-tracker = Numéro de suivi
booth-receipt-qr = Code QR du numéro de suivi
booth-receipt-keep = Ne montre pas votre choix. À conserver jusqu'à la publication du résultat.
booth-receipt-download = Télécharger le reçu
booth-receipt-print = Imprimer
booth-receipt-check = Vérifier qu'il est dans l'urne
booth-forget-title = Vous n'êtes pas sur votre appareil ?
booth-forget-text = Téléchargez ou notez d'abord votre reçu. Puis effacez tout ce que cette page sait de vous : votre code, votre choix, votre reçu.
booth-forget-button = Tout effacer de cet appareil

booth-forgotten-title = Tout est effacé
booth-forgotten-text = Cette page ne sait plus rien de vous. Si vous avez téléchargé le reçu, le fichier est encore sur l'appareil. Vous pouvez fermer la fenêtre.

## Mon bulletin est-il compté ?

booth-check-title = Mon bulletin est-il compté ?
booth-check-text = Votre navigateur lit l'urne publique et vérifie lui-même la preuve. Votre reçu ne quitte pas votre appareil.
booth-check-file = Mon reçu
booth-check-file-hint = Le fichier que vous avez téléchargé après avoir voté.
booth-check-or = ou
booth-check-tracker = Mon numéro de suivi
booth-check-tracker-hint = Les 64 chiffres et lettres de votre reçu, ou au moins les 32 premiers. Les espaces ne comptent pas.
booth-check-button = Chercher dans l'urne
booth-check-back = Revenir à mon reçu
booth-check-index = Place dans l'urne
booth-check-counted = Votre bulletin est compté
booth-check-counted-text = Il est dans l'urne, à sa place, et rien ne l'a remplacé depuis.
booth-check-replaced = Un bulletin plus récent remplace celui-ci
booth-check-replaced-text = Il est bien dans l'urne, mais le même code a servi à voter de nouveau. C'est le dernier bulletin qui compte. Si ce n'était pas vous, prévenez l'organisation.
booth-check-cancelled = Un vote papier remplace ce bulletin
booth-check-cancelled-text = Il est bien dans l'urne, mais il a été annulé parce que vous avez voté sur papier. Si ce n'est pas le cas, prévenez l'organisation.
booth-check-missing = Ce bulletin n'est pas dans l'urne
booth-check-missing-text = Vérifiez le numéro de suivi. S'il est exact, et surtout si vous avez un reçu, prévenez l'organisation et les témoins : votre reçu est une preuve.
booth-check-broken = Le registre ne tient pas
booth-check-broken-text = Sa signature ou sa preuve est fausse. Ce n'est pas une erreur de votre part. Gardez votre reçu, prévenez l'organisation et les témoins.

## Quand l'isoloir ne peut pas servir

booth-failed-title = L'isoloir ne peut pas fonctionner
booth-other-ways = Que faire
booth-other-browser = Essayer avec un navigateur récent, à jour, et JavaScript activé.
booth-other-program = Voter avec le programme comitia, installé sur votre ordinateur : il ne dépend pas de cette page.
booth-other-paper = Voter sur papier :
booth-noscript-title = L'isoloir a besoin de JavaScript
booth-noscript-text = Votre bulletin est scellé sur votre appareil, pour que personne d'autre ne le voie : il faut pour cela que la page puisse calculer. Activez JavaScript pour ce site. Il ne sert qu'à cela, et rien n'est chargé d'ailleurs.
booth-noclient-title = L'isoloir n'est pas installé ici
booth-noclient-text = Ce serveur ne propose pas le programme qui scelle les bulletins.
booth-closed-upcoming = Le vote n'est pas encore ouvert
booth-closed-open = Ce vote ne se fait pas en ligne
booth-closed-closing = Le vote est terminé
booth-closed-counting = Le vote est terminé
booth-closed-published = Le vote est terminé
booth-closed-aborted = Ce vote a été interrompu
booth-late-text = Le vote est terminé depuis le { $closes }. Vous pouvez encore vérifier que votre bulletin est dans l'urne.
booth-noscript-check = Pour chercher votre bulletin ici, activez JavaScript : c'est votre navigateur qui vérifie la preuve. Le programme comitia-verify fait la même recherche sans cette page.
booth-aborted-text = Aucun bulletin ne sera déchiffré.
booth-paper-only-text = Il n'y a pas d'isoloir en ligne pour cette votation.

## Pour le script

booth-js-rule-one = Choisissez une seule réponse.
booth-js-rule-several = Choisissez de { $min } à { $max } réponses.
booth-js-rule-up-to = Choisissez jusqu'à { $max } réponses.
booth-js-rule-exactly = Choisissez exactement { $max } réponses.
booth-js-rule-lists = Choisissez une liste. Choisissez ensuite, sur cette liste, les personnes que vous voulez.
booth-js-rule-score = Donnez à chaque option une note de 0 à { $max }.
booth-js-rule-points = Vous avez { $max } points à répartir.
booth-js-rule-points-min = Vous avez { $max } points à répartir. Donnez-en au moins { $min }.
booth-js-rule-each = Au plus { $max } pour une même option.
booth-js-rule-quadratic = Vous avez { $max } crédits. Un niveau coûte son carré : 1 coûte 1, 2 coûte 4, 3 coûte 9.
booth-js-rule-grades = Donnez une mention à chaque option.
booth-js-rule-budget = Vous avez { $max } à dépenser. Les projets que vous choisissez doivent y tenir.
booth-js-rule-ranking = Donnez le rang 1 à l'option que vous préférez, puis 2, et ainsi de suite. Plusieurs peuvent partager un rang. Celles qui n'en ont pas viennent en dernier.
booth-js-rule-ranking-strict = Donnez le rang 1 à l'option que vous préférez, puis 2, et ainsi de suite : à chaque option son rang.
booth-js-rule-allocation = Répartissez { $max } entre les options, en entier.
booth-js-count = Choix faits : { $n } sur { $max }
booth-js-count-left = Reste : { $n } sur { $max }
booth-js-count-over = Trop : { $n } au-delà de { $max }
booth-js-count-grades = Mentions données : { $n } sur { $max }
booth-js-count-ranks = Rangs donnés : { $n } sur { $max }
booth-js-candidates = Sur la liste « { $label } »
booth-js-note-cost = Coûte { $n }.
booth-js-note-too-dear = Coûte { $n } : { $max } de plus que ce qui vous reste.
booth-js-note-level = Coûte { $n }
booth-js-rank = Rang { $n }
booth-js-rank-none = Sans rang
booth-js-words-number = { $option } : { $n }
booth-js-words-level = { $option } : { $n }, coûte { $total }
booth-js-words-grade = { $option } : { $label }
booth-js-words-cost = { $option } : coûte { $n }
booth-js-words-rank = { $n }. { $option }
booth-js-words-last = En dernier : { $option }
booth-js-choose-one = Choisissez une réponse, ou le vote blanc s'il est proposé.
booth-js-choose-more = Choisissez-en encore : il en faut au moins { $min }.
booth-js-choose-fewer = Retirez des réponses : il en faut au plus { $max }.
booth-js-choose-blank-alone = Un vote blanc ne se combine pas : retirez les autres réponses.
booth-js-choose-list = Choisissez une liste.
booth-js-choose-all = Donnez une mention à chaque option ; il en manque { $n }.
booth-js-choose-number = Écrivez un nombre entier de 0 à { $max } pour « { $label } ».
booth-js-choose-give-more = Donnez { $n } de plus : il en faut au moins { $min }.
booth-js-choose-give-less = Donnez { $n } de moins : il en faut au plus { $max }.
booth-js-choose-split-more = Donnez { $n } de plus : il faut répartir { $max } en entier.
booth-js-choose-split-less = Donnez { $n } de moins : il n'y a que { $max } à répartir.
booth-js-choose-spend-less = Retirez quelque chose : cela coûte { $n } de plus que les { $max } que vous avez.
booth-js-choose-tie = Ne donnez chaque rang qu'une fois.
booth-js-choose-rank = Donnez des rangs, à partir de 1 pour l'option que vous préférez.
booth-js-error-of = « { $question } » { $label }
booth-js-nothing-chosen = Aucune réponse choisie
booth-js-code-empty = Entrez votre code de vote.
booth-js-code-mistyped = Ce code contient une faute de frappe. Relisez votre lettre, groupe par groupe.
booth-js-code-unknown = Ce code est bien formé, mais il n'est pas sur la liste de ce vote. Est-ce la lettre d'une autre votation ?
booth-js-again-when = Nombre de dépôts jusqu'ici : { $n }.
booth-js-step-announced = Étape { $n } sur { $total } : { $label }
booth-js-sealing-start = Préparation…
booth-js-sealing-prove = Chiffrement de votre choix et calcul de la preuve…
booth-js-sealing-done = Bulletin scellé.
booth-js-casting = Envoi du bulletin scellé…
booth-js-status-pending = Accepté ; la preuve arrive dans quelques secondes.
booth-js-status-in = Oui, preuve vérifiée par votre navigateur.
booth-js-status-late = Accepté, mais la preuve tarde. Gardez ce reçu et vérifiez plus tard.
booth-js-status-wrong = Le serveur prouve un autre bulletin que le vôtre. Gardez ce reçu et prévenez l'organisation et les témoins.
booth-js-downloaded = Le reçu a été téléchargé.
booth-js-opening-downloaded = L'ouverture a été téléchargée.
booth-js-audit-logged = Le bulletin ouvert est inscrit au registre : il ne pourra pas être déposé.
booth-js-forgotten = Tout est effacé.
booth-js-checking = Lecture de l'urne…
booth-js-witnesses = { $n } sur { $total } ont signé ; il en faut { $min }.
booth-js-check-empty = Choisissez votre reçu ou entrez votre numéro de suivi.
booth-js-check-bad-tracker = Un numéro de suivi n'a que des chiffres et les lettres de a à f, 32 au moins.
booth-js-check-bad-file = Ce fichier n'est pas un reçu de ce vote.
booth-js-leave-warning = Votre bulletin n'est pas encore déposé.
booth-js-failed-browser = Ce navigateur ne sait pas faire les calculs qu'il faut (WebAssembly).
booth-js-failed-module = Le programme qui scelle les bulletins n'est pas arrivé, ou n'est pas celui que le registre annonce.
booth-js-failed-manifest = Les règles du vote reçues ne sont pas celles que le registre annonce. Ne votez pas ici ; prévenez l'organisation.
booth-js-failed-network = Le serveur ne répond pas. Vérifiez votre connexion, puis rechargez la page.
booth-js-refused-unknown_credential = Ce code n'est pas sur la liste de ce vote.
booth-js-refused-election_not_open = Le vote n'est pas ouvert, ou vient de se terminer.
booth-js-refused-chain = Un autre bulletin a été déposé avec ce code entre-temps. Recommencez : le nouveau bulletin le remplacera.
booth-js-refused-too_many_audits = Trop de bulletins ont été ouverts avec ce code. Vous pouvez encore en déposer un.
booth-js-refused-duplicate = Ce bulletin est déjà dans l'urne, ou a été ouvert pour contrôle.
booth-js-refused-cancelled = Vous avez voté sur papier : il n'est plus possible de voter en ligne.
booth-js-refused-invalid = L'urne n'a pas pu vérifier ce bulletin.
booth-js-refused-other = L'urne a refusé ce bulletin pour une raison que cette page ne connaît pas.
