# Un titre par code d'erreur, un détail par code d'erreur, une phrase par code de faute.
problem-unreadable = La requête ne peut pas être lue
problem-invalid = Le contenu n'est pas valable
problem-read_only = Un membre ne peut pas être modifié
problem-too_many_rows = La réponse aurait trop de lignes
problem-idempotency_key_reused = La clé d'idempotence a servi à une autre requête
problem-unauthorized = Une clé valable est nécessaire
problem-forbidden = Cette clé n'y donne pas droit
problem-not_found = Introuvable
problem-gone = Supprimé
problem-moved = Déplacé
problem-method_not_allowed = La méthode n'est pas admise ici
problem-stale = La fiche a changé entre-temps
problem-precondition_required = If-Match est obligatoire
problem-too_large = Le corps de la requête est trop grand
problem-address_too_long = L'adresse est trop longue
problem-unsupported_media_type = Le type de média n'est pas pris en charge
problem-busy = Le service est occupé
problem-body_timeout = Le corps n'est pas arrivé
problem-unsupported_encoding = L'encodage du contenu n'est pas pris en charge
problem-storage_unavailable = La base de données n'est pas disponible
problem-storage_full = Le disque est plein
problem-internal = Erreur interne
problem-external_id_taken = L'identifiant appartient à une autre fiche
problem-code_taken = Le code est déjà pris
problem-in_use = La fiche est utilisée
problem-already_on_roster = La personne figure déjà sur la liste
problem-not_deleted = La fiche n'est pas supprimée
problem-too_late = Il est trop tard pour cela

detail-unreadable = { $count ->
    [one] Un élément de la requête ne peut pas être lu ; voir « errors ».
   *[other] { $count } éléments de la requête ne peuvent pas être lus ; voir « errors ».
}
detail-invalid = { $count ->
    [one] Une erreur a été trouvée ; voir « errors ».
   *[other] { $count } erreurs ont été trouvées ; voir « errors ».
}
detail-nothing_written = Rien n'a été enregistré.
detail-unauthorized = Envoyez une clé valable sous la forme « Authorization: Bearer qk_… ».
detail-forbidden = Le rôle de cette clé ne le permet pas. Demandez une autre clé à un administrateur.
detail-not_found = Il n'y a rien à cette adresse.
detail-gone = La fiche a été supprimée.
detail-moved = La fiche se trouve maintenant sous un autre code.
detail-method_not_allowed = Méthodes admises ici : { $allow }.
detail-stale = If-Match indique { $given }, et la fiche en est maintenant à la version { $current }. Relisez-la et refaites votre modification.
detail-precondition_required = Envoyez If-Match avec l'ETag de la version que vous avez lue, afin qu'aucune modification ne se perde. « * » n'est pas accepté.
detail-too_large = { $most } octets au plus sont acceptés.
detail-address_too_long = Une adresse compte au plus { $most } octets, requête comprise.
detail-unsupported_media_type = Envoyez le corps de la requête au format { $expected }.
detail-busy = Trop de choses se passent à la fois. Réessayez dans un instant.
detail-body_timeout = { $seconds ->
    [one] Rien du corps n'est arrivé pendant une seconde ; la requête a été abandonnée. Rien n'a été enregistré.
   *[other] Rien du corps n'est arrivé pendant { $seconds } secondes ; la requête a été abandonnée. Rien n'a été enregistré.
}
detail-unsupported_encoding = Le corps est annoncé comme encodé en « { $given } ». Seul « { $taken } » est accepté : envoyez-le tel quel.
detail-storage_unavailable-read_only = La base de données n'accepte pas d'écriture pour le moment. Rien n'a été enregistré ; la lecture continue.
detail-storage_unavailable-moved = Le fichier de la base de données n'est plus là où il a été ouvert. Les écritures attendent son retour.
detail-storage_unavailable-unreachable = La base de données est injoignable pour le moment. Réessayez ; une Idempotency-Key rend cela sans risque.
detail-storage_full = Rien ne peut être enregistré tant qu'il n'y a pas de place. La lecture continue.
detail-internal = La faute est de notre côté, non du vôtre. Citez l'identifiant de la requête (request id) en la signalant.

