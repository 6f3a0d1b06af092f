# Chiffres publiés.
fault-not_a_filter = doit être « all » ou la requête d’une statistique, par exemple agency=CBG&programme=CB-CaB
fault-unknown_filter = nomme « { $name } », qui n’est pas un filtre des statistiques
fault-claim_exists = la même annonce (mesure, portée, date et source) est déjà enregistrée, sous { $value }
problem-claim_exists = L’annonce est déjà enregistrée
fault-reason_needed = doit dire pourquoi, quand reconciliation_status vaut explained
fault-reason_of_nothing = n’est pas accepté tant que reconciliation_status vaut open

# Why the record cannot be held against a claim.
not-comparable-no_measure = Aucune mesure du registre ne compte ce qui a été annoncé.
not-comparable-unknown_measure = La mesure du registre qu’elle nomme ne reçoit pas de réponse.
not-comparable-no_filter = Sa portée n’est dite qu’en mots : aucun filtre du registre ne dit la même chose.
not-comparable-refused_filter = Les statistiques refusent son filtre.
not-comparable-empty_period = Son filtre et ses dates ne laissent ensemble aucun jour.
not-comparable-withheld = Le chiffre du registre est retenu : il pourrait révéler des personnes.

# Why an activity could explain a difference.
why-uncounted = Personne n’a dit combien de personnes sont venues.
why-undated = Elle n’a pas de date.
why-undecided = Son mois ou son année dépasse une limite de la période.
why-duplicate-number = Elle porte le numéro { $number } ({ $scheme }) comme { $other }, et ses jours peuvent être les mêmes.
why-duplicate-title = Elle porte le même titre que { $other }, et ses jours peuvent être les mêmes.
why-duplicate-mirror = Elle est peut-être { $other } dans une autre langue : mêmes jours, même type, même programme.
why-not_stated-programme = Elle conviendrait si son programme était indiqué.
why-not_stated-field = Elle conviendrait si son domaine était indiqué.
why-not_stated-language = Elle conviendrait si sa langue était indiquée.
why-not_stated-country = Elle conviendrait si ses pays étaient indiqués.
why-not_stated-agency = Elle conviendrait si ses institutions étaient indiquées.
why-not_stated-host_country = Elle conviendrait si le pays où elle a eu lieu était indiqué.
why-status-draft = C’est un brouillon.
why-status-announced = Elle a été annoncée ; aucun compte rendu ne dit qu’elle a eu lieu.
why-status-postponed = Elle a été reportée.
why-our_role-organiser = Le secrétariat l’a organisée.
why-our_role-co_organiser = Le secrétariat l’a coorganisée.
why-our_role-host = Le secrétariat l’a accueillie.
why-our_role-participant = Le secrétariat y était participant.
why-our_role-party = Le secrétariat était l’une des parties.
why-listed_role = Le pays ou l’institution y figure à un autre titre, ou à aucun titre indiqué.
why-type = Elle est d’un autre type.
why-meeting = C’est une réunion.
note-empty-scope = Aucune activité du registre n’entre dans cette portée : ce zéro est celui du registre, non du monde.
