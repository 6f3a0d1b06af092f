# Feuilles importées.
fault-empty_file = le fichier est vide : sa première ligne doit nommer les colonnes
fault-file_too_large = le fichier dépasse { $most } octets : coupez-le en plusieurs
fault-a_workbook = c’est un classeur de tableur : enregistrez-le au format « CSV UTF-8 » et importez ce fichier
fault-utf16 = le fichier n’est pas en UTF-8 mais en UTF-16 (souvent appelé « texte Unicode ») : enregistrez-le au format « CSV UTF-8 »
fault-not_utf8 = n’est pas de l’UTF-8 valide : enregistrez le fichier au format « CSV UTF-8 »
fault-text_after_quote = contient du texte après un guillemet fermant ; dans une cellule entre guillemets, un guillemet se double
fault-cut_off = le fichier s’arrête dans une cellule entre guillemets commencée à cette ligne : il semble coupé
fault-ragged_row = la ligne a { $has } cellules ; l’en-tête en a { $expected }
fault-unknown_column = « { $name } » n’est pas une colonne de ce type de fichier
fault-repeated_column = dit la même chose que la colonne « { $name } » ; gardez l’une des deux
fault-unnamed_column = la colonne en position { $place } n’a pas de nom
fault-missing_column = le fichier doit avoir une colonne « { $name } »
fault-missing_key = sert à reconnaître la ligne et est vide
fault-duplicate_row = la ligne { $row } parle de la même fiche
fault-deleted_record = la fiche « { $value } » a été supprimée : restaurez-la d’abord
fault-not_a_decimal = « { $value } » n’est pas un nombre
fault-two_head_counts = se trouve à côté d’un nombre exact de participants ; l’un des deux doit être vide
fault-not_an_approximation = « { $value } » n’est pas de la forme >50 (plus de), <100 (près de) ou ~100 (environ)
fault-not_an_external_id = « { $value } » n’est pas de la forme schéma:valeur
fault-not_a_stretch = « { $value } » n’est pas de la forme MOT:DÉBUT/FIN, par exemple member:1969/2012-08-15
fault-not_a_period = « { $value } » n’est pas de la forme DÉBUT/FIN, par exemple 1980-01/1989-03
fault-not_a_link = « { $value } » n’est pas de la forme RELATION:CODE:DÉBUT/FIN, par exemple part_of:MOH:2011/
fault-unknown_id = aucune fiche n'a ici l'identifiant « { $value } » : la ligne a été reconnue à sa clé
fault-id_of_another = est l'identifiant d'une autre fiche ({ $code }) que celle que désigne la clé de la ligne : videz-le pour une nouvelle fiche, ou changez le code par l'API
fault-possible_duplicate = est peut-être la même activité que { $codes } : mêmes titre, premier jour et pays, ou même identifiant externe
fault-stale_row = la ligne vient de la version { $version } ; depuis, { $by } a changé { $changed } ({ $at }). { $undone ->
    [none] Exportez de nouveau et changez cela
   *[other] Elle annulerait : { $undone }. Exportez de nouveau et changez cela
}, ou prenez-la avec --force
