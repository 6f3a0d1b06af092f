# The paragraph of a country brief. Numbers come with their bounds.
brief-country = The public institutions of { $country } have { $benefited }{ $period }{ $scope }. They { $attended }, { $provided } and { $hosted }.
brief-benefited = { $n ->
    [0] benefited from no recorded activity
   *[other] benefited from { $activities }
}
brief-attended = { $n ->
    [0] attended no recorded activity
   *[other] attended { $activities }
}
brief-provided = { $n ->
    [0] provided no recorded activity
   *[other] provided { $activities }
}
brief-hosted = { $n ->
    [0] were host of no recorded activity
   *[other] were host of { $activities }
}
brief-since = {" "}since { $from }
brief-until = {" "}until { $to }
brief-from-to = {" "}from { $from } to { $to }
brief-only = only { $chosen }
brief-activities-exact = { $n ->
    [one] 1 activity
   *[other] { $shown } activities
}
brief-activities-between = { $n ->
   *[other] { $low } to { $high } activities
}
brief-activities-least = { $n ->
    [one] at least 1 activity
   *[other] at least { $shown } activities
}
brief-activities-object-exact = { $n ->
    [one] 1 activity
   *[other] { $shown } activities
}
brief-activities-object-between = { $n ->
   *[other] { $low } to { $high } activities
}
brief-activities-object-least = { $n ->
    [one] at least 1 activity
   *[other] at least { $shown } activities
}
brief-people = Of people from there, { $participations } on record.
brief-people-unknown = How many people came from there is not on record.
brief-participations-exact = { $n ->
    [0] no participation is
    [one] 1 participation is
   *[other] { $shown } participations are
}
brief-participations-between = { $n ->
   *[other] { $low } to { $high } participations are
}
brief-participations-least = { $n ->
    [one] at least 1 participation is
   *[other] at least { $shown } participations are
}
brief-uncounted = { $n ->
    [one] { $of ->
        [1] The one activity where they may have been does not say how many came.
       *[other] 1 of the { $of } activities where they may have been does not say how many came.
    }
   *[other] { $shown } of the { $of } activities where they may have been do not say how many came.
}
brief-last = The last that they benefited from or attended was { $title }, { $day }.
brief-next = The next is { $title }, { $day }.
brief-as-of = As recorded on { $day }.
brief-took_place = { $n ->
    [0] No recorded activity took place there.
   *[other] { $activities } took place there.
}
brief-statuses = { $country }, in activities that are { $statuses }{ $period }{ $scope }: as beneficiary { $benefited }, attending { $attended }, as provider { $provided }, as host { $hosted }; with a place there { $took_place }.
brief-chosen = { $of }: { $is }
brief-or = {" or "}
brief-and = {"; "}
brief-not-stated = not stated
brief-title = { $lang ->
    [ar] “{ $title }” (title in Arabic)
    [fr] “{ $title }” (title in French)
   *[other] “{ $title }”
}
date-month = { $m } { $y }
date-day = { $d } { $m } { $y }
brief-activities-subject-exact = { $n ->
    [0] no recorded activity
    [one] 1 activity
   *[other] { $shown } activities
}
brief-activities-subject-between = { $n ->
   *[other] { $low } to { $high } activities
}
brief-activities-subject-least = { $n ->
    [one] at least 1 activity
   *[other] at least { $shown } activities
}
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
word-filter-field = field
word-filter-programme = programme
word-filter-type = type
word-filter-mode = mode
word-filter-our_role = our role
word-filter-meetings = meetings
word-meetings-exclude = left out
word-meetings-only = nothing else
word-status-draft = drafts
word-status-announced = announced
word-status-held = held
word-status-postponed = postponed
word-status-cancelled = cancelled
word-type-training_course = training course
word-type-workshop = workshop
word-type-webinar = webinar
word-type-seminar = seminar
word-type-study_visit = study visit
word-type-expert_mission = expert mission
word-type-expert_group_meeting = expert group meeting
word-type-conference = conference
word-type-bilateral_meeting = bilateral meeting
word-type-other = other
word-mode-in_person = in person
word-mode-online = online
word-mode-hybrid = hybrid
word-mode-unknown = not known
word-our_role-organiser = organiser
word-our_role-co_organiser = co-organiser
word-our_role-host = host
word-our_role-participant = participant
word-our_role-party = one of the two sides
date-in-text = { $d }
brief-until-day = {" "}until { $to }
brief-undecided = { $n ->
    [one] 1 further activity may be theirs too: it does not say which countries took part, or when.
   *[other] { $shown } further activities may be theirs too: they do not say which countries took part, or when.
}
