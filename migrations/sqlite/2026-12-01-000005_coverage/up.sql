-- What the office declares of its own record: for a filter and a span of days it is complete or partial.
create table coverage (
  id integer primary key,
  uid blob not null,
  version integer not null,
  filter text not null,                        -- the statistics' parameters; 'all' is no filter
  from_on text,                                -- YYYY, YYYY-MM or YYYY-MM-DD; null since ever
  to_on text,                                  -- the whole of it included; null until today
  state text not null,
  reason text not null,
  source text,
  created_at integer not null,
  updated_at integer not null,
  constraint coverage_uid_key unique (uid),
  constraint coverage_state_check check (state in ('complete', 'partial')),
  constraint coverage_uid_length check (length(uid) = 16)
) strict;
