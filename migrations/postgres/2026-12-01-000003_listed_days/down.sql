-- Takes back the number of listed days.
alter table activities drop column day_count;
