measure-activities-title = Activités
measure-activities = Fiches d'activités retenues. Chacune compte une seule fois dans chaque total, quel que soit le nombre de ses programmes, domaines ou pays. Les réunions sont aussi des activités ; meetings=exclude les écarte.
measure-participations-title = Participations
measure-participations = Présences de personnes : combien sont venues à chaque activité, en additionnant les activités. Qui est venu à deux compte deux fois. Sont comptés les stagiaires, délégués et observateurs présents ; les formateurs, experts, orateurs et organisateurs seulement sur demande.
measure-people-title = Personnes
measure-people = Personnes différentes qui sont venues. Les personnes des listes de présence sont distinguées, et celles qu'une fusion relie comptent une fois ; là où seul un nombre est connu, nul ne peut dire qui est venu deux fois, et l'intervalle est large. Le nombre rapporté est celui des personnes différentes figurant sur les listes.
measure-countries-title = Pays
measure-countries = Pays différents qui ont envoyé des personnes à des activités comptées, nommés ou non. Les pays seulement prestataires ou hôtes n'en font pas partie. Le nombre rapporté est celui des pays nommés comme ayant envoyé des personnes, comptées ou non.
measure-agencies-title = Institutions
measure-agencies = Institutions différentes qui sont nommées : inscrites à l'activité, quel que soit leur rôle, ou d'une personne comptée de sa liste de présence. Avec agency_role, seulement celles inscrites dans ce rôle.

note-overlap = Une activité qui a plusieurs valeurs d'une dimension figure dans plusieurs lignes et une seule fois dans le total : les lignes ne s'additionnent pas.
note-distinct = Les lignes de personnes, pays ou institutions différents se recoupent et ne s'additionnent pas pour donner le total.
note-uncounted = { $uncounted ->
    [one] Sur { $activities } activités, { $uncounted } ne dit rien du nombre de personnes venues : elle n'entre dans aucune borne inférieure, et rien ne limite la borne supérieure.
   *[other] Sur { $activities } activités, { $uncounted } ne disent rien du nombre de personnes venues : elles n'entrent dans aucune borne inférieure, et rien ne limite la borne supérieure.
}
note-undecided = { $undecided ->
    [one] { $undecided } activité se situe peut-être dans la période, sa date n'étant pas assez connue : elle est hors de la borne inférieure et dans la borne supérieure.
   *[other] { $undecided } activités se situent peut-être dans la période, leurs dates n'étant pas assez connues : elles sont hors de la borne inférieure et dans la borne supérieure.
}

fault-sex_needs_people = sex ne convient qu'aux mesures de personnes : { $known }
fault-repeated_dimension = nomme { $name } plus d'une fois
fault-same_meaning = { $one } et { $other } ont le même sens pour la mesure { $measure } ; n'en nommez qu'un
fault-not_yet = { $name } n'est pas encore traité : les chiffres sont ceux du registre tel qu'il est maintenant
fault-same_as_from = since est un autre mot pour from ; n'en donnez qu'un
