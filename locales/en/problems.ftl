# One title per error code, one detail per error code, one sentence per fault code.
problem-unreadable = The request cannot be read
problem-invalid = The content is not valid
problem-read_only = A member is read-only
problem-too_many_rows = The answer would have too many rows
problem-idempotency_key_reused = The idempotency key was used for another request
problem-unauthorized = A valid key is needed
problem-forbidden = This key may not do that
problem-not_found = Not found
problem-gone = Deleted
problem-moved = Moved
problem-method_not_allowed = The method is not allowed here
problem-stale = The record has changed since
problem-precondition_required = If-Match is required
problem-too_large = The body is too large
problem-address_too_long = The address is too long
problem-unsupported_media_type = The media type is not supported
problem-busy = The service is busy
problem-body_timeout = The body did not come
problem-unsupported_encoding = The content encoding is not supported
problem-storage_unavailable = The database is not available
problem-storage_full = The disk is full
problem-internal = Internal error
problem-external_id_taken = The id belongs to another record
problem-code_taken = The code is taken
problem-in_use = The record is in use
problem-already_on_roster = The person is already on the roster
problem-not_deleted = The record is not deleted
problem-too_late = It is too late for that

detail-unreadable = { $count ->
    [one] One thing in the request cannot be read; see "errors".
   *[other] { $count } things in the request cannot be read; see "errors".
}
detail-invalid = { $count ->
    [one] One thing is wrong; see "errors".
   *[other] { $count } things are wrong; see "errors".
}
detail-nothing_written = Nothing was written.
detail-unauthorized = Send a valid key as "Authorization: Bearer qk_…".
detail-forbidden = The role of this key does not allow it. Ask an administrator for another key.
detail-not_found = There is nothing at this address.
detail-gone = The record has been deleted. Officers can restore it for 30 days.
detail-moved = The record is found under another code now.
detail-method_not_allowed = Allowed here: { $allow }.
detail-stale = If-Match names { $given }, and the record is at version { $current } now. Read it again and repeat your change.
detail-precondition_required = Send If-Match with the ETag of the version you read, so that nobody's change is lost. "*" is not accepted.
detail-too_large = At most { $most } bytes are taken.
detail-address_too_long = An address has at most { $most } bytes, its query included.
detail-unsupported_media_type = Send the body as { $expected }.
detail-busy = Too much is going on at once. Try again in a moment.
detail-body_timeout = { $seconds ->
    [one] Nothing of the body came for a second, so it was given up. Nothing was written.
   *[other] Nothing of the body came for { $seconds } seconds, so it was given up. Nothing was written.
}
detail-unsupported_encoding = The body is said to be encoded as "{ $given }". Only "{ $taken }" is taken: send it as it is.
detail-storage_unavailable-read_only = The database takes no writes at the moment. Nothing was written; reading goes on.
detail-storage_unavailable-moved = The file of the database is not where it was opened. Writes wait until it is back.
detail-storage_unavailable-unreachable = The database cannot be reached at the moment. Try again; an Idempotency-Key makes that safe.
detail-storage_full = Nothing can be written until there is room. Reading goes on.
detail-internal = This is our fault, not yours. Quote the request id when you report it.

fault-required = is required
fault-empty = must not be empty; leave it out instead
fault-wrong_type = must be of type { $expected }
fault-unknown_field = "{ $name }" is not a member here
fault-unknown_parameter = "{ $name }" is not a parameter here
fault-unknown_code = "{ $value }" is not a known code; known: { $known }
fault-unknown_language = "{ $value }" is not a language here; use en, ar, fr
fault-unknown_reference = "{ $value }" is not a known { $kind }
fault-out_of_range = must be from { $least } to { $most }
fault-too_long = has { $length } characters; at most { $most } are allowed
fault-too_many = has too many elements; at most { $most } are allowed
fault-too_many_former_codes = would give the record more than { $most } former codes, which is as many as one may have
fault-control_character = holds the character { $character }, which no text may hold
fault-not_text = is not valid text
fault-not_a_number = "{ $value }" is not a whole number
fault-not_a_flag = "{ $value }" is neither true nor false
fault-not_a_date = "{ $value }" is not a day of the form YYYY-MM-DD from 1900 to 2200
fault-not_a_partial_date = "{ $value }" is not of the form YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2200
fault-not_an_id = "{ $value }" is not an id
fault-not_an_etag = { $value } is not an ETag such as W/"3", with its quotation marks
fault-more_faults = { $count ->
    [one] one more thing is wrong, which is not listed
   *[other] { $count } more things are wrong, which are not listed
}
fault-not_json = is not valid JSON: { $what }
fault-repeated = is given more than once
fault-duplicate = occurs more than once
fault-read_only = is set by the service and cannot be changed
fault-bad_cursor = is not a cursor of this list; take it from next_cursor
fault-end_before_start = ends before it starts ({ $start })
fault-too_few = needs at least { $least } elements
fault-days_not_in_order = does not come after { $before }: days are listed in order, each once
fault-not_of_days = is not the first or the last of the listed days
fault-held_before_it_began = is held although it begins later: what is held began on { $latest } at the latest
fault-lasts_too_long = lasts { $days } days: what lasts more than { $most } lists the days in "days"
fault-precision_mismatch = does not fit the precision "{ $precision }"
fault-end_outside_period = ends before the period { $period } begins
fault-external_id_taken = the id "{ $value }" belongs to { $code }
fault-code_taken = the code "{ $value }" belongs to another record
fault-in_use = { $count ->
    [one] { $count } record refers to it
   *[other] { $count } records refer to it
}
fault-already_on_roster = the person is already on this activity's roster
fault-idempotency_key_reused = this Idempotency-Key was used for another request
fault-idempotency_key = must have 1 to 200 visible ASCII characters
fault-forbidden_role = only for { $role }
fault-hidden_value = "{ $value }" is shown to officers and administrators only
fault-not_of_deleted = { $name } does not go with deleted=true: of what was deleted only its own members are asked
fault-from_after_to = begins after it ends
fault-too_many_rows = the answer would have { $count } rows; at most { $most }: use { $use }
fault-contradiction = { $what }
fault-cell_without_axis = needs a country, a sex or an agency
fault-source_without_content = needs a url or a note
fault-not_a_url = must begin with https:// or http://
fault-not_a_language = "{ $value }" is not a language tag such as en, ar, fr
fault-unfit_code = must not contain commas, semicolons or line breaks, be "null", or have the form of an id
fault-not_deleted = the record is not deleted; there is nothing to restore
fault-too_late = it was deleted more than { $days } days ago and cannot be brought back
