-- A territory without an ISO code has a code of the user-assigned range, and neither alpha-2 nor M49.
-- SQLite cannot change a column: the table is made anew. What refers to it is judged when all of it is done.
pragma defer_foreign_keys = on;
create temporary table countries_before as select * from countries;
drop table countries;
create table countries (
  id integer primary key,
  uid blob not null,
  version integer not null,
  alpha3 text not null,
  alpha2 text,
  m49 text,
  name text not null,
  source_url text,
  notes text,
  search_text text not null,
  created_at integer not null,
  updated_at integer not null,
  constraint countries_uid_key unique (uid),
  constraint countries_alpha3_key unique (alpha3),
  constraint countries_alpha2_key unique (alpha2),
  constraint countries_m49_key unique (m49),
  constraint countries_alpha3_check check (length(alpha3) = 3),
  constraint countries_alpha2_check check (length(alpha2) = 2),
  constraint countries_m49_check check (length(m49) = 3),
  constraint countries_name_check check (json_valid(name)),
  constraint countries_uid_length check (length(uid) = 16)
) strict;
insert into countries (id, uid, version, alpha3, alpha2, m49, name, source_url, notes, search_text, created_at, updated_at)
  select id, uid, version, alpha3, alpha2, m49, name, source_url, notes, search_text, created_at, updated_at
  from countries_before order by id;
drop table countries_before;
