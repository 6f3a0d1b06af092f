# Fautes des programmes, pays, institutions et domaines.
fault-empty_period = doit être postérieur à { $from } : une période commence avant de finir
fault-overlapping_periods = chevauche une autre période de cette liste
fault-fixed_code = ne change jamais : d’autres désignent la fiche par ce code
fault-circle = ramène à la fiche elle-même
fault-not_alpha3 = « { $value } » n’est pas formé de trois lettres majuscules (ISO 3166-1 alpha-3)
fault-not_alpha2 = « { $value } » n’est pas formé de deux lettres majuscules (ISO 3166-1 alpha-2)
fault-not_m49 = « { $value } » n’est pas formé de trois chiffres (ONU M49)
fault-too_many_countries = la base contient déjà { $most } pays, le plus que les chiffres puissent distinguer
