-- Takes back the index; lists count each activity again.
drop index activities_hidden_idx;
