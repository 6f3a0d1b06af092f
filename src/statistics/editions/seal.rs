//! What an edition seals: the figures that a yearly report needs, as everybody may see them, each with its question.

use std::sync::Arc;

use serde_json::{Value, json};

use super::canonical::{canonical, hash};
use super::order::Order;
use super::tables::tables;
use crate::access::Caller;
use crate::activities::model::CountryRole;
use crate::error::{Error, Fault, OrInternal};
use crate::past::{AsOf, LedgerPoint};
use crate::statistics::{Archive, Dataset, Dimension, Filters, Measure, Question};
use crate::text::{Lang, hex};

/// What is to be kept of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedDocument {
    /// What was ordered.
    pub order: Order,
    /// Where in the past it is.
    pub point: LedgerPoint,
    /// The figures in canonical form.
    pub text: String,
    /// The hash of these bytes.
    pub hash: Vec<u8>,
}

/// What is sealed: a measure and what it is split by. Measures of people by country mean where people come from, the
/// others the countries listed on the activity as having benefited or attended.
#[rustfmt::skip] // one question a line
const QUESTIONS: &[(Measure, &[Dimension])] = {
    use Dimension as D;
    use Measure as M;
    &[
        (M::Activities, &[]), (M::Participations, &[]), (M::People, &[]), (M::Countries, &[]),
        (M::Agencies, &[]), (M::Days, &[]), (M::PersonDays, &[]), (M::ShareOfWomen, &[]),
        (M::Activities, &[D::Year]), (M::Participations, &[D::Year]), (M::People, &[D::Year]), (M::Countries, &[D::Year]),
        (M::Agencies, &[D::Year]), (M::Days, &[D::Year]), (M::PersonDays, &[D::Year]), (M::ShareOfWomen, &[D::Year]),
        (M::Activities, &[D::Programme]), (M::Participations, &[D::Programme]), (M::People, &[D::Programme]),
        (M::Activities, &[D::Country]), (M::Participations, &[D::Country]), (M::People, &[D::Country]),
        (M::Activities, &[D::OicGroup]), (M::Participations, &[D::OicGroup]),
        (M::Activities, &[D::Type]), (M::Participations, &[D::Type]),
        (M::Activities, &[D::Mode]), (M::Participations, &[D::Mode]),
        (M::Activities, &[D::Field]), (M::Participations, &[D::Field]),
        (M::Activities, &[D::HostCountry]), (M::Participations, &[D::Sex]), (M::Participations, &[D::AgencyKind]),
        (M::Programmes, &[]), (M::MemberCountries, &[]), (M::MemberCountries, &[D::OicGroup]),
        (M::Activities, &[D::Year, D::Type]), (M::Activities, &[D::Year, D::Mode]), (M::Activities, &[D::Year, D::Programme]),
    ]
};

/// Works out what an order asks for, as `everybody` is told it.
///
/// # Errors
/// [`Error::Invalid`] where its `as_of` lies in the future or before the first entry.
pub async fn seal(archive: &Archive, order: Order, everybody: Caller) -> Result<SealedDocument, Error> {
    let ledger = archive.past().ledger();
    let as_of = order.as_of.unwrap_or(AsOf::Instant(ledger.clock().now()));
    let point = as_of.resolve(ledger, |code| Fault::at("/as_of", code)).await?;
    let dataset = archive.facts_at(point).await?;
    let work = move || sealed(order, point, &dataset, &everybody);
    actix_web::web::block(work)
        .await
        .or_internal("the sealing thread ended early")?
}

fn sealed(
    order: Order,
    point: LedgerPoint,
    dataset: &Arc<Dataset>,
    everybody: &Caller,
) -> Result<SealedDocument, Error> {
    let mut figures = Vec::with_capacity(QUESTIONS.len() + 1);
    for (measure, by) in QUESTIONS {
        figures.push(figure(dataset, everybody, *measure, by, Vec::new())?);
    }
    // What countries gave is never added to what they received.
    let provided = vec![CountryRole::Provider];
    figures.push(figure(
        dataset,
        everybody,
        Measure::Activities,
        &[Dimension::Country],
        provided,
    )?);
    let definition = |measure: &Measure| json!({"measure": measure, "version": measure.version(), "definition": measure.text(Lang::En)});
    let document = json!({
        "name": order.name,
        "as_of": point.at.to_string(),
        "data_version": point.seq,
        "ledger_hash": hex(&dataset.hash),
        "definitions": Measure::ALL.iter().map(definition).collect::<Vec<_>>(),
        "figures": figures,
        "tables": tables(dataset, everybody.clearance())?,
    });
    let text = canonical(&document);
    Ok(SealedDocument {
        hash: hash(&text),
        order,
        point,
        text,
    })
}

/// The answer that everybody gets, without what is the same for all answers.
fn figure(
    dataset: &Dataset,
    everybody: &Caller,
    measure: Measure,
    by: &[Dimension],
    roles: Vec<CountryRole>,
) -> Result<Value, Error> {
    let filters = Filters {
        country_role: roles,
        ..Filters::held_activities()
    };
    let question = Question {
        by: by.to_vec(),
        ..Question::total(measure, filters)
    };
    let answer = dataset.answer(&question.for_caller(everybody), None)?.to_json(Lang::En);
    let mut answer: Value = serde_json::from_str(&answer).or_internal("a stored document cannot be read")?;
    if let Some(members) = answer.as_object_mut() {
        for name in ["definition", "as_of", "data_version", "coverage", "notes"] {
            members.remove(name);
        }
    }
    Ok(answer)
}
