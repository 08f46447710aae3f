### Comment ça marche, accessibilité, données personnelles, mentions légales.

how-title = Comment ça marche
how-description = Le chemin d'un bulletin, ce que chacun peut vérifier, et les limites du système.
how-lead = Un vote en ligne ne mérite confiance que si l'on peut le vérifier sans croire personne sur parole. Voici comment celui-ci s'y prend, et où sont ses limites.
how-short-title = En quatre temps

how-check-title = Ce que vous pouvez vérifier
how-check-mine = <strong>Votre bulletin.</strong> Votre reçu porte un numéro de suivi. Il vous permet de retrouver votre bulletin scellé dans l'urne publique, le jour même ou des mois plus tard.
how-check-booth = <strong>Votre isoloir.</strong> Une fois le bulletin scellé, et avant de le déposer, vous pouvez demander à l'ouvrir. Un autre programme, sur un autre appareil, vous dit alors ce qu'il contenait vraiment. Ce bulletin est détruit et vous en faites un nouveau. Une page qui trichait ne pouvait pas savoir lequel vous alliez ouvrir.
how-check-all = <strong>Le vote entier.</strong> N'importe qui peut télécharger le registre et refaire tous les calculs avec <code>comitia-verify</code>, un programme libre : la clé, chaque bulletin, le déchiffrement, le compte.

how-trust-title = Qui fait quoi, et ce que personne ne peut faire seul
how-trust-text = Les rôles sont séparés, et leurs clés sont fixées dans les règles du vote avant qu'il commence.
how-trust-who = Rôle
how-trust-does = Ce qu'il fait
how-trust-cannot = Ce qu'il ne peut pas faire seul
how-trust-organiser = L'organisateur
how-trust-organiser-does = Pose la question, tient le site et le registre public.
how-trust-organiser-cannot = Lire un bulletin, en changer un, en ajouter un au nom de quelqu'un, modifier le résultat.
how-trust-registrar = L'émetteur des codes
how-trust-registrar-does = Fabrique les codes de vote et les envoie. C'est un autre organisme que l'organisateur.
how-trust-registrar-cannot = Lire un bulletin. Il pourrait voter avec un code : c'est pourquoi un vote peut demander en plus de se connecter.
how-trust-trustees = Les dépositaires
how-trust-trustees-does = Détiennent chacun une part de la clé et déchiffrent le total après la clôture.
how-trust-trustees-cannot = Ouvrir l'urne, s'ils sont moins nombreux que le seuil fixé. Changer le résultat, même tous ensemble.
how-trust-witnesses = Les témoins
how-trust-witnesses-does = Contresignent l'état du registre, pour que tout le monde voie le même.
how-trust-witnesses-cannot = Rien lire et rien changer : ils n'ont aucune clé du vote.

how-limits-title = Ce dont ce vote ne vous protège pas
how-limits-text = Aucun vote en ligne n'est sans risque. Voici ceux qui restent.
how-limit-page = La page elle-même
how-limit-page-text = C'est l'organisateur qui sert la page de l'isoloir. Une page truquée serait découverte, par les contrôles des électeurs et par l'empreinte publiée du programme ; elle n'est pas empêchée.
how-limit-watched = Le regard par-dessus l'épaule
how-limit-watched-text = Chez soi, rien n'oblige à voter à l'abri des regards. Vous pouvez voter de nouveau, plus tard et seul : seul votre dernier bulletin compte. Si un vote papier est ouvert, il protège mieux.
how-limit-proof = La preuve de son vote
how-limit-proof-text = Le reçu ne dit pas ce que vous avez voté. Mais qui prépare son appareil pour cela peut se fabriquer une preuve.
how-limit-trustees = L'entente des dépositaires
how-limit-trustees-text = S'ils s'entendent en nombre suffisant, ils peuvent ouvrir des bulletins, et relier des votes à des pseudonymes. Ils ne peuvent pas fausser le compte.
how-limit-future = L'avenir
how-limit-future-text = Le secret repose sur des calculs hors de portée aujourd'hui. L'urne étant publique, une percée, dans des décennies peut-être, pourrait ouvrir des bulletins anciens.
how-limit-small = Les petits groupes
how-limit-small-text = Un total trop petit en dit trop. En dessous d'un seuil, les groupes sont réunis avant d'être déchiffrés, sauf si les règles du vote disent le contraire : la page de la votation le signale alors.
how-limit-availability = La panne
how-limit-availability-text = Tout se vérifie après coup, mais un site en panne empêche de voter. C'est pourquoi la clôture peut être reportée, par une décision signée et publique.
how-limit-law = La loi
how-limit-law-text = En France, un référendum local qui décide se tient sur papier. Ce système sert aux consultations, aux budgets participatifs, aux votes internes, et à publier le compte d'un vote sur papier.

