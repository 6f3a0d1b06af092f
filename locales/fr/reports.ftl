# Ce qui peut clocher dans les paramètres d'un rapport.
fault-answered_by_columns = ce rapport répond pour chaque { $name } dans ses propres colonnes ; retirez ce paramètre
