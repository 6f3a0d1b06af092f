-- Sealed releases of the statistics: the figures themselves, the entry of the ledger that they are of, and a hash over
-- their canonical form. An edition is never changed and never deleted.
create table editions (
  id integer primary key,
  uid blob not null,
  name text not null,
  seq integer not null,                        -- the record as it stood after this entry
  at integer not null,                         -- the instant that was sealed
  note text,
  sealed text not null,                        -- in canonical form: the hash is that of these bytes
  hash blob not null,
  created_by integer not null,
  created_at integer not null,
  constraint editions_uid_key unique (uid),
  constraint editions_name_key unique (name),
  constraint editions_seq_fkey foreign key (seq) references ledger (seq),
  constraint editions_created_by_fkey foreign key (created_by) references principals (id),
  constraint editions_hash_check check (length(hash) = 32),
  constraint editions_sealed_check check (json_valid(sealed)),
  constraint editions_uid_length check (length(uid) = 16)
) strict;
create trigger editions_are_never_changed before update on editions
begin
  select raise(abort, 'an edition is never changed');
end;
create trigger editions_are_never_deleted before delete on editions
begin
  select raise(abort, 'an edition is never deleted');
end;