how-words-title = Les mots
word-booth = Isoloir
word-booth-text = La page où vous votez. Elle scelle votre bulletin sur votre appareil.
word-code = Code de vote
word-code-text = Le secret que vous recevez et qui fait de vous un électeur. Il ne quitte pas votre appareil.
word-pseudonym = Pseudonyme
word-pseudonym-text = L'empreinte publique de votre code. Elle vous désigne dans l'urne, sans votre nom.
word-seal = Sceller
word-seal-text = Chiffrer votre choix et prouver, sans le montrer, qu'il est conforme aux règles.
word-tracker = Numéro de suivi
word-tracker-text = L'empreinte de votre bulletin scellé, pour le reconnaître dans l'urne.
word-receipt = Reçu
word-receipt-text = Votre pseudonyme, votre numéro de suivi, et la preuve que le bulletin est dans l'urne.
word-urn = Urne
word-urn-text = Le registre public de tous les bulletins scellés. On ne peut qu'y ajouter ; retirer ou changer quelque chose se verrait.
word-state = État signé
word-state-text = Une photographie du registre, signée : elle engage celui qui la publie.
word-witness = Témoin
word-witness-text = Un organisme indépendant qui contresigne ces photographies.
word-trustee = Dépositaire
word-trustee-text = Une personne qui détient une part de la clé du vote.
word-fingerprint = Empreinte
word-fingerprint-text = Une suite de chiffres et de lettres qui identifie un document à coup sûr.
word-blank = Vote blanc
word-blank-text = Un bulletin qui participe au vote sans choisir. Il compte dans la participation, pas dans la majorité.
word-quorum = Quorum
word-quorum-text = Le nombre de votants à partir duquel le résultat vaut.

## Accessibilité

accessibility-title = Accessibilité
accessibility-description = Déclaration d'accessibilité : ce qui est fait, ce qui manque, et comment nous joindre.
accessibility-state = L'organisation qui tient ce site ({ $organisation }) s'engage à le rendre accessible, conformément à l'article 47 de la loi du 11 février 2005. Ce site est <strong>non conforme</strong> au référentiel général d'amélioration de l'accessibilité (RGAA), version 4.1 : il n'a pas encore été audité.
accessibility-done-title = Ce qui a été fait
accessibility-done-keyboard = Tout se fait au clavier, et l'on voit toujours où l'on est.
accessibility-done-reader = Chaque page a un titre unique, des régions nommées et un plan par titres ; l'isoloir annonce chaque changement aux lecteurs d'écran.
accessibility-done-zoom = Les pages restent lisibles sur un écran de 320 pixels de large et agrandies à 200 %.
accessibility-done-colour = Aucune information ne repose sur la couleur seule ; les contrastes sont vérifiés à chaque version du programme.
accessibility-done-motion = Rien ne clignote, et rien ne bouge si votre système demande de réduire les animations.
accessibility-done-script = Les pages fonctionnent sans JavaScript, sauf l'isoloir.
accessibility-done-charts = Chaque graphique est décrit et doublé d'un tableau.
accessibility-done-time = Aucune étape n'est limitée dans le temps, hormis la clôture du vote.
accessibility-not-title = Ce qui manque
accessibility-not-audit = Un audit par une personne extérieure au projet.
accessibility-not-script = L'isoloir a besoin de JavaScript et de WebAssembly : sans eux, le bulletin ne peut pas être scellé sur votre appareil.
accessibility-not-people = Des essais avec des personnes handicapées qui utilisent chaque jour un lecteur d'écran, une loupe ou un contacteur.
accessibility-contact-title = Nous signaler une difficulté
accessibility-contact = Écrivez à <strong>{ $contact }</strong> : nous chercherons avec vous une autre façon de voter ou d'obtenir l'information.
accessibility-contact-missing = L'organisation qui tient ce site n'a pas encore indiqué d'adresse. Adressez-vous à son accueil.
accessibility-remedy-title = Si rien ne change
accessibility-remedy = Vous avez signalé une difficulté et la réponse ne vous convient pas ? Vous pouvez :
accessibility-remedy-form = écrire au <a href="https://formulaire.defenseurdesdroits.fr/">Défenseur des droits</a> ;
accessibility-remedy-delegate = rencontrer <a href="https://www.defenseurdesdroits.fr/carte-des-delegues">son délégué dans votre région</a> ;
accessibility-remedy-post = lui envoyer un courrier, gratuit et sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.

