# What can be wrong with the parameters of a report.
fault-answered_by_columns = this report answers for each { $name } in columns of its own; leave it out
