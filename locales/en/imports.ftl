# Sheets that are imported.
fault-empty_file = the file is empty: its first row must name the columns
fault-file_too_large = the file is larger than { $most } bytes: cut it into several
fault-a_workbook = this is a spreadsheet program's own file: save it as "CSV UTF-8" and import that
fault-utf16 = the file is not UTF-8 but UTF-16 (often called "Unicode text"): save it as "CSV UTF-8"
fault-not_utf8 = is not valid UTF-8: save the file as "CSV UTF-8"
fault-text_after_quote = has text after a closing quotation mark; inside a quoted cell a quotation mark is doubled
fault-cut_off = the file ends inside a quoted cell that began in this row: it seems to be cut off
fault-ragged_row = the row has { $has } cells; the header has { $expected }
fault-unknown_column = "{ $name }" is not a column of this kind of file
fault-repeated_column = says the same as the column "{ $name }"; keep one of them
fault-unnamed_column = the column in place { $place } has no name
fault-missing_column = the file must have a column "{ $name }"
fault-missing_key = is what the row is recognised by, and is empty
fault-duplicate_row = row { $row } speaks of the same record
fault-deleted_record = the record "{ $value }" has been deleted: restore it first
fault-not_a_decimal = "{ $value }" is not a number
fault-two_head_counts = stands beside an exact number of participants; one of the two must be empty
fault-not_an_approximation = "{ $value }" is not of the form >50 (more than), <100 (nearly) or ~100 (about)
fault-not_an_external_id = "{ $value }" is not of the form scheme:value
fault-not_a_stretch = "{ $value }" is not of the form WORD:FROM/TO, such as member:1969/2012-08-15
fault-not_a_period = "{ $value }" is not of the form FROM/TO, such as 1980-01/1989-03
fault-not_a_link = "{ $value }" is not of the form RELATION:CODE:FROM/TO, such as part_of:MOH:2011/
fault-unknown_id = no record here has the id "{ $value }": the row was recognised by its key
fault-id_of_another = is the id of another record ({ $code }) than the one that the row's key means: empty it for a new record, or change the code through the API
fault-possible_duplicate = may be the same as { $codes }: the same title, first day and country, or the same id elsewhere
fault-stale_row = the row comes from version { $version }; since then { $by } changed { $changed } ({ $at }). { $undone ->
    [none] Export it again and change that
   *[other] It would undo: { $undone }. Export it again and change that
}, or take it with --force
