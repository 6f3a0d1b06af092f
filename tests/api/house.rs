//! The house itself: imports go down only, words exist in every language, files stay readable, migrations come in pairs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use qudra::text::Lang;
use qudra::texts;

/// What no file of `src` may exceed, its unit tests (and the oracles, which are tests) aside; a file of tests may have more.
/// `db/schema.rs` is a list of tables and may.
const LINES: usize = 400;
const LINES_OF_TESTS: usize = 450;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, with its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    found.sort();
    found
}

/// The text without the unit tests at its end. A test's helper or module that is only named before does not hide the rest.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap()
}

/// The text without its line comments.
fn without_comments(text: &str) -> String {
    let code = |line: &str| line.split_once("//").map_or(line, |(code, _)| code).to_owned();
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.trim_start().starts_with("//") {
                String::new()
            } else {
                code(line)
            }
        })
        .collect();
    lines.join("\n")
}

/// Each top-level module with its floor, as the header of `src/lib.rs` draws it.
fn floors() -> BTreeMap<String, u32> {
    let header = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let mut floors = BTreeMap::new();
    for line in header.lines().filter_map(|line| line.strip_prefix("//! ")) {
        let mut words = line.split_whitespace();
        let Some(floor) = words.next().and_then(|word| word.parse().ok()) else {
            continue;
        };
        for module in words.filter(|word| *word != "→") {
            floors.insert(module.to_owned(), floor);
        }
    }
    floors
}

