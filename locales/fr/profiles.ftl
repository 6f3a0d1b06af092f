# The paragraph of a country brief. Numbers come with their bounds.
brief-country = { $country } : les institutions publiques du pays { $benefited }{ $period }{ $scope }. Elles { $attended }, { $provided } et { $hosted }.
brief-benefited = { $n ->
    [0] n’ont bénéficié d’aucune activité enregistrée
   *[other] ont bénéficié { $activities }
}
brief-attended = { $n ->
    [0] n’ont assisté à aucune activité enregistrée
   *[other] ont assisté à { $activities }
}
brief-provided = { $n ->
    [0] n’ont assuré aucune activité enregistrée
   *[other] ont assuré { $activities }
}
brief-hosted = { $n ->
    [0] n’ont été l’hôte d’aucune activité enregistrée
   *[other] ont accueilli comme hôtes { $activities }
}
brief-since = {" "}depuis { $from }
brief-until = {" "}jusqu’en { $to }
brief-from-to = {" "}entre { $from } et { $to }
brief-only = seulement { $chosen }
brief-activities-exact = { $n ->
    [0] d’aucune activité enregistrée
    [one] d’une activité
   *[other] de { $shown } activités
}
brief-activities-between = { $n ->
    [one] de { $low } à { $high } activité
   *[other] de { $low } à { $high } activités
}
brief-activities-least = { $n ->
    [one] d’au moins une activité
   *[other] d’au moins { $shown } activités
}
brief-activities-object-exact = { $n ->
    [0] aucune activité enregistrée
    [one] une activité
   *[other] { $shown } activités
}
brief-activities-object-between = { $n ->
    [one] { $low } à { $high } activité
   *[other] { $low } à { $high } activités
}
brief-activities-object-least = { $n ->
    [one] au moins une activité
   *[other] au moins { $shown } activités
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
    [one] { $of ->
        [1] La seule activité où elles ont pu être ne dit pas combien de personnes sont venues.
       *[other] 1 activité sur les { $of } où elles ont pu être ne dit pas combien de personnes sont venues.
    }
   *[other] { $shown } activités sur les { $of } où elles ont pu être ne disent pas combien de personnes sont venues.
}
brief-last = La dernière dont elles ont bénéficié ou à laquelle elles ont assisté : { $title }, { $day }.
brief-next = La prochaine : { $title }, { $day }.
brief-as-of = État du registre au { $day }.
brief-took_place = { $n ->
    [0] Aucune activité enregistrée n’a eu lieu dans le pays.
    [one] Dans le pays a eu lieu { $activities }.
   *[other] Dans le pays ont eu lieu { $activities }.
}
brief-statuses = { $country }, activités { $statuses }{ $period }{ $scope } : comme bénéficiaire { $benefited }, comme participant { $attended }, comme prestataire { $provided }, comme hôte { $hosted } ; prévues dans le pays : { $took_place }.
brief-chosen = { $of } : { $is }
brief-or = {" ou "}
brief-and = {" ; "}
brief-not-stated = non précisé
brief-title = { $lang ->
    [en] « { $title } » (titre en anglais)
    [ar] « { $title } » (titre en arabe)
   *[other] « { $title } »
}
date-month = { $m } { $y }
date-day = { $d ->
    [1] 1er { $m } { $y }
   *[other] { $d } { $m } { $y }
}
brief-activities-subject-exact = { $n ->
    [0] aucune activité enregistrée
    [one] une activité
   *[other] { $shown } activités
}
brief-activities-subject-between = { $n ->
    [one] { $low } à { $high } activité
   *[other] { $low } à { $high } activités
}
brief-activities-subject-least = { $n ->
    [one] au moins une activité
   *[other] au moins { $shown } activités
}
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
word-filter-field = domaine
word-filter-programme = programme
word-filter-type = type
word-filter-mode = modalité
word-filter-our_role = notre rôle
word-filter-meetings = réunions
word-meetings-exclude = exclues
word-meetings-only = seules
word-status-draft = à l’état de projet
word-status-announced = annoncées
word-status-held = tenues
word-status-postponed = reportées
word-status-cancelled = annulées
word-type-training_course = cours de formation
word-type-workshop = atelier
word-type-webinar = webinaire
word-type-seminar = séminaire
word-type-study_visit = visite d’étude
word-type-expert_mission = mission d’experts
word-type-expert_group_meeting = réunion du groupe d’experts
word-type-conference = conférence
word-type-bilateral_meeting = réunion bilatérale
word-type-other = autre
word-mode-in_person = en présentiel
word-mode-online = en ligne
word-mode-hybrid = hybride
word-mode-unknown = inconnue
word-our_role-organiser = organisateur
word-our_role-co_organiser = coorganisateur
word-our_role-host = hôte
word-our_role-participant = participant
word-our_role-party = l’une des deux parties
date-in-text = le { $d }
brief-until-day = {" "}jusqu’au { $to }
brief-undecided = { $n ->
    [one] { $shown } autre activité peut aussi les concerner : elle ne dit pas quels pays y ont pris part, ou quand.
   *[other] { $shown } autres activités peuvent aussi les concerner : elles ne disent pas quels pays y ont pris part, ou quand.
}
