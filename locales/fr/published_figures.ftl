# Chiffres publiés.
fault-not_a_filter = doit être « all » ou la requête d’une statistique, par exemple agency=CBG&programme=CB-CaB
fault-claim_exists = la même annonce (mesure, portée, date et source) est déjà enregistrée, sous { $value }
problem-claim_exists = L’annonce est déjà enregistrée
