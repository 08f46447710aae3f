# La lettre qui porte un code de vote. Chacun la lit une fois, à la table de la cuisine.

file-title = Lettres : { $title }
keep-secret-file = Ce fichier contient des codes de vote secrets. Imprimez-le, puis détruisez-le avec « comitia-registrar destroy ».
invitation = Vous pouvez prendre part à ce vote. Cette lettre vous est personnelle.
opens-label = Ouverture du vote
closes-label = Clôture du vote
code-heading = Votre code secret
code-warning = Quiconque a ce code peut voter à votre place. Ne le montrez à personne et gardez cette lettre jusqu’à la clôture du vote.
qr-label = Image (QR code) de votre code de vote
qr-note = Le même code, pour l’appareil photo de votre téléphone. L’image ne contient que le code, aucune adresse de site.
how-heading = Comment voter
step-address = Tapez cette adresse dans votre navigateur :
step-code = Tapez votre code, ou montrez son image à l’appareil photo. Minuscules ou majuscules, avec ou sans tirets : tout est compris.
step-vote = Faites votre choix, relisez-le, puis déposez votre bulletin. Jusqu’à la clôture, vous pouvez revoter : seul votre dernier bulletin compte.
step-receipt = Gardez le reçu. Il vous permet de vérifier à tout moment que votre bulletin est dans l’urne.
pseudonym-heading = Votre pseudonyme
pseudonym-note = L’urne est publique, pour que chacun puisse vérifier le compte. Votre bulletin y est scellé, sous ce pseudonyme et non sous votre nom. Au moment de voter, l’écran affiche le même pseudonyme : comparez-les.
your-group = Vous votez dans le collège « { $group } ».
your-weight = Votre bulletin compte pour { $weight } voix.
election-label = Scrutin
