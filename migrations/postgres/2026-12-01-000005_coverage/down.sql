-- Takes back the declarations of coverage.
drop table coverage;
