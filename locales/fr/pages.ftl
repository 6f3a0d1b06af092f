page-title = Renforcement des capacités depuis 2007
page-lead = Ce que le registre contient de façon certaine, et ce qui n’est pas connu. Un nombre que personne n’a indiqué n’est jamais affiché comme zéro.
page-skip = Aller aux chiffres
page-language = Langue
page-empty = Le registre est vide. Un responsable peut l’importer, ou démarrer le service sans --no-seed.
page-years = Année par année
page-years-sub = Activités tenues et participations, selon l’année du premier jour. La couleur pleine est certaine ; la pâle est ce qui peut s’y ajouter (activités) ou ce qui a été indiqué, même approximativement (participations). Une année sans nombre indiqué n’a pas de colonne.
page-as-table = Afficher en tableau
page-year = Année
page-undated = sans date
page-activities = Activités
page-reported = Participations rapportées
page-certain = Certain
page-uncounted = Activités sans effectif
page-download-years = Télécharger le résumé annuel (CSV)
page-published = Chiffres publiés
page-published-sub = Ce qui a été annoncé, et ce que le registre peut en dire. Les annonces n’entrent jamais dans les totaux.
page-published-none = Aucun chiffre publié n’est encore enregistré.
page-claim = Énoncé
page-figure = Chiffre
page-as-of = À la date du
page-source = source
page-all-published = Tous les chiffres publiés (CSV)
page-reports = Rapports
page-reports-sub = Téléchargements pour tableur. Les colonnes sont décrites dans les métadonnées de chaque fichier.
page-api = Pour les programmes
page-api-sub = Tout le contenu de cette page, et davantage, par l’API.
page-docs = Documentation de l’API
page-totals-json = Totaux en JSON
page-licence = Licence des données :
page-contact = Contact :
page-version = Version des données
page-kpi-activities = activités tenues
page-kpi-participations = participations
page-kpi-people = personnes différentes
page-kpi-countries = pays ayant envoyé des participants
page-kpi-agencies = institutions concernées
page-at-least = au moins { $shown }
page-between = { $low } à { $high }
page-unknown = non connu
page-note-reported = { $shown } selon les nombres indiqués
page-note-uncounted = { $n ->
    [0] Chaque activité indique combien de personnes sont venues
    [one] { $shown } activité sur { $of } n’indique pas combien de personnes sont venues
   *[other] { $shown } activités sur { $of } n’indiquent pas combien de personnes sont venues
}
page-note-undecided = { $n ->
    [one] { $shown } autre n’a pas de date certaine
   *[other] { $shown } autres n’ont pas de date certaine
}
page-chart-title = Colonnes par année : activités tenues et participations, ce qui est certain et ce qui peut s’y ajouter. Le tableau ci-dessous donne les mêmes chiffres.
page-definitions = Ce que comptent ces chiffres
page-definition-version = version
page-qualifier-exact = { $shown }
page-qualifier-at_least = au moins { $shown }
page-qualifier-more_than = plus de { $shown }
page-qualifier-at_most = au plus { $shown }
page-qualifier-nearly = près de { $shown }
page-qualifier-about = environ { $shown }
page-problems = Problèmes
page-problems-lead = Chaque refus est un problème de l'un de ces genres. Son code ne change jamais ; ses mots suivent Accept-Language, et « errors » nomme tout ce qui ne va pas, point par point. Les valeurs de ces exemples tiennent lieu de celles d'un cas réel.
page-problems-code = Code
page-problems-status = Statut
page-problems-words = En toutes lettres
page-problems-docs = Les opérations de l'API
page-recorded = Le registre dit
page-verdict = Comparaison
page-verdict-agrees = concorde
page-verdict-within_bounds = dans les bornes
page-verdict-record_incomplete = registre incomplet
page-verdict-differs = diffère
page-verdict-not_comparable = non comparable
page-all-reconciled = Tous les verdicts (JSON)
page-note-people = { $n ->
    [0] Personne n’est inscrit par son nom ; au moins autant sont venus à une même activité
    [one] { $shown } est inscrite par son nom ; des autres, on ne connaît que le nombre
   *[other] { $shown } sont inscrites par leur nom ; des autres, on ne connaît que le nombre
}
page-note-stated = { $shown } d’après les nombres indiqués, même approximatifs
page-undecided = { $n ->
    [one] { $shown } autre activité n’a pas de date certaine : elle n’entre dans aucun nombre certain.
   *[other] { $shown } autres activités n’ont pas de date certaine : elles n’entrent dans aucun nombre certain.
}
page-unfinished = * L’année { $year } n’est pas terminée.
page-chart-attendances = Participations
page-scroll = Le tableau est plus large que l’écran : faites-le défiler de côté.
page-published-rest = { $n ->
    [one] Tous les chiffres publiés et ce qu’en dit le registre ({ $shown })
   *[other] Tous les chiffres publiés et ce qu’en dit le registre ({ $shown })
}
page-published-lead = Chaque total annoncé, avec sa source, à côté de ce que dit le registre pour le même objet et la même période.
page-back = Retour à la vue d’ensemble
page-in-english = en anglais