/// What a file of `src/` names with `crate::`: the module it is in, and the modules it uses.
fn uses(path: &Path, text: &str) -> Option<(String, BTreeSet<String>)> {
    let first = path.iter().nth(1)?.to_str()?;
    let module = first.trim_end_matches(".rs").to_owned();
    if ["lib", "main", "cli"].contains(&module.as_str()) {
        return None;
    }
    let code = without_comments(text);
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate::` is written in a macro and read where the macro is used.
        if code[..at].ends_with('$') || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            used.insert(name);
        }
    }
    used.remove(&module);
    Some((module, used))
}

#[test]
fn every_module_has_its_floor() {
    let floors = floors();
    assert!(
        floors.len() > 15,
        "the header of src/lib.rs draws the floors: {floors:?}"
    );
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for module in lib.lines().filter_map(|l| l.strip_prefix("pub mod ")) {
        let module = module.trim_end_matches(';');
        assert!(
            floors.contains_key(module),
            "{module} has no floor in the header of src/lib.rs"
        );
    }
}

#[test]
fn imports_go_down_only() {
    let floors = floors();
    let mut wrong = Vec::new();
    for (path, text) in sources("src") {
        let Some((module, used)) = uses(&path, &text) else {
            continue;
        };
        let own = floors[&module];
        for other in used {
            // A macro of the crate's root is no module.
            let Some(floor) = floors.get(&other) else { continue };
            if *floor > own {
                wrong.push(format!("{} (floor {own}) uses {other} (floor {floor})", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn capabilities_do_not_use_each_other_in_circles() {
    let floors = floors();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources("src") {
        if let Some((module, used)) = uses(&path, &text) {
            graph.entry(module).or_default().extend(used);
        }
    }
    // Floor 1 is one common ground (db reads codes that input knows); above it, who uses whom is a decision.
    graph.retain(|module, _| floors[module] >= 2);
    for start in graph.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = graph[start].iter().collect();
        while let Some(module) = open.pop() {
            assert_ne!(module, start, "{start} uses itself by way of {seen:?}");
            if seen.insert(module) {
                open.extend(graph.get(module).into_iter().flatten());
            }
        }
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let long: Vec<String> = sources("src")
        .into_iter()
        .chain(sources("tests"))
        .filter(|(path, _)| !path.ends_with("db/schema.rs") && !path.iter().any(|part| part == "oracle"))
        .map(|(path, text)| (path, without_tests(&text).lines().count()))
        .filter(|(path, lines)| *lines > if path.starts_with("src") { LINES } else { LINES_OF_TESTS })
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(
        long.is_empty(),
        "at most {LINES} or {LINES_OF_TESTS}: {}",
        long.join(", ")
    );
}

#[test]
fn migrations_come_in_pairs() {
    let names = |database: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("migrations").join(database))
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| {
                for file in ["up.sql", "down.sql"] {
                    let sql = fs::read_to_string(entry.path().join(file)).unwrap_or_default();
                    assert!(
                        !sql.trim().is_empty(),
                        "{}/{file} is missing or empty",
                        entry.path().display()
                    );
                }
                entry.file_name().into_string().unwrap()
            })
            .collect()
    };
    let on_sqlite = names("sqlite");
    assert!(!on_sqlite.is_empty());
    assert_eq!(on_sqlite, names("postgres"));
}

/// The text between the parenthesis at `open` and the one that closes it.
fn inside(code: &str, open: usize) -> &str {
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for (i, c) in code[open..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return &code[open + 1..open + i];
                }
            }
            _ => {}
        }
    }
    &code[open + 1..]
}

/// The arguments of a call, split at its own commas.
fn arguments(inside: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut escaped, mut from) = (0_i32, false, false, 0);
    let mut found = Vec::new();
    for (i, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                found.push(inside[from..i].trim());
                from = i + 1;
            }
            _ => {}
        }
    }
    found.push(inside[from..].trim());
    found.retain(|argument| !argument.is_empty());
    found
}

/// A string literal that looks like a code.
fn code_in(argument: &str) -> Option<&str> {
    let code = argument.strip_prefix('"')?.strip_suffix('"')?;
    let fit = !code.is_empty()
        && code
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    fit.then_some(code)
}

/// Every fault code in a piece of code.
fn fault_codes(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in [
        "Fault::at(",
        "Fault::parameter(",
        "Fault::header(",
        "Fault::new(",
        ".fault(",
        " fault(",
    ] {
        for (at, _) in code.match_indices(name) {
            let arguments = arguments(inside(code, at + name.len() - 1));
            found.extend(arguments.last().and_then(|last| code_in(last)).map(str::to_owned));
        }
    }
    found
}

/// The code of `src/`, without tests and comments.
fn own_code() -> Vec<String> {
    sources("src")
        .iter()
        .map(|(_, text)| without_comments(without_tests(text)))
        .collect()
}

#[test]
fn every_fault_has_words_in_every_language() {
    let codes: BTreeSet<String> = own_code().iter().flat_map(|code| fault_codes(code)).collect();
    assert!(codes.len() > 30, "the codes were not found: {codes:?}");
    for lang in Lang::ALL {
        let missing: Vec<&String> = codes
            .iter()
            .filter(|c| !texts::knows(lang, &format!("fault-{c}")))
            .collect();
        assert!(missing.is_empty(), "{}: no fault-… for {missing:?}", lang.tag());
    }
}

#[test]
fn every_error_has_a_title_and_a_detail_in_every_language() {
    let kinds = qudra::http::problem::KINDS.map(|(code, _)| code);
    // A conflict is named, and told, by its fault; so are the refusals that one fault names.
    let mut by_fault: BTreeSet<String> = ["read_only", "too_many_rows", "idempotency_key_reused"]
        .map(str::to_owned)
        .into();
    for code in own_code() {
        for name in ["Error::Conflict(", "or_conflict("] {
            for (at, _) in code.match_indices(name) {
                by_fault.extend(fault_codes(inside(&code, at + name.len() - 1)));
            }
        }
    }
    for lang in Lang::ALL {
        for code in kinds {
            let has_words = by_fault.contains(code) || !texts::details(lang, code).is_empty();
            assert!(has_words, "{}: detail-{code}", lang.tag());
            assert!(
                texts::knows(lang, &format!("problem-{code}")),
                "{}: problem-{code}",
                lang.tag()
            );
        }
        for code in &by_fault {
            assert!(
                texts::knows(lang, &format!("problem-{code}")),
                "{}: problem-{code}",
                lang.tag()
            );
        }
    }
}

#[test]
fn the_languages_say_the_same_things_once() {
    let ids = |lang: Lang| {
        let all = texts::ids(lang);
        let once: BTreeSet<String> = all.iter().cloned().collect();
        let twice: Vec<&String> = once
            .iter()
            .filter(|id| all.iter().filter(|other| other == id).count() > 1)
            .collect();
        assert!(twice.is_empty(), "{}: said twice: {twice:?}", lang.tag());
        once
    };
    let english = ids(Lang::En);
    assert!(english.len() > 80);
    for lang in [Lang::Ar, Lang::Fr] {
        let other = ids(lang);
        assert_eq!(
            english.difference(&other).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "{} lacks",
            lang.tag()
        );
        assert_eq!(
            other.difference(&english).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "only in {}",
            lang.tag()
        );
    }
}

/// The messages of a language: id and pattern, with the lines that continue it.
fn messages(lang: Lang) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let folder = root().join("locales").join(lang.tag());
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let mut last = None;
        for line in fs::read_to_string(entry.path()).unwrap().lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                let (id, text) = line.split_once('=').unwrap();
                found.insert(id.trim().to_owned(), text.trim().to_owned());
                last = Some(id.trim().to_owned());
            } else if let Some(id) = last.as_ref().filter(|_| line.starts_with([' ', '}'])) {
                found.get_mut(id).unwrap().push_str(line);
            }
        }
    }
    found
}

#[test]
fn no_translation_forgets_a_value_or_invents_one() {
    let english = messages(Lang::En);
    for lang in [Lang::Ar, Lang::Fr] {
        for (id, text) in messages(lang) {
            assert_eq!(values(&text), values(&english[&id]), "{}: {id}", lang.tag());
        }
    }
}

/// The names that a text takes values for.
fn values(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn whoever_names_a_fault_gives_its_words_what_they_need() {
    let given = |code: &str| -> BTreeSet<String> {
        let after = code.split(".with(").skip(1);
        let names = after.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        names.map(str::to_owned).collect()
    };
    let sources = own_code();
    for (id, text) in messages(Lang::En) {
        let (Some(code), needed) = (id.strip_prefix("fault-"), values(&text)) else {
            continue;
        };
        for source in sources.iter().filter(|source| fault_codes(source).contains(code)) {
            let missing: Vec<&String> = needed.iter().filter(|name| !given(source).contains(*name)).collect();
            assert!(missing.is_empty(), "{code} is named without {missing:?}");
        }
    }
}

#[test]
fn what_is_said_in_arabic_is_arabic() {
    let english = messages(Lang::En);
    for (id, text) in messages(Lang::Ar) {
        let words = english[&id]
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| w.len() > 3)
            .count();
        let arabic = text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
        assert!(arabic || words < 2, "{id} = {text}");
    }
}

#[test]
fn plural_forms_follow_the_language() {
    let arabic = |count: &str| texts::say(Lang::Ar, "detail-invalid", &[("count", count)]);
    let forms: BTreeSet<String> = ["1", "2", "3", "11"]
        .map(arabic)
        .into_iter()
        .map(|t| t.replace("11", "3"))
        .collect();
    assert_eq!(forms.len(), 4, "one, two, few and many are said differently: {forms:?}");
    let french = |count: &str| texts::say(Lang::Fr, "detail-invalid", &[("count", count)]);
    assert_ne!(french("1"), french("2").replace('2', "1"));
}
