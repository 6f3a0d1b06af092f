-- How many days an activity had whose days are listed, since they do not follow one another; null where they do.
alter table activities add column day_count integer
  constraint activities_day_count_check check (day_count between 2 and 366);
