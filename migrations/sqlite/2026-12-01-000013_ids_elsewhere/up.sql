-- An id that a record has elsewhere is looked for whenever one is written.
create index agency_external_ids_value_idx on agency_external_ids (scheme, value);
create index participant_external_ids_value_idx on participant_external_ids (scheme, value);
