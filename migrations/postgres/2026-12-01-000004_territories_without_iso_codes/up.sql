-- A territory without an ISO code has a code of the user-assigned range, and neither alpha-2 nor M49.
alter table countries alter column alpha2 drop not null, alter column m49 drop not null;
