### What all pages share: the frame, the errors, the dates.

## The frame of a page

skip-to-content = Skip to content
navigation-main = Main navigation
navigation-breadcrumb = You are here
navigation-languages = Language
navigation-footer = About this site
navigation-home = Home
page-title = { $page } – { $site }
pagination-label = Pages of the list
pagination-previous = Previous page
pagination-next = Next page
pagination-page = Page { $page }
pagination-position = Page { $page } of { $last }

## Dates

date-full = { $weekday } { $day } { $month } { $year }
date-day = { $day } { $month } { $year }
date-time-full = { $date } at { $time } ({ $zone })
date-time-short = { $day } { $month }, { $time }
time-of-day = { $hour }:{ $minute }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = June
month-short-7 = July
month-short-8 = Aug
month-short-9 = Sept
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
duration-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
 }
duration-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
 }
duration-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
 }

# One message per zone: zone-<IANA name in lower case, with hyphens>.
zone-other = { $place }, { $offset }
zone-utc = UTC
zone-europe-paris = Paris time
zone-america-martinique = Martinique time
zone-america-guadeloupe = Guadeloupe time
zone-america-cayenne = Cayenne time
zone-america-miquelon = Saint-Pierre and Miquelon time
zone-indian-reunion = Réunion time
zone-indian-mayotte = Mayotte time
zone-pacific-noumea = Nouméa time
zone-pacific-tahiti = Tahiti time

## Errors: what went wrong, and what to do

problem-bad-request-title = We could not read that request
problem-bad-request-text = The address or the form holds something that we do not understand. Go back to the previous page and try again.
problem-not-found-title = This page does not exist
problem-not-found-text = The address may be incomplete, or the page may have been removed. If you copied it by hand, compare it character by character.
problem-method-not-allowed-title = This page cannot be used that way
problem-method-not-allowed-text = Go back to the previous page and use the buttons it offers.
problem-payload-too-large-title = That is too large to send
problem-payload-too-large-text = Make what you are sending smaller, then try again.
problem-too-many-requests-title = Too many requests in a short time
problem-too-many-requests-text = Wait a minute, then try again. Nothing that you have already done is lost.
problem-other-client-title = That request could not be completed
problem-other-client-text = Go back to the previous page and try again. If it happens again, tell the organisation that runs this site.
problem-internal-title = Something went wrong on our side
problem-internal-text = It is not your doing. Try again in a few minutes; if it continues, tell the organisation that runs this site.
problem-unavailable-title = This service is not available for the moment
problem-unavailable-text = Try again in a few minutes. A ballot that you have a receipt for is in the urn.
problem-code = Error code
problem-home = Back to the home page