fault-required = est obligatoire
fault-empty = ne doit pas être vide ; omettez-le plutôt
fault-wrong_type = doit être du type { $expected }
fault-unknown_field = « { $name } » n'est pas un membre connu ici
fault-unknown_parameter = « { $name } » n'est pas un paramètre connu ici
fault-unknown_code = « { $value } » n'est pas un code connu ; codes connus : { $known }
fault-unknown_language = « { $value } » n'est pas une langue admise ici ; utilisez en, ar, fr
fault-unknown_reference = { $kind ->
    [activity] aucune activité « { $value } » n'est connue
    [programme] aucun programme « { $value } » n'est connu
    [agency] aucune institution « { $value } » n'est connue
    [country] aucun pays « { $value } » n'est connu
    [field] aucun domaine « { $value } » n'est connu
    [participant] aucune personne « { $value } » n'est connue
   *[other] « { $value } » n'est pas connu
}
fault-out_of_range = doit être compris entre { $least } et { $most }
fault-too_long = { $length ->
    [one] a { $length } caractère ; { $most } au plus sont admis
   *[other] a { $length } caractères ; { $most } au plus sont admis
}
fault-too_many = { $most ->
    [one] a trop d'éléments ; { $most } au plus est admis
   *[other] a trop d'éléments ; { $most } au plus sont admis
}
fault-too_many_former_codes = donnerait à l'enregistrement plus de { $most } anciens codes, le maximum
fault-control_character = contient le caractère { $character }, qu’aucun texte ne peut contenir
fault-not_text = n'est pas un texte valable
fault-not_a_number = « { $value } » n'est pas un nombre entier
fault-not_a_flag = « { $value } » n'est ni true ni false
fault-not_a_date = « { $value } » n'est pas un jour de la forme AAAA-MM-JJ, de 1900 à 2200
fault-not_a_partial_date = « { $value } » n'est pas de la forme AAAA, AAAA-MM ou AAAA-MM-JJ, de 1900 à 2200
fault-not_an_id = « { $value } » n'est pas un identifiant
fault-not_an_etag = { $value } n'est pas un ETag tel que W/"3", avec ses guillemets
fault-more_faults = { $count ->
    [one] une autre erreur a été trouvée, qui n'est pas énumérée
   *[other] { $count } autres erreurs ont été trouvées, qui ne sont pas énumérées
}
fault-not_json = n'est pas du JSON valable : { $what }
fault-repeated = est donné plusieurs fois
fault-duplicate = figure plusieurs fois
fault-read_only = est fixé par le service et ne peut pas être modifié
fault-bad_cursor = n'est pas un curseur de cette liste ; prenez-le dans next_cursor
fault-end_before_start = se termine avant de commencer ({ $start })
fault-too_few = demande au moins { $least } éléments
fault-days_not_in_order = ne vient pas après le { $before } : les jours sont énumérés dans l'ordre, chacun une fois
fault-not_of_days = n'est ni le premier ni le dernier des jours énumérés
fault-held_before_it_began = est tenue alors qu'elle commence plus tard : ce qui est tenu a commencé le { $latest } au plus tard
fault-lasts_too_long = dure { $days } jours : ce qui dure plus de { $most } jours énumère les jours dans « days »
fault-precision_mismatch = ne convient pas à la précision « { $precision } »
fault-end_outside_period = se termine avant le début de la période { $period }
fault-external_id_taken = l'identifiant « { $value } » appartient à { $code }
fault-code_taken = le code « { $value } » appartient à une autre fiche
fault-in_use = { $count ->
    [one] { $count } fiche y renvoie
   *[other] { $count } fiches y renvoient
}
fault-already_on_roster = la personne figure déjà sur la liste de cette activité
fault-idempotency_key_reused = cette Idempotency-Key a servi à une autre requête
fault-idempotency_key = doit compter de 1 à 200 caractères ASCII visibles
fault-forbidden_role = réservé au rôle { $role }
fault-hidden_value = « { $value } » n'est montré qu'aux chargés de programme et aux administrateurs
fault-not_of_deleted = { $name } ne va pas avec deleted=true : de ce qui a été supprimé, seuls les champs propres sont interrogés
fault-from_after_to = commence après la fin
fault-too_many_rows = { $count ->
    [one] la réponse aurait { $count } ligne ; { $most } au plus : utilisez { $use }
   *[other] la réponse aurait { $count } lignes ; { $most } au plus : utilisez { $use }
}
fault-contradiction = { $what }
fault-cell_without_axis = il faut un pays, un sexe ou une institution
fault-source_without_content = il faut une adresse (url) ou une note
fault-not_a_url = doit commencer par https:// ou http://
fault-not_a_language = « { $value } » n'est pas un code de langue tel que en, ar, fr
fault-unfit_code = ne doit contenir ni virgule, ni point-virgule, ni saut de ligne, ni être « null », ni avoir la forme d'un identifiant
fault-not_deleted = la fiche n'est pas supprimée ; il n'y a rien à rétablir
fault-too_late = { $days ->
    [one] supprimée il y a plus de { $days } jour, elle ne peut plus être rétablie
   *[other] supprimée il y a plus de { $days } jours, elle ne peut plus être rétablie
}
