# What the measures count, what a reader of figures should know, and what can be wrong with a question.
measure-activities-title = Activities
measure-activities = Records of activities that match. One counts once in every total, however many programmes, fields or countries it has. Under a country it surely belongs where it lists it or a number names it, and may belong where people of countries that nobody names may have come. Meetings are activities too, unless they are left out.
measure-participations-title = Participations
measure-participations = People's attendances: how many came to each activity, added over activities. Who came to two counts twice. Trainees, delegates and observers who attended are counted; trainers, experts, speakers and organisers only when asked for. Where the sex of some only is stated, each sex is at least its number and the rest is in the row unknown.
measure-people-title = People
measure-people = Different persons who came. Persons on rosters are told apart, and persons linked by a merge count once; where only a number is known, nobody can say who came twice, so that the bounds are wide. Reported is the number of different persons on rosters.
measure-countries-title = Countries
measure-countries = Different countries that sent people to counted activities, named or not. Countries that only provided or hosted are not among them. Reported is the number of countries named as sending people, counted or not.
measure-agencies-title = Agencies
measure-agencies = Different agencies named: listed on the activity in any role, or of a person counted on its roster. With agency_role only those listed in that role. Those that are the same on the day count as one.
measure-days-title = Days
measure-days = Calendar days on which activities took place, first and last day counted (where its days are listed, those), added over activities: two on the same day are two days. Known by month or year only, an activity lasted from 1 day to the whole of it; without a first or a last day, 1 day or more. Reported is the sum of what is known to the day.
measure-person_days-title = Person-days
measure-person_days = Days that people spent at activities: how many came to each, times its days, added over activities. Whoever came is counted for every day, since nobody records who left early; of an activity to which nobody came there are none, however long it was. Reported is the sum where both a number of people and the days are stated.
measure-share_of_women-title = Share of women
measure-share_of_women = Women of the women and men who came, from 0 to 1, of attendances and not of persons. The lower bound takes all for men who may be men, the upper one all for women who may be women; both are rounded outwards to four decimals. Reported is the share among those whose sex is stated or follows: 12 women of 30 leave 18 men. Where that is known of somebody, and of fewer than 10, the figure is withheld.
measure-programmes-title = Programmes
measure-programmes = Programmes recorded, by programme_kind or of every kind. With to only those launched not after it; of which no year of launch is recorded, or the year in which that day lies, may be among them.
measure-member_countries-title = Member countries
measure-member_countries = Countries that are members on the day of to (default today), suspended ones included, out of the dated memberships of the record.
unit-programme = programmes
unit-activity = activities
unit-participation = attendances
unit-person = persons
unit-country = countries
unit-agency = agencies
unit-day = calendar days
unit-person_day = person-days
unit-share = a number from 0 to 1
measure-together-added = added
measure-together-counted_once = what they have in common counts once
measure-together-divided = women and men are added, then divided
measure-together-stock = what there is on a day, of no activities

note-first-day = All days of an activity are counted in the year and the period in which it began.
note-overlap = An activity with several values of a dimension is in several rows and only once in the total, so that rows do not add up.
note-distinct = Rows of different persons, countries or agencies overlap and do not add up to the total.
note-once-people = { $different } different persons are on the rosters of activities that surely belong; { $several } of them took part in more than one and count once.
note-once-countries = { $different } different countries are named by activities that surely belong; { $several } of them by more than one, and count once.
note-once-agencies = { $different } different agencies are named by activities that surely belong; { $several } of them by more than one, and count once.
note-uncounted = { $uncounted ->
    [one] Of { $activities } activities one says nothing about how many came: it is in no lower bound, and nothing bounds the upper one.
   *[other] Of { $activities } activities { $uncounted } say nothing about how many came: they are in no lower bound, and nothing bounds the upper one.
}
note-undecided-programmes = { $undecided ->
    [one] 1 more programme has no year of launch, or one in which the day lies: outside the lower end, inside the upper one.
   *[other] { $undecided } more programmes have no year of launch, or one in which the day lies: outside the lower end, inside the upper one.
}
note-undecided = { $undecided ->
    [one] One activity may or may not belong, since its date or its countries are not known well enough: it is outside the lower bound and inside the upper one.
   *[other] { $undecided } activities may or may not belong, since their dates or their countries are not known well enough: they are outside the lower bound and inside the upper one.
}

fault-sex_needs_people = sex belongs to measures of people only: { $known }
fault-repeated_dimension = names { $name } more than once
fault-same_meaning = { $one } and { $other } mean the same for the measure { $measure }; name one of them
fault-same_as_from = since is another word for from; give one of them
note-small-numbers = Some splits of people are blurred or withheld: of the people of one activity, numbers of 1 to { $below } are not told, so that nobody can be recognised.
fault-not_of_measure = the measure { $measure } counts no activities and does not take { $name }; it takes { $known }
fault-needs_programmes = programme_kind belongs to the measure programmes
coverage-complete = Coverage complete: everything that belongs here is declared to be recorded.
coverage-partial = Coverage partial: only a part of what belongs here is recorded; a zero means none recorded.
coverage-not_stated = Coverage not stated: nobody has declared how much of what belongs here is recorded.
