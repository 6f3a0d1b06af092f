drop table editions;
drop function editions_are_kept;