## Données personnelles

privacy-title = Données personnelles
privacy-description = Ce que ce site sait de vous, ce qu'il ne sait pas, et ce qui est public.
privacy-lead = Ce que vous votez est une opinion : la loi la protège plus que toute autre donnée. Ce site est fait pour ne pas la connaître.
privacy-visit = Quand vous lisez ces pages
privacy-visit-text = Il n'y a ni compte, ni cookie, ni mesure d'audience, et rien n'est chargé depuis un autre site. Comme partout, l'hébergeur voit l'adresse de votre connexion et peut la garder un temps dans ses journaux techniques.
privacy-vote = Quand vous votez
privacy-vote-text = Votre code et votre choix restent sur votre appareil. Le site reçoit un bulletin scellé, signé sous pseudonyme. La page ne garde rien après votre passage, et un bouton efface tout à la fin.
privacy-urn = Ce qui est public
privacy-urn-text = L'urne contient les bulletins scellés et les pseudonymes, sans nom. Chacun peut en garder une copie : c'est ce qui rend le vote vérifiable, et c'est pourquoi rien ne peut en être effacé.
privacy-link = Le lien entre vous et votre pseudonyme
privacy-link-text = L'émetteur des codes le connaît, l'organisateur non. Il le détruit quand le vote ne peut plus être contesté.
privacy-kept = Combien de temps le secret tient
privacy-kept-text = Le chiffrement est sûr selon ce que l'on sait aujourd'hui. Une urne publique peut être copiée et conservée : nul ne peut promettre un secret éternel.
privacy-rights = Vos droits
privacy-rights-text = Vous pouvez demander quelles données vous concernent, les faire rectifier, et vous plaindre à la CNIL. Un bulletin déposé ne peut être ni lu ni retiré ; vous pouvez le remplacer en votant de nouveau.
privacy-contact = Responsable : { $organisation }. Pour exercer vos droits, écrivez à <strong>{ $contact }</strong>.
privacy-contact-missing = Responsable : { $organisation }, qui n'a pas encore indiqué d'adresse. Adressez-vous à son accueil.

## Mentions légales

legal-title = Mentions légales
legal-description = Qui publie ce site, qui l'héberge, sous quelle licence.
legal-organisation = Organisation
legal-publisher = Responsable de la publication
legal-host = Hébergement
legal-contact = Contact
legal-not-stated = Non renseigné par l'organisation
legal-program = Le programme
legal-program-text = Ce site fonctionne avec Comitia, un logiciel libre sous licence AGPL version 3 ou ultérieure : vous pouvez le lire, l'utiliser, le modifier et le partager.
legal-font = Les caractères sont l'Atkinson Hyperlegible Next, dessiné par le Braille Institute pour être lu par le plus grand nombre, sous licence SIL Open Font 1.1.

## La version du programme

version-title = Le programme et son code source
version-description = Quelle version du programme fait tourner ce site, et où se trouve son code source.
version-lead = Chacun peut lire de quoi ce site est fait. Voici exactement les sources dont il a été compilé.
version-number = Version
version-licence = Licence
version-digest = Empreinte des sources (SHA-256)
version-commit = Commit
version-commit-unknown = Inconnu : compilé sans git, ou à partir de sources qui diffèrent de tout commit
version-source = Code source
version-source-missing = L'organisation n'a pas indiqué où il se trouve. La licence l'oblige à vous le donner : demandez-le-lui.
version-check-title = Comparer avec une copie des sources
version-check-text = Dans un dossier qui contient les sources, cette commande calcule leur empreinte. Si c'est celle d'en haut, elles sont les mêmes, à l'octet près.
version-check-command = L'empreinte des sources
version-check-limit = C'est le serveur lui-même qui dit sa version : un serveur malhonnête pourrait mentir. C'est pourquoi il ne faut pas croire un vote, mais le vérifier de l'extérieur.
version-json = La même chose pour les programmes (JSON)
