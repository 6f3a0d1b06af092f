-- The whole record, from the first day. Keys inside are integers, ids outside are UUIDv7; every constraint has a name,
-- the same on both databases. What a column is for is said where its name does not say it.

create table database_info (
  id integer primary key,
  epoch blob not null,                        -- renewed by a restore: cursors of another epoch are refused
  created_at integer not null,
  constraint database_info_single_check check (id = 1),
  constraint database_info_epoch_length check (length(epoch) = 16)
) strict;

-- Who acts: a key, a user, the command line, the system, an import. Ledger entries and ownership point here.
create table principals (
  id integer primary key,
  uid blob not null,
  kind text not null,
  name text not null,
  role text,
  agency_id integer,
  created_at integer not null,
  constraint principals_uid_key unique (uid),
  constraint principals_kind_check check (kind in ('key', 'user', 'command_line', 'system', 'import')),
  constraint principals_role_check check (role in ('admin', 'officer', 'agency', 'analyst')),
  constraint principals_uid_length check (length(uid) = 16)
) strict;

-- One entry per command and aggregate, gap-free, in commit order. The hash covers the entry's own columns and the
-- hash of the entry before it.
create table ledger (
  seq integer primary key,
  at integer not null,
  principal_id integer not null,
  command blob not null,                      -- shared by the entries of one command
  action text not null,
  kind text not null,
  subject blob not null,
  version integer not null,
  changed text not null,                       -- names of what changed, comma separated; never values
  digest blob,                              -- salted digest of the document this entry left behind
  hash blob not null,
  constraint ledger_principal_fkey foreign key (principal_id) references principals (id),
  constraint ledger_hash_check check (length(hash) = 32),
  constraint ledger_command_length check (length(command) = 16),
  constraint ledger_subject_length check (length(subject) = 16)
) strict;
create index ledger_subject_idx on ledger (subject);

-- Sign-ins, refusals, exports and reads of personal data: a chain of its own, cut at its oldest end by retention.
create table access_log (
  id integer primary key,
  at integer not null,
  principal_id integer,
  request_id text not null,
  address text,
  action text not null,
  subject text,
  outcome text not null,
  hash blob not null,
  constraint access_log_principal_fkey foreign key (principal_id) references principals (id)
) strict;

create table api_keys (
  id integer primary key,
  uid blob not null,
  principal_id integer not null,
  secret_hash blob not null,                -- SHA-256 of the key; the key itself is shown once and never stored
  expires_at integer,
  revoked_at integer,
  last_used_on text,
  created_at integer not null,
  constraint api_keys_uid_key unique (uid),
  constraint api_keys_secret_key unique (secret_hash),
  constraint api_keys_principal_fkey foreign key (principal_id) references principals (id),
  constraint api_keys_secret_check check (length(secret_hash) = 32),
  constraint api_keys_uid_length check (length(uid) = 16)
) strict;

create table idempotency (
  principal_id integer not null,
  key text not null,
  request_hash blob not null,
  status integer not null,
  location text,
  etag text,
  body text,                                   -- null where the answer shows a person: it is read again
  subject blob,
  created_at integer not null,
  constraint idempotency_pkey primary key (principal_id, key),
  constraint idempotency_principal_fkey foreign key (principal_id) references principals (id),
  constraint idempotency_subject_length check (length(subject) = 16)
) strict;
create index idempotency_created_idx on idempotency (created_at);

-- The documents of every version of the aggregates that figures depend on, without personal values. A null document
-- is a deletion. The newest one is what the API answers.
create table versions (
  kind text not null,
  record_id integer not null,
  version integer not null,
  seq integer not null,
  document text,
  salt blob,                                -- of the document's digest in the ledger; leaves with the document
  constraint versions_pkey primary key (kind, record_id, version),
  constraint versions_seq_fkey foreign key (seq) references ledger (seq) deferrable initially deferred,
  constraint versions_document_check check (json_valid(document))
) strict, without rowid;
create index versions_seq_idx on versions (seq);

-- A code once used belongs to its record for ever.
create table codes (
  kind text not null,
  code text not null,
  record_id integer not null,
  seq integer not null,
  constraint codes_pkey primary key (kind, code),
  constraint codes_seq_fkey foreign key (seq) references ledger (seq) deferrable initially deferred
) strict, without rowid;
create index codes_record_idx on codes (kind, record_id);
-- whoever appends to the ledger is asked which rows wait for the new entry (deferred keys): that must not be a scan
create index codes_seq_idx on codes (seq);

