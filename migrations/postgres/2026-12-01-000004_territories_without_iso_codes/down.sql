-- Fails where a territory without these codes is recorded: nothing is made up for it.
alter table countries alter column alpha2 set not null, alter column m49 set not null;
