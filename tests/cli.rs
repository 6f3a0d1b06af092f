//! Each command of the binary, as an administrator types it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

#[path = "cli/disk.rs"]
mod disk;
#[path = "cli/files.rs"]
mod files;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty folder with a database address in it.
struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qudra"));
        command.args(args).current_dir(self.folder.path());
        command.env_clear().env("QUDRA_DATABASE_URL", self.path("record.db"));
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// What a command prints when it goes well.
    fn says(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(
            output.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command complains of when it fails.
    fn complains(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(!output.status.success(), "{args:?} went well");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn seed(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seed-data")
        .join(name)
        .to_str()
        .unwrap()
        .to_owned()
}

#[test]
fn help_teaches_every_command() {
    let help = Office::new().says(&["--help"]);
    for command in [
        "serve", "migrate", "import", "export", "openapi", "generate", "key", "backup", "doctor",
    ] {
        assert!(help.contains(command), "{command} is not in the help");
    }
}

#[test]
fn migrate_says_what_it_did_and_then_that_nothing_is_left() {
    let office = Office::new();
    assert!(office.says(&["migrate"]).contains("Applied"));
    assert!(office.says(&["migrate"]).contains("up to date"));
}

#[test]
fn a_key_is_printed_once_alone_on_the_last_line() {
    let office = Office::new();
    let printed = office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    let key = printed.lines().last().unwrap();
    assert!(key.starts_with("qk_") && key.len() == 67, "{key}");
    let listed = office.says(&["key", "list"]);
    assert!(listed.contains("Amina") && !listed.contains(key), "{listed}");
    assert_eq!(
        office.says(&["key", "create", "--role", "admin", "--name", "B", "--if-none"]),
        ""
    );
}

#[test]
fn a_key_is_revoked_by_its_id_and_only_once() {
    let office = Office::new();
    office.says(&["key", "create", "--role", "officer", "--name", "Amina"]);
    let listed = office.says(&["key", "list"]);
    let id = listed.split_whitespace().next().unwrap();
    assert!(office.says(&["key", "revoke", id]).contains(id));
    assert!(office.complains(&["key", "revoke", id]).contains("no valid key"));
    assert!(office.complains(&["key", "revoke", "x"]).contains("not a key's id"));
}

#[test]
fn a_key_with_a_wrong_role_date_or_agency_is_refused_with_a_hint() {
    let office = Office::new();
    assert!(
        office
            .complains(&["key", "create", "--role", "oficer", "--name", "A"])
            .contains("did you mean officer?")
    );
    assert!(
        office
            .complains(&["key", "create", "--role", "agency", "--name", "A"])
            .contains("--agency")
    );
    let past = [
        "key",
        "create",
        "--role",
        "admin",
        "--name",
        "A",
        "--expires",
        "2001-01-01",
    ];
    assert!(office.complains(&past).contains("has passed"));
    let mut of_agency = [
        "key",
        "create",
        "--role",
        "agency",
        "--name",
        "A",
        "--agency",
        "TURKSTATT",
    ];
    let complaint = office.complains(&of_agency);
    assert!(
        complaint.contains("no agency yet") && complaint.contains("qudra serve"),
        "{complaint}"
    );
    office.says(&["import", "countries", &seed("countries.csv")]);
    office.says(&["import", "agencies", &seed("agencies.csv")]);
    assert!(office.complains(&of_agency).contains("did you mean"));
    of_agency[7] = "TURKSTAT";
    assert!(office.says(&of_agency).starts_with("qk_"));
}

#[test]
fn what_cannot_be_seen_is_no_part_of_what_a_command_is_told() {
    let office = Office::new();
    office.says(&["migrate"]);
    office.says(&["import", "countries\u{200e}", &seed("countries.csv")]);
    let key = [
        "key",
        "create",
        "--role",
        "\u{200b}officer",
        "--name",
        "\u{feff}Amina ",
        "--expires",
        "٢٠٩٩-٠١-٠١",
    ];
    office.says(&key);
    assert!(office.says(&["key", "list"]).contains("Amina"));
    assert!(
        office
            .complains(&["key", "create", "--role", "officer", "--name", "\u{200b}"])
            .contains("1 to 200")
    );
    let turned = ["key", "create", "--role", "officer", "--name", "A\u{202e}B"];
    assert!(office.complains(&turned).contains("U+202E"));
}

#[test]
fn the_record_is_imported_and_a_second_time_changes_nothing() {
    let office = Office::new();
    office.says(&["migrate"]);
    for (kind, file) in [
        ("fields", "fields.csv"),
        ("countries", "countries.csv"),
        ("agencies", "agencies.csv"),
        ("programmes", "programmes.csv"),
        ("aliases", "aliases.csv"),
        ("activities", "activities.csv"),
        ("published-figures", "published_figures.csv"),
    ] {
        let first = office.says(&["import", kind, &seed(file)]);
        assert!(!first.contains(" 0 created"), "{kind}: {first}");
        let second = office.says(&["import", kind, &seed(file)]);
        assert!(second.contains("0 created, 0 changed"), "{kind}: {second}");
    }
}

#[test]
fn a_faulty_sheet_names_row_and_column_and_writes_nothing() {
    let office = Office::new();
    office.says(&["migrate"]);
    let sheet = office.path("fields.csv");
    std::fs::write(&sheet, "code,name_en\nfine,Fine\n,Nameless\nfine,Again\n").unwrap();
    let complaint = office.complains(&["import", "fields", sheet.to_str().unwrap()]);
    assert!(complaint.contains('3') && complaint.contains("code"), "{complaint}");
    std::fs::write(&sheet, "code,name_en\nfine,Fine\n").unwrap();
    assert!(
        office
            .says(&["import", "fields", sheet.to_str().unwrap()])
            .contains("1 created")
    );
}

#[test]
fn an_export_is_what_the_service_would_send() {
    let office = Office::new();
    office.says(&["migrate"]);
    office.says(&["import", "fields", &seed("fields.csv")]);
    office.says(&["import", "countries", &seed("countries.csv")]);
    let printed = office.says(&["export", "countries"]);
    assert!(printed.starts_with("alpha3,") && printed.ends_with("\r\n") && printed.lines().count() > 70);
    let out = office.path("out.csv");
    office.says(&["export", "countries", "--out", out.to_str().unwrap()]);
    assert_eq!(std::fs::read_to_string(out).unwrap(), printed);
}

#[test]
fn the_contract_is_written_without_a_database() {
    let office = Office::new();
    let out = office.path("openapi.json");
    office.says(&["openapi", "--out", out.to_str().unwrap()]);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json");
    assert_eq!(
        std::fs::read_to_string(out).unwrap(),
        std::fs::read_to_string(committed).unwrap()
    );
    assert!(!office.path("record.db").exists());
}

#[test]
fn a_backup_is_whole_and_overwrites_nothing() {
    let office = Office::new();
    office.says(&["migrate"]);
    office.says(&["import", "fields", &seed("fields.csv")]);
    let copy = office.path("copy.db");
    let said = office.says(&["backup", "--out", copy.to_str().unwrap()]);
    assert!(said.contains("ledger whole"), "{said}");
    assert!(
        office
            .complains(&["backup", "--out", copy.to_str().unwrap()])
            .contains("exists already")
    );
    let listed = office
        .command(&["export", "activities"])
        .env("QUDRA_DATABASE_URL", &copy)
        .output()
        .unwrap();
    assert!(listed.status.success());
}

#[test]
fn doctor_tells_what_is_wrong_and_what_to_do() {
    let office = Office::new();
    let output = office.run(&["doctor"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains("qudra migrate"), "{said}");
    assert!(said.contains("there is no database at"), "{said}");
    assert!(!office.path("record.db").exists(), "looking at a database made one");
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    let said = office.says(&["doctor", "--listen", "127.0.0.1:0"]);
    assert!(said.contains("ledger: whole") && !said.contains("WRONG"), "{said}");
}

#[test]
fn every_fault_of_the_configuration_is_told_at_once() {
    let office = Office::new();
    let output = office
        .command(&["migrate"])
        .env("QUDRA_DATABASE_URL", "mysql://x")
        .env("QUDRA_LISTEN", "nowhere")
        .env("QUDRA_BASE_URL", "ftp://x")
        .env("QUDRA_WORKERS", "-1")
        .env("QUDRA_CONTACT", "nope")
        .env("QUDRA_DATA_LICENCE", "Foo Bar")
        .env("QUDRA_DATA_DIR", "/no/such/folder")
        .env("QUDRA_LOG", "qudra=loud")
        .env("QUDRA_LISTN", "typo")
        .env("QUDRA_FOO", "x")
        .output()
        .unwrap();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    for wrong in [
        "QUDRA_DATABASE_URL",
        "QUDRA_LISTEN",
        "QUDRA_BASE_URL",
        "QUDRA_WORKERS",
        "QUDRA_CONTACT",
        "QUDRA_DATA_LICENCE",
        "QUDRA_DATA_DIR",
        "QUDRA_LOG",
        "8 fault(s)",
        "did you mean QUDRA_LISTEN?",
        "QUDRA_FOO is not a setting\n",
    ] {
        assert!(complaint.contains(wrong), "{wrong} is not in {complaint}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let office = Office::new();
    let output = office
        .command(&["migrate"])
        .env("QUDRA_DATABASE_URL", "sqlite:///no/such/folder/x.db")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no folder"));
}

#[test]
fn who_reads_the_output_may_stop_when_there_is_enough() {
    let office = Office::new();
    office.says(&["migrate"]);
    for args in [
        &["doctor"][..],
        &["openapi"],
        &["key", "list"],
        &["export", "countries"],
    ] {
        let mut command = office.command(args);
        command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let complaint = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
        assert!(!complaint.contains("panicked"), "{args:?}: {complaint}");
    }
}

#[test]
fn a_file_is_written_under_a_free_name_in_a_folder_that_is_there() {
    let office = Office::new();
    office.says(&["migrate"]);
    let taken = office.path("taken.csv");
    std::fs::write(&taken, "kept").unwrap();
    for command in [&["export", "countries"][..], &["backup"]] {
        let to = |path: &str| office.complains(&[command, &["--out", path]].concat());
        let complaint = to(taken.to_str().unwrap());
        assert!(complaint.contains("exists already"), "{complaint}");
        let complaint = to("/no/such/folder/x.csv");
        assert!(
            complaint.contains("there is no folder /no/such/folder") && !complaint.contains("partial"),
            "{complaint}"
        );
    }
    assert_eq!(std::fs::read_to_string(taken).unwrap(), "kept");
}

#[test]
fn a_taken_address_is_told_before_anything_is_loaded() {
    let office = Office::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let complaint = office.complains(&["serve", "--listen", &taken.local_addr().unwrap().to_string()]);
    assert!(complaint.contains("cannot listen on"), "{complaint}");
    assert!(!office.path("record.db").exists(), "the record was loaded first");
}

#[test]
fn a_sheet_from_standard_input_is_refused_by_that_name_and_soon() {
    use std::io::Write;
    let office = Office::new();
    office.says(&["migrate"]);
    let mut command = office.command(&["import", "activities", "-"]);
    command
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let began = std::time::Instant::now();
    let line = "a".repeat(5_000_000);
    drop(child.stdin.take().unwrap().write_all(line.as_bytes()));
    let complaint = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(complaint.contains("standard input is refused"), "{complaint}");
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}