create table fields (
  id integer primary key,
  uid blob not null,
  version integer not null,
  code text not null,
  name text not null,                          -- {"en": …, "ar": …, "fr": …}
  parent_id integer,
  search_text text not null,
  created_at integer not null,
  updated_at integer not null,
  constraint fields_uid_key unique (uid),
  constraint fields_code_key unique (code),
  constraint fields_parent_fkey foreign key (parent_id) references fields (id),
  constraint fields_name_check check (json_valid(name)),
  constraint fields_uid_length check (length(uid) = 16)
) strict;

create table field_mappings (
  field_id integer not null,
  scheme text not null,                        -- DAC, SDG, CSA
  code text not null,
  constraint field_mappings_pkey primary key (field_id, scheme, code),
  constraint field_mappings_field_fkey foreign key (field_id) references fields (id)
) strict;

create table programmes (
  id integer primary key,
  uid blob not null,
  version integer not null,
  code text not null,
  name text not null,
  kind text not null,
  parent_id integer,
  launched_year integer,
  code_basis text,
  source_url text,
  notes text,
  search_text text not null,
  created_at integer not null,
  updated_at integer not null,
  constraint programmes_uid_key unique (uid),
  constraint programmes_code_key unique (code),
  constraint programmes_parent_fkey foreign key (parent_id) references programmes (id),
  constraint programmes_kind_check check (kind in ('apex', 'capacity_building_programme', 'vocational_programme', 'internship', 'forum', 'network', 'project')),
  constraint programmes_basis_check check (code_basis in ('assigned', 'published')),
  constraint programmes_year_check check (launched_year between 1900 and 2200),
  constraint programmes_name_check check (json_valid(name)),
  constraint programmes_uid_length check (length(uid) = 16)
) strict;

