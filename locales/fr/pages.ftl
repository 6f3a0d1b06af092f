page-title = Renforcement des capacités depuis 2007
page-lead = Ce que dit le registre, avec ses bornes : ce qui est certain, ce qui a été rapporté, ce qui manque. Un nombre que personne n’a indiqué n’est jamais présenté comme zéro.
page-skip = Aller aux chiffres
page-language = Langue
page-empty = Le registre est vide. Un responsable peut l’importer, ou démarrer le service sans --no-seed.
page-years = Année par année
page-years-sub = Activités tenues et participations telles que rapportées, selon l’année du premier jour. Une année sans nombre rapporté n’en montre aucun.
page-as-table = Afficher en tableau
page-year = Année
page-undated = sans date
page-activities = Activités
page-reported = Participations rapportées
page-certain = Certain
page-uncounted = Activités sans effectif
page-download-years = Télécharger le résumé annuel (CSV)
page-published = Chiffres publiés
page-published-sub = Ce qui a été annoncé, avec sa source. Ce sont des affirmations : elles figurent à côté du registre et n’entrent jamais dans ses totaux.
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
page-note-reported = Rapporté : { $shown }
page-note-uncounted = { $n ->
    [0] Chaque activité indique combien de personnes sont venues
    [one] { $shown } activité sur { $of } n’indique pas combien de personnes sont venues
   *[other] { $shown } activités sur { $of } n’indiquent pas combien de personnes sont venues
}
page-note-undecided = { $n ->
    [one] { $shown } autre n’a pas de date certaine
   *[other] { $shown } autres n’ont pas de date certaine
}
page-chart-title = Colonnes par année : activités tenues et participations rapportées. Le tableau ci-dessous donne les mêmes chiffres.
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
