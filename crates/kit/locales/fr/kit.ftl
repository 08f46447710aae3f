### Ce que toutes les pages partagent : le cadre, les erreurs, les dates.
### Tapez des espaces et des apostrophes ordinaires : la typographie française se règle toute seule.

## Le cadre de la page

skip-to-content = Aller au contenu
navigation-main = Navigation principale
navigation-breadcrumb = Vous êtes ici
navigation-languages = Langue
navigation-footer = Informations sur ce site
navigation-home = Accueil
page-title = { $page } – { $site }
pagination-label = Pages de la liste
pagination-previous = Page précédente
pagination-next = Page suivante
pagination-page = Page { $page }
pagination-position = Page { $page } sur { $last }

## Les dates

date-full = { $weekday } { $day ->
    [1] 1er
   *[other] { $day }
 } { $month } { $year }
date-day = { $day ->
    [1] 1er
   *[other] { $day }
 } { $month } { $year }
date-time-full = { $date } à { $time } ({ $zone })
date-time-short = { $day ->
    [1] 1er
   *[other] { $day }
 } { $month }, { $time }
time-of-day = { $hour }{"\u00A0"}h{"\u00A0"}{ $minute }
weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
month-short-1 = janv.
month-short-2 = févr.
month-short-3 = mars
month-short-4 = avr.
month-short-5 = mai
month-short-6 = juin
month-short-7 = juil.
month-short-8 = août
month-short-9 = sept.
month-short-10 = oct.
month-short-11 = nov.
month-short-12 = déc.
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
 }
duration-hours = { $n ->
    [one] { $n } heure
   *[other] { $n } heures
 }
duration-days = { $n ->
    [one] { $n } jour
   *[other] { $n } jours
 }

# Un message par fuseau : zone-<nom IANA en minuscules, avec des traits d'union>.
zone-other = { $place }, { $offset }
zone-utc = UTC
zone-europe-paris = heure de Paris
zone-america-martinique = heure de la Martinique
zone-america-guadeloupe = heure de la Guadeloupe
zone-america-cayenne = heure de Cayenne
zone-america-miquelon = heure de Saint-Pierre-et-Miquelon
zone-indian-reunion = heure de La Réunion
zone-indian-mayotte = heure de Mayotte
zone-pacific-noumea = heure de Nouméa
zone-pacific-tahiti = heure de Tahiti

## Les erreurs : ce qui ne va pas, et que faire

problem-bad-request-title = Cette demande n'est pas lisible
problem-bad-request-text = L'adresse ou le formulaire contient quelque chose que nous ne comprenons pas. Revenez à la page précédente et recommencez.
problem-not-found-title = Cette page n'existe pas
problem-not-found-text = L'adresse est peut-être incomplète, ou la page a été retirée. Si vous l'avez recopiée, comparez-la caractère par caractère.
problem-method-not-allowed-title = Cette page ne se consulte pas ainsi
problem-method-not-allowed-text = Revenez à la page précédente et utilisez les boutons qu'elle propose.
problem-payload-too-large-title = Cet envoi est trop volumineux
problem-payload-too-large-text = Réduisez la taille de ce que vous envoyez, puis recommencez.
problem-too-many-requests-title = Trop de demandes en peu de temps
problem-too-many-requests-text = Patientez une minute, puis recommencez. Rien de ce que vous avez déjà fait n'est perdu.
problem-other-client-title = Cette demande n'a pas pu aboutir
problem-other-client-text = Revenez à la page précédente et recommencez. Si cela se reproduit, prévenez l'organisation qui tient ce site.
problem-internal-title = Une erreur s'est produite de notre côté
problem-internal-text = Vous n'y êtes pour rien. Réessayez dans quelques minutes ; si cela continue, prévenez l'organisation qui tient ce site.
problem-unavailable-title = Ce service est momentanément indisponible
problem-unavailable-text = Réessayez dans quelques minutes. Un bulletin dont vous avez le reçu est bien dans l'urne.
problem-code = Code de l'erreur
problem-home = Revenir à l'accueil
