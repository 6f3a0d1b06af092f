# Published figures.
fault-not_a_filter = must be "all" or the query of a statistic, such as agency=CBG&programme=CB-CaB
fault-claim_exists = the same claim (measure, scope, as_of and source) is recorded already, as { $value }
problem-claim_exists = The claim is recorded already
