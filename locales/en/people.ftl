# Persons, rosters, statements of count.
fault-not_an_email = is not an e-mail address such as name@example.org
fault-deleted_reference = names { $kind ->
    [activity] an activity
    [participant] a person
   *[other] a record
} that has been deleted
fault-cell_below_roster = is { $cell }, but { $roster } people of the roster belong to it; raise the number or correct the roster
fault-cell_below_parts = is { $cell }, but its { $by ->
    [country] countries
    [sex] women and men
   *[agency] agencies
} add up to { $parts }; raise it or lower them
fault-cell_above_sexes = is { $cell }, but what is stated of its sexes adds up to { $sexes } and is all of them; correct one of the two, or leave out `unknown` where the sex of the others is not known
fault-cells_disagree = cannot all be true: no attendance has these numbers of countries, women, men and agencies at once
fault-countries_below_named = is { $countries }, but { $named } countries are named; raise it, or set countries_complete to false if it does not count them all
fault-unnamed_beyond_pool = leaves { $unnamed } countries without a name, but only { $pool } member countries are left that they can be
fault-never_edited = is never edited: POST a new statement to the activity's counts, which takes its place
fault-nothing_stated = states no number of people or countries: give participants, countries or cells
fault-impossible_total = cannot be: { $because ->
    [head] by the head count
    [whole_roster] by the roster, which is the whole (roster_complete),
    [both_sexes] by the numbers of women, of men and of unknown sex, which are all of them where the three are stated or the two reach the head count,
   *[every_country] by the numbers of all countries
} at most { $most } came, but { $why ->
    [head] by the head count
    [roster] by the counted rows of the roster
    [country_count] by the number of countries, each with one at least,
    [countries] by the numbers of the countries
    [sexes] by the numbers of women, of men and of unknown sex
   *[agencies] by the numbers of the agencies
} at least { $least }; change one of the two

problem-already_merged = The person is merged already
problem-not_merged = The person is not merged
fault-already_merged = is merged already; undo that first
fault-not_merged = is not merged with another record
