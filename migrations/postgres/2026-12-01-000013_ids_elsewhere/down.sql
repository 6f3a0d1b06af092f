-- Takes back the indexes; ids elsewhere are looked for by reading them all.
drop index participant_external_ids_value_idx;
drop index agency_external_ids_value_idx;
