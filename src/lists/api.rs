//! `GET /api/v1/activities`.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa::IntoParams;

use super::filter::{CountryPart, ListFilter};
use crate::access::Caller;
use crate::activities::model::{ActivityType, AgencyRole, Mode, OurRole, Status};
use crate::activities::schema::ActivityList;
use crate::activities::{reading, redacted};
use crate::db::Conn;
use crate::error::Error;
use crate::http::{Query, answer, routes::Routes};
use crate::ledger;
use crate::openapi::{CodeParam, DateParam, Paging, Problems, SearchParam, StatedLanguageParam};
use crate::paging::Page;
use crate::past::{AsOf, AsOfParam};
use crate::statistics::api::code_mark;
use crate::statistics::schema::{AgencyKindParam, GroupParam, MembershipParam, YearParam};
use crate::statistics::words::Meetings;
use crate::statistics::{Archive, AsOfRequest, Basis, Engine};

/// The routes of this capability.
pub fn routes(config: &mut impl Routes) {
    config.service(list_activities);
}

/// Filters of the list, which mean what they mean in figures; several values by comma or by repeating mean *or*, and `null`
/// is *not stated*.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes the parameters that `ListFilter::read` takes")]
pub struct ActivityParams {
    /// Statuses. Without it all are listed; figures take `held`.
    status: Option<Vec<Status>>,
    /// Types.
    r#type: Option<Vec<ActivityType>>,
    /// Whether meetings (bilateral meetings, expert group meetings, conferences) are left out or are all that is listed.
    #[param(inline)]
    meetings: Option<Meetings>,
    /// Modes.
    mode: Option<Vec<Mode>>,
    /// The secretariat's own roles.
    our_role: Option<Vec<OurRole>>,
    /// First day at or after: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. What is known by month or year and straddles it, or has
    /// no date, is undecided.
    from: Option<DateParam>,
    /// The same as `from`.
    since: Option<DateParam>,
    /// First day at or before, the whole of a month or year included.
    to: Option<DateParam>,
    /// Years of the first day; `null` for undated ones.
    year: Option<Vec<YearParam>>,
    /// Programmes by code.
    programme: Option<Vec<CodeParam>>,
    /// Whether a programme stands for those below it too.
    programme_tree: Option<bool>,
    /// Fields by code.
    field: Option<Vec<CodeParam>>,
    /// Languages, BCP 47.
    language: Option<Vec<StatedLanguageParam>>,
    /// Countries, by alpha-3 or alpha-2: every activity that lists the country in any role, names it by a number or on its
    /// roster, or takes place there. `country_role` narrows.
    country: Option<Vec<CodeParam>>,
    /// What makes a country one of an activity: roles in which it is listed (`attending`: named by a number too), or `place`:
    /// it takes place there, the same as `host_country`. By itself it narrows nothing.
    #[param(inline)]
    country_role: Option<Vec<CountryPart>>,
    /// Countries listed on the activity or named by its numbers, as in figures: in the roles of `country_role`, by default
    /// `beneficiary,attending`.
    activity_country: Option<Vec<CodeParam>>,
    /// Countries where in-person and hybrid activities take place.
    host_country: Option<Vec<CodeParam>>,
    /// Regional groups of such a country as `activity_country` means, on the first day: `African`, `Arab`, `Asian`; `none`
    /// outside the 57.
    oic_group: Option<Vec<GroupParam>>,
    /// Membership of such a country on the first day: `member`, `observer`, `suspended`, `none`.
    membership: Option<Vec<MembershipParam>>,
    /// Agencies listed on the activity, by code.
    agency: Option<Vec<CodeParam>>,
    /// The same as `agency`.
    activity_agency: Option<Vec<CodeParam>>,
    /// Narrows the agencies to these roles. By itself it narrows nothing.
    agency_role: Option<Vec<AgencyRole>>,
    /// Kinds of the agencies listed.
    agency_kind: Option<Vec<AgencyKindParam>>,
    /// Whether an agency stands for those it succeeds too.
    predecessors: Option<bool>,
    /// Adds what may or may not belong, by its date or its countries: what figures count as `undecided`.
    undecided: Option<bool>,
    /// Levels of knowledge, 0 to 5.
    #[param(minimum = 0, maximum = 5)]
    level: Option<Vec<i32>>,
    /// Those that nobody counted: no head count, no number, no roster. `false` leaves them out.
    uncounted: Option<bool>,
    /// Those without any date. `false` leaves them out.
    undated: Option<bool>,
    /// Those that name no country in the roles of `country_role` (`beneficiary,attending`) although people of some may have
    /// come. `false` leaves them out.
    unstated_countries: Option<bool>,
    /// Those that are announced and past: the last day, or the latest possible first one, is before today. `false` leaves
    /// them out.
    overdue: Option<bool>,
    /// The work plan's year.
    #[param(minimum = 1900, maximum = 2200)]
    plan_year: Option<i32>,
    /// Those that may be another one recorded again: the same title in one language, first day and country or place, or the
    /// same id elsewhere. `false` leaves them out.
    possible_duplicate: Option<bool>,
    /// What was deleted, as it was before that, for officers and administrators. It goes with filters that an activity's own
    /// members answer; not with countries, agencies, what is counted, or the past.
    deleted: Option<bool>,
    /// Words to find in titles and codes, whatever the marks and letter variants (Arabic and Latin).
    q: Option<SearchParam>,
    /// Order; a leading `-` turns it round. Default `-start`.
    #[param(inline)]
    sort: Option<ActivitySort>,
}

