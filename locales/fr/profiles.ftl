# The paragraph of a country brief. Numbers come with their bounds.
brief-country = { $country } : les institutions publiques du pays { $benefited }{ $period }{ $scope }. Elles { $attended }, { $provided } et { $hosted }.
brief-benefited = { $n ->
    [0] n’ont bénéficié d’aucune activité
   *[other] ont bénéficié de { $activities }
}
brief-attended = { $n ->
    [0] n’ont assisté à aucune activité
   *[other] ont assisté à { $activities }
}
brief-provided = { $n ->
    [0] n’ont assuré aucune activité
   *[other] ont assuré { $activities }
}
brief-hosted = { $n ->
    [0] n’ont accueilli aucune activité
   *[other] ont accueilli { $activities }
}
brief-since = {" "}depuis { $from }
brief-until = {" "}jusqu’à { $to }
brief-from-to = {" "}de { $from } à { $to }
brief-always = {" "}d’après le registre
brief-only = seulement { $chosen }
brief-activities-exact = { $n ->
    [one] 1 activité
   *[other] { $shown } activités
}
brief-activities-between = { $n ->
    [one] { $low } à { $high } activité
   *[other] { $low } à { $high } activités
}
brief-activities-least = { $n ->
    [one] 1 activité au moins
   *[other] { $shown } activités au moins
}
brief-activities-object-exact = { $n ->
    [one] 1 activité
   *[other] { $shown } activités
}
brief-activities-object-between = { $n ->
    [one] { $low } à { $high } activité
   *[other] { $low } à { $high } activités
}
brief-activities-object-least = { $n ->
    [one] 1 activité au moins
   *[other] { $shown } activités au moins
}
brief-people = Participations de personnes venues du pays : { $participations }.
brief-people-unknown = Le registre ne dit pas combien de personnes sont venues du pays.
brief-participations-exact = { $n ->
    [0] aucune
    [one] 1
   *[other] { $shown }
}
brief-participations-between = { $n ->
   *[other] de { $low } à { $high }
}
brief-participations-least = { $n ->
    [one] au moins 1
   *[other] au moins { $shown }
}
brief-uncounted = { $n ->
    [one] 1 activité sur les { $of } où elles ont pu être ne dit pas combien de personnes sont venues.
   *[other] { $shown } activités sur les { $of } où elles ont pu être ne disent pas combien de personnes sont venues.
}
brief-last = La dernière : « { $title } » ({ $day }).
brief-next = La prochaine : « { $title } » ({ $day }).
brief-as-of = État du registre au { $day }.
