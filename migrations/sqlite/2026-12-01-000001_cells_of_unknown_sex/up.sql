-- A cell may say of how many people no sex is stated: beside women and men, the rest of a split that covers some.
-- SQLite changes no check of a table that is there; nothing refers to this one.
create table count_cells_made_anew (
  count_id integer not null,
  position integer not null,
  country_id integer,
  sex text,
  agency_id integer,
  participants integer not null,
  constraint count_cells_pkey primary key (count_id, position),
  constraint count_cells_count_fkey foreign key (count_id) references counts (id),
  constraint count_cells_country_fkey foreign key (country_id) references countries (id),
  constraint count_cells_agency_fkey foreign key (agency_id) references agencies (id),
  constraint count_cells_axis_check check (country_id is not null or sex is not null or agency_id is not null),
  constraint count_cells_sex_check check (sex in ('female', 'male', 'unknown')),
  constraint count_cells_participants_check check (participants >= 0)
) strict;
insert into count_cells_made_anew select count_id, position, country_id, sex, agency_id, participants from count_cells;
drop table count_cells;
alter table count_cells_made_anew rename to count_cells;
