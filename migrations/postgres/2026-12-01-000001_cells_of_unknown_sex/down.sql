-- What was not known before is not stated: the sexes beside it stay.
delete from count_cells where sex = 'unknown';
alter table count_cells drop constraint count_cells_sex_check;
alter table count_cells add constraint count_cells_sex_check check (sex in ('female', 'male'));
