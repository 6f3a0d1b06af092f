measure-activities-title = Activités
measure-activities = Fiches d'activités retenues. Chacune compte une seule fois dans chaque total, quel que soit le nombre de ses programmes, domaines ou pays. Sous un pays, elle compte sûrement si elle le mentionne ou si un nombre le nomme, et peut-être si des personnes de pays que personne ne nomme ont pu venir. Les réunions sont aussi des activités, sauf si on les écarte.
measure-participations-title = Participations
measure-participations = Présences de personnes : combien sont venues à chaque activité, en additionnant les activités. Qui est venu à deux compte deux fois. Sont comptés les stagiaires, délégués et observateurs présents ; les formateurs, experts, orateurs et organisateurs seulement sur demande. Où le sexe n'est précisé que pour quelques personnes, chaque sexe compte au moins son nombre et le reste figure à la ligne unknown.
measure-people-title = Personnes
measure-people = Personnes différentes qui sont venues. Les personnes des listes de présence sont distinguées, et celles qu'une fusion relie comptent une fois ; là où seul un nombre est connu, nul ne peut dire qui est venu deux fois, et l'intervalle est large. Le nombre rapporté est celui des personnes différentes figurant sur les listes.
measure-countries-title = Pays
measure-countries = Pays différents qui ont envoyé des personnes à des activités comptées, nommés ou non. Les pays seulement prestataires ou hôtes n'en font pas partie. Le nombre rapporté est celui des pays nommés comme ayant envoyé des personnes, comptées ou non.
measure-agencies-title = Institutions
measure-agencies = Institutions différentes qui sont nommées : inscrites à l'activité, quel que soit leur rôle, ou d'une personne comptée de sa liste de présence. Avec agency_role, seulement celles inscrites dans ce rôle. Celles qui n'en font qu'une ce jour-là comptent pour une.
measure-days-title = Jours
measure-days = Jours civils où des activités ont eu lieu, premier et dernier jour compris (là où ses jours sont énumérés, ceux-là), additionnés sur les activités : deux activités le même jour font deux jours. Connue au mois ou à l'année seulement, une activité a duré d'un jour à la totalité de ce mois ou de cette année ; sans premier ou dernier jour, un jour ou plus. Le nombre rapporté est la somme de ce qui est connu au jour près.
measure-person_days-title = Jours-personnes
measure-person_days = Jours que des personnes ont passés aux activités : combien sont venues à chacune, multiplié par ses jours, additionné sur les activités. Qui est venu compte pour chaque jour, car nul n'enregistre les départs anticipés ; une activité où personne n'est venu n'en a aucun, quelle que soit sa durée. Le nombre rapporté est la somme là où le nombre de personnes et les jours sont tous deux déclarés.
measure-share_of_women-title = Part des femmes
measure-share_of_women = Femmes parmi les femmes et les hommes qui sont venus, de 0 à 1, en présences et non en personnes. La borne inférieure tient pour des hommes tous ceux qui peuvent l'être, la borne supérieure pour des femmes toutes celles qui peuvent l'être ; les deux sont arrondies vers l'extérieur à quatre décimales. La part rapportée est celle des personnes dont le sexe est déclaré ou s'en déduit : 12 femmes sur 30 laissent 18 hommes. Là où il est connu de quelqu'un, et de moins de 10 personnes, le chiffre est retenu.
measure-programmes-title = Programmes
measure-programmes = Programmes enregistrés, par programme_kind ou de toute nature. Avec to, seulement ceux lancés au plus tard ce jour-là ; ceux dont l'année de lancement n'est pas enregistrée, ou est celle de ce jour, peuvent en être.
measure-member_countries-title = Pays membres
measure-member_countries = Pays qui sont membres le jour de to (par défaut aujourd'hui), pays suspendus compris, d'après les adhésions datées du registre.
unit-programme = programmes
unit-activity = activités
unit-participation = présences
unit-person = personnes
unit-country = pays
unit-agency = institutions
unit-day = jours civils
unit-person_day = jours-personnes
unit-share = un nombre de 0 à 1
measure-together-added = additionnés
measure-together-counted_once = ce qu'elles ont en commun compte une fois
measure-together-divided = femmes et hommes sont additionnés, puis divisés
measure-together-stock = ce qu'il y a un jour donné, sans activités

note-first-day = Tous les jours d'une activité sont comptés dans l'année et la période où elle a commencé.
note-overlap = Une activité qui a plusieurs valeurs d'une dimension figure dans plusieurs lignes et une seule fois dans le total : les lignes ne s'additionnent pas.
note-distinct = Les lignes de personnes, pays ou institutions différents se recoupent et ne s'additionnent pas pour donner le total.
note-once-people = { $different } personnes différentes figurent sur les listes de présence des activités certainement retenues ; { $several } d'entre elles ont participé à plusieurs et comptent une fois.
note-once-countries = { $different } pays différents sont nommés par les activités certainement retenues ; { $several } d'entre eux par plusieurs, et comptent une fois.
note-once-agencies = { $different } institutions différentes sont nommées par les activités certainement retenues ; { $several } d'entre elles par plusieurs, et comptent une fois.
note-uncounted = { $uncounted ->
    [one] Sur { $activities } activités, { $uncounted } ne dit rien du nombre de personnes venues : elle n'entre dans aucune borne inférieure, et rien ne limite la borne supérieure.
   *[other] Sur { $activities } activités, { $uncounted } ne disent rien du nombre de personnes venues : elles n'entrent dans aucune borne inférieure, et rien ne limite la borne supérieure.
}
note-undecided-programmes = { $undecided ->
    [one] 1 autre programme n'a pas d'année de lancement, ou celle où tombe ce jour : hors de la borne inférieure, dans la borne supérieure.
   *[other] { $undecided } autres programmes n'ont pas d'année de lancement, ou celle où tombe ce jour : hors de la borne inférieure, dans la borne supérieure.
}
note-undecided = { $undecided ->
    [one] { $undecided } activité en fait peut-être partie, sa date ou ses pays n'étant pas assez connus : elle est hors de la borne inférieure et dans la borne supérieure.
   *[other] { $undecided } activités en font peut-être partie, leurs dates ou leurs pays n'étant pas assez connus : elles sont hors de la borne inférieure et dans la borne supérieure.
}

fault-sex_needs_people = sex ne convient qu'aux mesures de personnes : { $known }
fault-repeated_dimension = nomme { $name } plus d'une fois
fault-same_meaning = { $one } et { $other } ont le même sens pour la mesure { $measure } ; n'en nommez qu'un
fault-same_as_from = since est un autre mot pour from ; n'en donnez qu'un
note-small-numbers = Certaines répartitions sont floutées ou retenues : parmi les personnes d'une activité, les nombres de 1 à { $below } ne sont pas donnés, afin que nul ne soit reconnu.
fault-not_of_measure = la mesure { $measure } ne compte pas d'activités et n'accepte pas { $name } ; elle accepte { $known }
fault-needs_programmes = programme_kind appartient à la mesure programmes
coverage-complete = Couverture complète : tout ce qui en relève est déclaré enregistré.
coverage-partial = Couverture partielle : seule une partie de ce qui en relève est enregistrée ; un zéro veut dire aucune enregistrée.
coverage-not_stated = Couverture non précisée : personne n'a déclaré quelle part de ce qui en relève est enregistrée.
