//! What Qudra says, in English, Arabic and French: one Fluent file per subject under `locales/`, compiled in.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use crate::text::Lang;
use crate::time::{PartialDate, Precision};

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Lang::ALL.map(bundle));

fn bundle(lang: Lang) -> Bundle {
    let id = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks belong around runs in HTML, where `<bdi>` does it; elsewhere they are stray characters.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(lang.tag())) {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        match FluentResource::try_new(source) {
            Ok(resource) => {
                if let Err(errors) = bundle.add_resource(resource) {
                    tracing::error!(%path, ?errors, "a text is defined twice");
                }
            }
            Err((_, errors)) => tracing::error!(%path, ?errors, "a text file cannot be read"),
        }
    }
    bundle
}

fn for_lang(lang: Lang) -> &'static Bundle {
    let [en, ar, fr] = &*BUNDLES;
    match lang {
        Lang::En => en,
        Lang::Ar => ar,
        Lang::Fr => fr,
    }
}

/// Whether a text is there in that language.
pub fn knows(lang: Lang, id: &str) -> bool {
    for_lang(lang).has_message(id)
}

/// The text `id` with its arguments; in English when the language lacks it, and the id itself when nothing has it.
pub fn say(lang: Lang, id: &str, args: &[(&str, &str)]) -> String {
    let mut given = FluentArgs::new();
    for (name, value) in args {
        // Numbers choose plural forms. What would be shown otherwise than it was given (0000, +5) is text.
        let number = value.parse::<i64>().ok().filter(|number| number.to_string() == *value);
        let value = number.map_or_else(|| FluentValue::from((*value).to_owned()), FluentValue::from);
        given.set((*name).to_owned(), value);
    }
    [lang, Lang::En]
        .into_iter()
        .find_map(|lang| {
            let bundle = for_lang(lang);
            let pattern = bundle.get_message(id)?.value()?;
            let mut missing = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&given), &mut missing).into_owned();
            debug_assert!(missing.is_empty(), "{id} is said without an argument: {missing:?}");
            Some(text)
        })
        .unwrap_or_else(|| id.to_owned())
}

/// A number below 101 that chooses the same plural form: forms depend on the last two digits (103 أنشطة, 111 نشاطاً), which
/// the plural rules that come with Fluent look at up to 99 only. For texts that show the number by another argument.
pub fn form(number: u64) -> u64 {
    match number % 100 {
        _ if number < 100 => number,
        rest @ 3.. => rest,
        _ => 100,
    }
}

/// A date as people write it: `21 October 2024`, `octobre 2024`, `2024`.
pub fn date(lang: Lang, date: PartialDate) -> String {
    let day = date.first();
    let year = day.format("%Y").to_string();
    let month = say(lang, &format!("month-{}", day.format("%-m")), &[]);
    match date.precision() {
        Precision::Year => year,
        Precision::Month => say(lang, "date-month", &[("m", &month), ("y", &year)]),
        Precision::Day | Precision::Unknown => {
            let day = day.format("%-d").to_string();
            say(lang, "date-day", &[("d", &day), ("m", &month), ("y", &year)])
        }
    }
}

/// The ids of the details of a kind of problem: one, or one for each cause of it.
pub fn details(lang: Lang, code: &str) -> Vec<String> {
    let (one, cause) = (format!("detail-{code}"), format!("detail-{code}-"));
    let is_of = |id: &String| *id == one || id.starts_with(&cause);
    ids(lang).into_iter().filter(is_of).collect()
}

/// Every text id of a language.
pub fn ids(lang: Lang) -> Vec<String> {
    Files::iter()
        .filter(|path| path.starts_with(lang.tag()))
        .filter_map(|path| Files::get(&path))
        .flat_map(|file| {
            String::from_utf8_lossy(&file.data)
                .lines()
                .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
                .filter_map(|line| line.split_once('=').map(|(id, _)| id.trim().to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}
