# Published figures.
fault-not_a_filter = must be "all" or the query of a statistic, such as agency=CBG&programme=CB-CaB
fault-unknown_filter = names "{ $name }", which is no filter of the statistics
fault-claim_exists = the same claim (measure, scope, as_of and source) is recorded already, as { $value }
problem-claim_exists = The claim is recorded already
fault-reason_needed = must say why, where reconciliation_status is explained
fault-reason_of_nothing = is not taken while reconciliation_status is open

# Why the record cannot be held against a claim.
not-comparable-no_measure = No measure of the record counts what was announced.
not-comparable-unknown_measure = The measure of the record that it names is not answered.
not-comparable-no_filter = Its scope is in words only: no filter of the record says the same.
not-comparable-refused_filter = The statistics refuse its filter.
not-comparable-empty_period = Its filter and its dates together leave no day.
not-comparable-withheld = The record's figure is withheld: it could tell of single persons.

# Why an activity could explain a difference.
why-uncounted = Nobody said how many came.
why-undated = It has no date.
why-undecided = Its month or year reaches over an end of the period.
why-duplicate-number = It has the number { $number } ({ $scheme }) like { $other }, and its days may be the same.
why-duplicate-title = It has the same title as { $other }, and its days may be the same.
why-duplicate-mirror = It may be { $other } in another language: the same days, type and programme.
why-not_stated-programme = It would match if its programme were stated.
why-not_stated-field = It would match if its field were stated.
why-not_stated-language = It would match if its language were stated.
why-not_stated-country = It would match if its countries were stated.
why-not_stated-agency = It would match if its agencies were stated.
why-not_stated-host_country = It would match if the country where it took place were stated.
why-status-draft = It is a draft.
why-status-announced = It was announced; no report says that it was held.
why-status-postponed = It was postponed.
why-our_role-organiser = The secretariat organised it.
why-our_role-co_organiser = The secretariat was a co-organiser.
why-our_role-host = The secretariat was the host.
why-our_role-participant = The secretariat was a participant.
why-our_role-party = The secretariat was one of the parties.
why-listed_role = The country or agency is listed in another role, or in none that is stated.
why-type = It is of another type.
why-meeting = It is a meeting.
note-empty-scope = No activity of the record lies in this scope: its zero is the record's, not the world's.
