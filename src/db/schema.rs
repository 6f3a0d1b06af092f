//! The tables as Diesel sees them: one description for both databases. `tests/api/schema.rs` holds it against both.
#![allow(missing_docs, reason = "the columns are described in migrations/")]

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    database_info (id) {
        id -> BigInt,
        epoch -> Uid,
        created_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    principals (id) {
        id -> BigInt,
        uid -> Uid,
        kind -> Text,
        name -> Text,
        role -> Nullable<Text>,
        agency_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    ledger (seq) {
        seq -> BigInt,
        at -> Instant,
        principal_id -> BigInt,
        command -> Uid,
        action -> Text,
        kind -> Text,
        subject -> Uid,
        version -> Integer,
        changed -> Text,
        digest -> Nullable<Binary>,
        hash -> Binary,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    access_log (id) {
        id -> BigInt,
        at -> Instant,
        principal_id -> Nullable<BigInt>,
        request_id -> Text,
        address -> Nullable<Text>,
        action -> Text,
        subject -> Nullable<Text>,
        outcome -> Text,
        hash -> Binary,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    api_keys (id) {
        id -> BigInt,
        uid -> Uid,
        principal_id -> BigInt,
        secret_hash -> Binary,
        expires_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
        last_used_on -> Nullable<Date>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    idempotency (principal_id, key) {
        principal_id -> BigInt,
        key -> Text,
        request_hash -> Binary,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Nullable<Text>,
        subject -> Nullable<Uid>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    versions (kind, record_id, version) {
        kind -> Text,
        record_id -> BigInt,
        version -> Integer,
        seq -> BigInt,
        document -> Nullable<Text>,
        salt -> Nullable<Binary>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    codes (kind, code) {
        kind -> Text,
        code -> Text,
        record_id -> BigInt,
        seq -> BigInt,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    fields (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        code -> Text,
        name -> Text,
        parent_id -> Nullable<BigInt>,
        search_text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    field_mappings (field_id, scheme, code) {
        field_id -> BigInt,
        scheme -> Text,
        code -> Text,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    programmes (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        code -> Text,
        name -> Text,
        kind -> Text,
        parent_id -> Nullable<BigInt>,
        launched_year -> Nullable<Integer>,
        code_basis -> Nullable<Text>,
        source_url -> Nullable<Text>,
        notes -> Nullable<Text>,
        search_text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    countries (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        alpha3 -> Text,
        alpha2 -> Nullable<Text>,
        m49 -> Nullable<Text>,
        name -> Text,
        source_url -> Nullable<Text>,
        notes -> Nullable<Text>,
        search_text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    country_aliases (country_id, position) {
        country_id -> BigInt,
        position -> Integer,
        alias -> Text,
        folded -> Text,
        lang -> Nullable<Text>,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    country_memberships (country_id, position) {
        country_id -> BigInt,
        position -> Integer,
        status -> Text,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
        source -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    country_groups (country_id, position) {
        country_id -> BigInt,
        position -> Integer,
        group_code -> Text,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
        inferred -> Bool,
        source -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    agencies (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        code -> Text,
        acronym -> Nullable<Text>,
        name -> Text,
        name_sort -> Text,
        country_id -> Nullable<BigInt>,
        kind -> Text,
        source_url -> Nullable<Text>,
        notes -> Nullable<Text>,
        search_text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_seq -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    agency_aliases (agency_id, position) {
        agency_id -> BigInt,
        position -> Integer,
        alias -> Text,
        folded -> Text,
        lang -> Nullable<Text>,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    agency_links (agency_id, relation, other_id) {
        agency_id -> BigInt,
        relation -> Text,
        other_id -> BigInt,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    agency_external_ids (agency_id, scheme, value) {
        agency_id -> BigInt,
        scheme -> Text,
        value -> Text,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activities (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        code -> Text,
        title -> Text,
        title_sort -> Text,
        #[sql_name = "type"]
        kind -> Text,
        mode -> Text,
        status -> Text,
        our_role -> Text,
        precision -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        period -> Nullable<Text>,
        first_from -> Nullable<Date>,
        first_to -> Nullable<Date>,
        sort_on -> Date,
        planned_start -> Nullable<Date>,
        planned_end -> Nullable<Date>,
        plan_year -> Nullable<Integer>,
        place_city -> Nullable<Text>,
        place_country_id -> Nullable<BigInt>,
        notes -> Nullable<Text>,
        created_by -> BigInt,
        owner_agency_id -> Nullable<BigInt>,
        search_text -> Text,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_seq -> Nullable<BigInt>,
        day_count -> Nullable<Integer>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_programmes (activity_id, programme_id) {
        activity_id -> BigInt,
        programme_id -> BigInt,
        position -> Integer,
        basis -> Nullable<Text>,
        sort_on -> Date,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_fields (activity_id, field_id) {
        activity_id -> BigInt,
        field_id -> BigInt,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_languages (activity_id, lang) {
        activity_id -> BigInt,
        lang -> Text,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_countries (activity_id, country_id, role) {
        activity_id -> BigInt,
        country_id -> BigInt,
        role -> Text,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_agencies (activity_id, agency_id, role) {
        activity_id -> BigInt,
        agency_id -> BigInt,
        role -> Text,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_external_ids (activity_id, scheme, value) {
        activity_id -> BigInt,
        scheme -> Text,
        value -> Text,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    activity_sources (activity_id, position) {
        activity_id -> BigInt,
        position -> Integer,
        url -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    counts (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        activity_id -> BigInt,
        standing -> Bool,
        participants -> Nullable<Integer>,
        qualifier -> Nullable<Text>,
        countries -> Nullable<Integer>,
        countries_of -> Text,
        countries_complete -> Bool,
        roster_complete -> Bool,
        source -> Nullable<Text>,
        reason -> Nullable<Text>,
        seq -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    count_cells (count_id, position) {
        count_id -> BigInt,
        position -> Integer,
        country_id -> Nullable<BigInt>,
        sex -> Nullable<Text>,
        agency_id -> Nullable<BigInt>,
        participants -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participants (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        code -> Text,
        sex -> Text,
        country_id -> Nullable<BigInt>,
        agency_id -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
        deleted_seq -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participant_details (participant_id) {
        participant_id -> BigInt,
        name -> Text,
        name_sort -> Text,
        email -> Nullable<Text>,
        email_folded -> Nullable<Text>,
        phone -> Nullable<Text>,
        position -> Nullable<Text>,
        search_text -> Text,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participant_names (participant_id, position) {
        participant_id -> BigInt,
        position -> Integer,
        name -> Text,
        lang -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participant_external_ids (participant_id, scheme, value) {
        participant_id -> BigInt,
        scheme -> Text,
        value -> Text,
        position -> Integer,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    merges (id) {
        id -> BigInt,
        participant_id -> BigInt,
        same_as_id -> BigInt,
        strength -> Text,
        from_seq -> BigInt,
        to_seq -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participations (id) {
        id -> BigInt,
        number -> BigInt,
        uid -> Uid,
        version -> Integer,
        activity_id -> BigInt,
        participant_id -> BigInt,
        role -> Text,
        status -> Text,
        country_id -> Nullable<BigInt>,
        agency_id -> Nullable<BigInt>,
        sex -> Text,
        from_seq -> BigInt,
        to_seq -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    participation_details (number) {
        number -> BigInt,
        position -> Nullable<Text>,
        score -> Nullable<Double>,
        remarks -> Nullable<Text>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    coverage (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        filter -> Text,
        from_on -> Nullable<Text>,
        to_on -> Nullable<Text>,
        state -> Text,
        reason -> Text,
        source -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    published_figures (id) {
        id -> BigInt,
        uid -> Uid,
        version -> Integer,
        measure -> Text,
        value -> Double,
        qualifier -> Text,
        scope -> Text,
        record_measure -> Nullable<Text>,
        record_filter -> Nullable<Text>,
        since -> Nullable<Text>,
        as_of -> Nullable<Text>,
        statement -> Text,
        source -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
        reconciliation_status -> Text,
        reconciliation_reason -> Nullable<Text>,
        deleted_seq -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::types::sql::{Instant, Uid};
    use diesel::sql_types::{BigInt, Binary, Bool, Date, Double, Integer, Nullable, Text};

    editions (id) {
        id -> BigInt,
        uid -> Uid,
        name -> Text,
        seq -> BigInt,
        at -> Instant,
        note -> Nullable<Text>,
        sealed -> Text,
        hash -> Binary,
        created_by -> BigInt,
        created_at -> Instant,
    }
}

diesel::joinable!(activity_programmes -> activities (activity_id));

allow_tables_to_appear_in_same_query!(
    database_info,
    principals,
    ledger,
    access_log,
    api_keys,
    idempotency,
    versions,
    codes,
    fields,
    field_mappings,
    programmes,
    countries,
    country_aliases,
    country_memberships,
    country_groups,
    agencies,
    agency_aliases,
    agency_links,
    agency_external_ids,
    activities,
    activity_programmes,
    activity_fields,
    activity_languages,
    activity_countries,
    activity_agencies,
    activity_external_ids,
    activity_sources,
    counts,
    count_cells,
    participants,
    participant_details,
    participant_names,
    participant_external_ids,
    merges,
    participations,
    participation_details,
    published_figures,
    coverage,
    editions,
);
