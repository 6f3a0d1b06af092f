//! The parameters of reports as `OpenAPI` tells them.

use utoipa::IntoParams;

use crate::openapi::CodeParam;
use crate::participants::model::Sex;
use crate::programmes::model::ProgrammeKind;
use crate::statistics::Measure;
use crate::statistics::schema::ByParam;

/// The parameter of every report.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes a parameter")]
pub struct Excel {
    /// Begins the file with a byte order mark, which Excel needs to read Arabic; leave it out for everything else.
    excel: Option<bool>,
}

/// The filters of `participations.csv`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct ParticipationParams {
    /// Activities by id or code.
    activity: Option<Vec<CodeParam>>,
    /// Programmes of the activities, by code.
    programme: Option<Vec<CodeParam>>,
    /// Years in which the activities' first day surely lies.
    #[param(minimum = 1900, maximum = 2200)]
    year: Option<Vec<i32>>,
}

/// What `statistics.csv` answers.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes parameters")]
pub struct StatisticsParams {
    /// What is counted. Default `participations`.
    #[param(inline)]
    measure: Option<Measure>,
    /// What the figures are split by; `year` where it is left out, the total alone where it is empty. `sex` belongs to
    /// `participations`, `people` and `person_days`.
    by: Option<ByParam>,
    /// People of these sexes; for `participations`, `people` and `person_days`.
    #[param(inline)]
    sex: Option<Vec<Sex>>,
    /// Kinds of programme; for `programmes`, which takes no other filter but `to`.
    #[param(inline)]
    programme_kind: Option<Vec<ProgrammeKind>>,
}