create table countries (
  id integer primary key,
  uid blob not null,
  version integer not null,
  alpha3 text not null,
  alpha2 text not null,
  m49 text not null,                       -- three digits, leading zeros kept
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

create table country_aliases (
  country_id integer not null,
  position integer not null,
  alias text not null,
  folded text not null,
  lang text,
  from_on text,                                -- partial dates: YYYY, YYYY-MM or YYYY-MM-DD, as stated
  to_on text,
  constraint country_aliases_pkey primary key (country_id, position),
  constraint country_aliases_country_fkey foreign key (country_id) references countries (id)
) strict;
create index country_aliases_folded_idx on country_aliases (folded);

-- Half-open periods: from the first day it holds to the first day it does not.
create table country_memberships (
  country_id integer not null,
  position integer not null,
  status text not null,
  from_on text,
  to_on text,
  source text,
  constraint country_memberships_pkey primary key (country_id, position),
  constraint country_memberships_country_fkey foreign key (country_id) references countries (id),
  constraint country_memberships_status_check check (status in ('member', 'observer', 'suspended', 'none'))
) strict;

create table country_groups (
  country_id integer not null,
  position integer not null,
  group_code text not null,
  from_on text,
  to_on text,
  inferred integer not null,
  source text,
  constraint country_groups_pkey primary key (country_id, position),
  constraint country_groups_country_fkey foreign key (country_id) references countries (id),
  constraint country_groups_code_check check (group_code in ('African', 'Arab', 'Asian')),
  constraint country_groups_inferred_flag check (inferred in (0, 1))
) strict;

create table agencies (
  id integer primary key,
  uid blob not null,
  version integer not null,
  code text not null,
  acronym text,                                -- not unique: ITC, ISSA, INS each stand for several bodies
  name text not null,
  name_sort text not null,
  country_id integer,
  kind text not null,
  source_url text,
  notes text,
  search_text text not null,
  created_at integer not null,
  updated_at integer not null,
  deleted_seq integer,
  constraint agencies_uid_key unique (uid),
  constraint agencies_country_fkey foreign key (country_id) references countries (id),
  constraint agencies_name_check check (json_valid(name)),
  constraint agencies_uid_length check (length(uid) = 16)
) strict;
create unique index agencies_code_key on agencies (code) where deleted_seq is null;
create index agencies_country_idx on agencies (country_id);

create table agency_aliases (
  agency_id integer not null,
  position integer not null,
  alias text not null,
  folded text not null,
  lang text,
  from_on text,
  to_on text,
  constraint agency_aliases_pkey primary key (agency_id, position),
  constraint agency_aliases_agency_fkey foreign key (agency_id) references agencies (id)
) strict;
create index agency_aliases_folded_idx on agency_aliases (folded);

create table agency_links (
  agency_id integer not null,
  relation text not null,
  other_id integer not null,
  from_on text,
  to_on text,
  constraint agency_links_pkey primary key (agency_id, relation, other_id),
  constraint agency_links_agency_fkey foreign key (agency_id) references agencies (id),
  constraint agency_links_other_fkey foreign key (other_id) references agencies (id),
  constraint agency_links_relation_check check (relation in ('succeeded_by', 'part_of', 'same_as')),
  constraint agency_links_self_check check (agency_id <> other_id)
) strict;
create index agency_links_other_idx on agency_links (other_id);

create table agency_external_ids (
  agency_id integer not null,
  scheme text not null,
  value text not null,
  constraint agency_external_ids_pkey primary key (agency_id, scheme, value),
  constraint agency_external_ids_agency_fkey foreign key (agency_id) references agencies (id)
) strict;

create table activities (
  id integer primary key,
  uid blob not null,
  version integer not null,
  code text not null,
  title text not null,
  title_sort text not null,                -- folded; what sort=title reads
  type text not null,
  mode text not null,
  status text not null,
  our_role text not null,
  precision text not null,
  starts_on text,
  ends_on text,
  period text,                                 -- YYYY-MM or YYYY where that is all that is known
  first_from text,                           -- the span in which the first day lies; null when undated
  first_to text,
  sort_on text not null,                     -- never null, so that keyset paging is one order on both databases
  planned_start text,
  planned_end text,
  plan_year integer,
  place_city text,
  place_country_id integer,
  notes text,
  created_by integer not null,
  owner_agency_id integer,
  search_text text not null,
  created_at integer not null,
  updated_at integer not null,
  deleted_seq integer,
  constraint activities_uid_key unique (uid),
  constraint activities_place_country_fkey foreign key (place_country_id) references countries (id),
  constraint activities_created_by_fkey foreign key (created_by) references principals (id),
  constraint activities_owner_fkey foreign key (owner_agency_id) references agencies (id),
  constraint activities_type_check check (type in ('training_course', 'workshop', 'webinar', 'seminar', 'study_visit', 'expert_mission', 'expert_group_meeting', 'conference', 'bilateral_meeting', 'other')),
  constraint activities_mode_check check (mode in ('in_person', 'online', 'hybrid', 'unknown')),
  constraint activities_status_check check (status in ('draft', 'announced', 'held', 'postponed', 'cancelled')),
  constraint activities_our_role_check check (our_role in ('organiser', 'co_organiser', 'host', 'participant', 'party')),
  constraint activities_precision_check check (precision in ('day', 'month', 'year', 'unknown')),
  constraint activities_span_check check (ends_on >= starts_on),
  constraint activities_day_check check ((precision = 'day') = (starts_on is not null)),
  constraint activities_period_check check ((precision in ('month', 'year')) = (period is not null)),
  constraint activities_first_check check ((precision = 'unknown') = (first_from is null) and (first_from is null) = (first_to is null) and first_to >= first_from),
  constraint activities_plan_year_check check (plan_year between 1900 and 2200),
  constraint activities_title_check check (json_valid(title)),
  constraint activities_uid_length check (length(uid) = 16)
) strict;
create unique index activities_code_key on activities (code) where deleted_seq is null;
create index activities_sort_idx on activities (sort_on, id);
create index activities_title_idx on activities (title_sort, id);
create index activities_updated_idx on activities (updated_at, id);

-- sort_on stands here too: "one programme, newest first" is then a walk of one index
create table activity_programmes (
  activity_id integer not null,
  programme_id integer not null,
  position integer not null,
  basis text,                                  -- inferred where the source does not name the programme
  sort_on text not null,
  constraint activity_programmes_pkey primary key (activity_id, programme_id),
  constraint activity_programmes_activity_fkey foreign key (activity_id) references activities (id),
  constraint activity_programmes_programme_fkey foreign key (programme_id) references programmes (id),
  constraint activity_programmes_basis_check check (basis in ('published', 'inferred'))
) strict, without rowid;
create index activity_programmes_sort_idx on activity_programmes (programme_id, sort_on, activity_id);

create table activity_fields (
  activity_id integer not null,
  field_id integer not null,
  position integer not null,
  constraint activity_fields_pkey primary key (activity_id, field_id),
  constraint activity_fields_activity_fkey foreign key (activity_id) references activities (id),
  constraint activity_fields_field_fkey foreign key (field_id) references fields (id)
) strict, without rowid;
create index activity_fields_field_idx on activity_fields (field_id, activity_id);

create table activity_languages (
  activity_id integer not null,
  lang text not null,
  position integer not null,
  constraint activity_languages_pkey primary key (activity_id, lang),
  constraint activity_languages_activity_fkey foreign key (activity_id) references activities (id)
) strict, without rowid;

create table activity_countries (
  activity_id integer not null,
  country_id integer not null,
  role text not null,
  position integer not null,
  constraint activity_countries_pkey primary key (activity_id, country_id, role),
  constraint activity_countries_activity_fkey foreign key (activity_id) references activities (id),
  constraint activity_countries_country_fkey foreign key (country_id) references countries (id),
  constraint activity_countries_role_check check (role in ('beneficiary', 'provider', 'attending', 'host'))
) strict, without rowid;
create index activity_countries_country_idx on activity_countries (country_id, activity_id);

create table activity_agencies (
  activity_id integer not null,
  agency_id integer not null,
  role text not null,
  position integer not null,
  constraint activity_agencies_pkey primary key (activity_id, agency_id, role),
  constraint activity_agencies_activity_fkey foreign key (activity_id) references activities (id),
  constraint activity_agencies_agency_fkey foreign key (agency_id) references agencies (id),
  constraint activity_agencies_role_check check (role in ('beneficiary', 'provider', 'organiser', 'co_organiser', 'host', 'funder', 'supporter', 'partner'))
) strict, without rowid;
create index activity_agencies_agency_idx on activity_agencies (agency_id, activity_id);

create table activity_external_ids (
  activity_id integer not null,
  scheme text not null,
  value text not null,
  position integer not null,
  constraint activity_external_ids_pkey primary key (activity_id, scheme, value),
  constraint activity_external_ids_activity_fkey foreign key (activity_id) references activities (id)
) strict, without rowid;
create index activity_external_ids_value_idx on activity_external_ids (scheme, value);

create table activity_sources (
  activity_id integer not null,
  position integer not null,
  url text,
  note text,
  constraint activity_sources_pkey primary key (activity_id, position),
  constraint activity_sources_activity_fkey foreign key (activity_id) references activities (id),
  constraint activity_sources_content_check check (url is not null or note is not null)
) strict, without rowid;

-- Statements of how many came. Numbers are never edited: a newer statement supersedes, one at most stands.
create table counts (
  id integer primary key,
  uid blob not null,
  version integer not null,
  activity_id integer not null,
  standing integer not null,
  participants integer,
  qualifier text,
  countries integer,
  countries_of text not null,
  countries_complete integer not null,
  roster_complete integer not null,
  source text,
  reason text,
  seq integer not null,
  created_at integer not null,
  constraint counts_uid_key unique (uid),
  constraint counts_activity_fkey foreign key (activity_id) references activities (id),
  constraint counts_seq_fkey foreign key (seq) references ledger (seq) deferrable initially deferred,
  constraint counts_participants_check check (participants >= 0),
  constraint counts_countries_check check (countries between 0 and 300),
  constraint counts_qualifier_check check ((qualifier is null) = (participants is null) and qualifier in ('exact', 'at_least', 'more_than', 'at_most', 'nearly', 'about')),
  constraint counts_countries_of_check check (countries_of in ('members', 'any')),
  constraint counts_uid_length check (length(uid) = 16),
  constraint counts_standing_flag check (standing in (0, 1)),
  constraint counts_countries_complete_flag check (countries_complete in (0, 1)),
  constraint counts_roster_complete_flag check (roster_complete in (0, 1))
) strict;
create index counts_activity_idx on counts (activity_id);
create index counts_seq_idx on counts (seq);
create unique index counts_standing_key on counts (activity_id) where standing = 1;

create table count_cells (
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
  constraint count_cells_sex_check check (sex in ('female', 'male')),
  constraint count_cells_participants_check check (participants >= 0)
) strict;

-- A person is a number here; what names the person is in participant_details, so that erasure is a delete there.
create table participants (
  id integer primary key,
  uid blob not null,
  version integer not null,
  code text not null,
  sex text not null,
  country_id integer,
  agency_id integer,
  created_at integer not null,
  updated_at integer not null,
  deleted_seq integer,
  constraint participants_uid_key unique (uid),
  constraint participants_country_fkey foreign key (country_id) references countries (id),
  constraint participants_agency_fkey foreign key (agency_id) references agencies (id),
  constraint participants_sex_check check (sex in ('female', 'male', 'unknown')),
  constraint participants_uid_length check (length(uid) = 16)
) strict;
create unique index participants_code_key on participants (code) where deleted_seq is null;
create index participants_agency_idx on participants (agency_id);

create table participant_details (
  participant_id integer primary key,
  name text not null,
  name_sort text not null,
  email text,
  email_folded text,
  phone text,
  position text,
  search_text text not null,
  constraint participant_details_participant_fkey foreign key (participant_id) references participants (id)
) strict;
create index participant_details_name_idx on participant_details (name_sort, participant_id);
create index participant_details_email_idx on participant_details (email_folded);

create table participant_names (
  participant_id integer not null,
  position integer not null,
  name text not null,
  lang text,
  constraint participant_names_pkey primary key (participant_id, position),
  constraint participant_names_participant_fkey foreign key (participant_id) references participants (id)
) strict;

create table participant_external_ids (
  participant_id integer not null,
  scheme text not null,
  value text not null,
  position integer not null,
  constraint participant_external_ids_pkey primary key (participant_id, scheme, value),
  constraint participant_external_ids_participant_fkey foreign key (participant_id) references participants (id)
) strict;

-- Two records of one person. Participations are never re-pointed: figures follow this row while it is open.
create table merges (
  id integer primary key,
  participant_id integer not null,
  same_as_id integer not null,
  strength text not null,
  from_seq integer not null,
  to_seq integer,
  constraint merges_participant_fkey foreign key (participant_id) references participants (id),
  constraint merges_same_as_fkey foreign key (same_as_id) references participants (id),
  constraint merges_from_fkey foreign key (from_seq) references ledger (seq) deferrable initially deferred,
  constraint merges_to_fkey foreign key (to_seq) references ledger (seq) deferrable initially deferred,
  constraint merges_strength_check check (strength in ('strict', 'likely')),
  constraint merges_self_check check (participant_id <> same_as_id)
) strict;
create unique index merges_open_key on merges (participant_id) where to_seq is null;
create index merges_same_as_idx on merges (same_as_id);
create index merges_from_idx on merges (from_seq);
create index merges_to_idx on merges (to_seq);

-- Roster rows are states: an edit closes one row and opens the next. `number` is the participation, `uid` its id
-- outside; figures, exports and the past read these rows and never the persons.
create table participations (
  id integer primary key,
  number integer not null,
  uid blob not null,
  version integer not null,
  activity_id integer not null,
  participant_id integer not null,
  role text not null,
  status text not null,
  country_id integer,
  agency_id integer,
  sex text not null,
  from_seq integer not null,
  to_seq integer,
  constraint participations_activity_fkey foreign key (activity_id) references activities (id),
  constraint participations_participant_fkey foreign key (participant_id) references participants (id),
  constraint participations_country_fkey foreign key (country_id) references countries (id),
  constraint participations_agency_fkey foreign key (agency_id) references agencies (id),
  constraint participations_role_check check (role in ('trainee', 'delegate', 'observer', 'trainer', 'expert', 'speaker', 'organiser')),
  constraint participations_status_check check (status in ('nominated', 'selected', 'confirmed', 'attended', 'absent', 'withdrawn')),
  constraint participations_sex_check check (sex in ('female', 'male', 'unknown')),
  constraint participations_seq_check check (to_seq > from_seq),
  constraint participations_uid_length check (length(uid) = 16)
) strict;
create unique index participations_number_key on participations (number) where to_seq is null;
create unique index participations_uid_key on participations (uid) where to_seq is null;
create unique index participations_person_key on participations (activity_id, participant_id) where to_seq is null;
create index participations_participant_idx on participations (participant_id);
create index participations_closed_idx on participations (to_seq) where to_seq is not null;

create table participation_details (
  number integer primary key,
  position text,
  score real,
  remarks text,
  constraint participation_details_score_check check (score between 0 and 100)
) strict;

create table published_figures (
  id integer primary key,
  uid blob not null,
  version integer not null,
  measure text not null,
  value real not null,
  qualifier text not null,
  scope text not null,
  record_measure text,
  record_filter text,
  since text,
  as_of text,
  statement text not null,
  source text,
  created_at integer not null,
  updated_at integer not null,
  deleted_seq integer,
  constraint published_figures_uid_key unique (uid),
  constraint published_figures_qualifier_check check (qualifier in ('exact', 'at_least', 'more_than', 'at_most', 'nearly', 'about')),
  constraint published_figures_uid_length check (length(uid) = 16)
) strict;