/// What a list of activities may be sorted by.
#[derive(Debug, utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes what is read and sent")]
pub enum ActivitySort {
    #[schema(rename = "start")]
    Start,
    #[schema(rename = "-start")]
    StartDesc,
    #[schema(rename = "code")]
    Code,
    #[schema(rename = "-code")]
    CodeDesc,
    #[schema(rename = "title")]
    Title,
    #[schema(rename = "-title")]
    TitleDesc,
    #[schema(rename = "updated_at")]
    UpdatedAt,
    #[schema(rename = "-updated_at")]
    UpdatedAtDesc,
}

/// List activities
///
/// Newest first unless sorted otherwise. Drafts are shown to officers and administrators only. A list has the activities
/// that `/statistics/explain` has as decided under the same filters.
#[utoipa::path(tag = "activities", operation_id = "list_activities", params(ActivityParams, Paging, AsOfParam),
    responses((status = 200, description = "A page of activities", body = ActivityList), (status = 304, description = "You have it already"), Problems))]
#[get("/activities")]
pub async fn list_activities(
    caller: Caller,
    query: Query,
    engine: Data<Engine>,
    archive: Data<Archive>,
    req: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filter = ListFilter::read(&query.0, &caller);
    let page = Page::read(&query.0, filter.sort());
    let moment = AsOf::read(&query.0).map_or(AsOfRequest::Now, AsOfRequest::AsOf);
    let basis = async |moment| Basis::of(&archive, Some(&engine), moment, filter.needs_facts()).await;
    let (read, basis) = match Error::both(query.0.finish(), basis(moment).await) {
        Ok(((), basis)) => (Ok(()), basis),
        Err(error) => (Err(error), basis(AsOfRequest::Now).await?),
    };
    let Basis { view, dataset } = basis;
    let (clearance, today) = (caller.clearance(), view.day());
    let mut mark = format!("{}-{}", caller.etag_mark(), reading::MARK);
    if dataset.is_some() {
        mark.push_str(&format!("-{}", code_mark()));
    }
    if filter.is_of_the_day() || dataset.as_ref().is_some_and(|dataset| dataset.ages) {
        mark.push_str(&today.format("-%Y%m%d").to_string());
    }
    let looks_at_all = filter.looks_at_all(page.count);
    let work = move |conn: &mut Conn| {
        let ((), filter) = Error::both(read, filter.resolve(conn, dataset.as_deref(), today))?;
        let head = ledger::head(conn)?.seq;
        // What is read beside older facts is told as of them: whoever has it asks again.
        let seq = dataset.as_ref().map_or(head, |dataset| dataset.seq.min(head));
        let mut page = filter.page(conn, &page)?;
        page.documents = redacted::documents(conn, clearance, head, page.documents)?;
        Ok((seq, page))
    };
    let (seq, page) = if looks_at_all {
        view.scan(work).await?
    } else {
        view.read(work).await?
    };
    Ok(view.dated(answer::list(
        &req,
        seq,
        &mark,
        &page.documents,
        page.next.as_deref(),
        page.total,
    )))
}
