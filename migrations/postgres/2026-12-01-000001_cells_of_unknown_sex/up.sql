-- A cell may say of how many people no sex is stated: beside women and men, the rest of a split that covers some.
alter table count_cells drop constraint count_cells_sex_check;
alter table count_cells add constraint count_cells_sex_check check (sex in ('female', 'male', 'unknown'));
