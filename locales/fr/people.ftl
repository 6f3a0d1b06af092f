# Personnes, listes de participants, déclarations d’effectif.
fault-not_an_email = n’est pas une adresse électronique telle que nom@example.org
fault-deleted_reference = désigne { $kind ->
    [activity] une activité supprimée
    [participant] une personne supprimée
   *[other] un enregistrement supprimé
}
fault-cell_below_roster = vaut { $cell }, mais { $roster } personnes de la liste en font partie ; augmentez le nombre ou corrigez la liste
fault-cell_below_parts = vaut { $cell }, mais { $by ->
    [country] ses pays
    [sex] ses femmes et ses hommes
   *[agency] ses institutions
} totalisent { $parts } ; augmentez-le ou diminuez-les
fault-cell_above_sexes = vaut { $cell }, mais ce qui est déclaré des sexes totalise { $sexes } et les couvre tous ; corrigez l’un des deux, ou omettez `unknown` si le sexe des autres n’est pas connu
fault-cells_disagree = ne peuvent pas être toutes vraies : aucune participation n’a à la fois ces nombres par pays, par sexe et par institution
fault-countries_below_named = vaut { $countries }, mais { $named } pays sont nommés ; augmentez-le, ou mettez countries_complete à false s’il ne les compte pas tous
fault-unnamed_beyond_pool = laisse { $unnamed } pays sans nom, mais il ne reste que { $pool } pays membres possibles
fault-never_edited = n'est jamais modifié : envoyez (POST) un nouvel énoncé aux counts de l'activité, qui prendra sa place
fault-nothing_stated = n'indique aucun nombre de personnes ni de pays : donnez participants, countries ou cells
fault-impossible_total = est impossible : { $because ->
    [head] selon l’effectif déclaré
    [whole_roster] selon la liste, qui est complète (roster_complete),
    [both_sexes] selon les nombres de femmes, d’hommes et de personnes de sexe non précisé, qui sont la totalité quand les trois sont déclarés ou que les deux atteignent l’effectif,
   *[every_country] selon les nombres de tous les pays
} au plus { $most } sont venus, mais { $why ->
    [head] selon l’effectif déclaré
    [roster] selon les lignes comptées de la liste
    [country_count] selon le nombre de pays, chacun d’au moins une personne,
    [countries] selon les nombres des pays
    [sexes] selon les nombres de femmes, d’hommes et de personnes de sexe non précisé
   *[agencies] selon les nombres des institutions
} au moins { $least } ; modifiez l’un des deux

problem-already_merged = La personne est déjà fusionnée
problem-not_merged = La personne n'est pas fusionnée
fault-already_merged = est déjà fusionnée ; annulez d'abord cette fusion
fault-not_merged = n'est fusionnée avec aucune autre fiche
