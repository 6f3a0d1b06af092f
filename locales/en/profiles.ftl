# The paragraph of a country brief. Numbers come with their bounds.
brief-country = The public institutions of { $country } have { $benefited }{ $period }{ $scope }. They { $attended }, { $provided } and { $hosted }.
brief-benefited = { $n ->
    [0] benefited from no activity
   *[other] benefited from { $activities }
}
brief-attended = { $n ->
    [0] attended no activity
   *[other] attended { $activities }
}
brief-provided = { $n ->
    [0] provided no activity
   *[other] provided { $activities }
}
brief-hosted = { $n ->
    [0] hosted no activity
   *[other] hosted { $activities }
}
brief-since = {" "}since { $from }
brief-until = {" "}until { $to }
brief-from-to = {" "}from { $from } to { $to }
brief-always = {" "}on record
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
    [one] 1 of the { $of } activities where they may have been does not say how many came.
   *[other] { $shown } of the { $of } activities where they may have been do not say how many came.
}
brief-last = The last was “{ $title }” ({ $day }).
brief-next = The next is “{ $title }” ({ $day }).
brief-as-of = As recorded on { $day }.
