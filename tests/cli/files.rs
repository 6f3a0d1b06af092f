//! What keeps the files: backups and the way back, private modes, anchors, and what a check finds.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};

use super::{Office, seed};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// An office with some records, and a backup of it.
fn backed_up() -> (Office, PathBuf) {
    let office = Office::new();
    office.says(&["migrate"]);
    office.says(&["import", "countries", &seed("countries.csv")]);
    let copy = office.path("copy.db");
    office.says(&["backup", "--out", text(&copy)]);
    (office, copy)
}

fn manifest(copy: &Path) -> PathBuf {
    format!("{}.manifest.json", text(copy)).into()
}

/// The service, serving.
struct Serving(Child);

impl Serving {
    fn start(office: &Office) -> Self {
        let mut command = office.command(&["serve", "--no-seed", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let first = BufReader::new(child.stdout.take().unwrap()).lines().next();
        assert!(first.unwrap().unwrap().contains("serves at"));
        Self(child)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn by_hand(database: &Path, change: &str) {
    SqliteConnection::establish(text(database))
        .unwrap()
        .batch_execute(change)
        .unwrap();
}

#[test]
fn a_backup_with_any_one_bit_flipped_is_refused_and_nothing_is_touched() {
    let (office, copy) = backed_up();
    let record = fs::read(office.path("record.db")).unwrap();
    let sound = fs::read(&copy).unwrap();
    let bits = sound.len() * 8;
    for n in 0..40 {
        let bit = n * (bits / 40) + n * 7 % 8;
        let mut damaged = sound.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&copy, damaged).unwrap();
        let complaint = office.complains(&["restore", "--from", text(&copy)]);
        assert!(complaint.contains("is damaged"), "bit {bit}: {complaint}");
    }
    fs::write(&copy, &sound[..sound.len() - 1]).unwrap();
    assert!(
        office
            .complains(&["restore", "--from", text(&copy)])
            .contains("were backed up")
    );
    fs::write(&copy, &sound).unwrap();
    let said = fs::read(manifest(&copy)).unwrap();
    for letter in (0..said.len()).filter(|at| said[*at].is_ascii_alphabetic()).step_by(9) {
        let mut damaged = said.clone();
        damaged[letter] ^= 0x20;
        fs::write(manifest(&copy), damaged).unwrap();
        office.complains(&["restore", "--from", text(&copy)]);
    }
    fs::write(manifest(&copy), &said).unwrap();
    assert!(office.says(&["backup", "--verify", text(&copy)]).contains("sound"));
    fs::rename(manifest(&copy), office.path("elsewhere")).unwrap();
    assert!(
        office
            .complains(&["restore", "--from", text(&copy)])
            .contains("no manifest")
    );
    assert_eq!(fs::read(office.path("record.db")).unwrap(), record);
    assert_eq!(fs::read(&copy).unwrap(), sound, "a check leaves the backup as it was");
}

#[test]
fn a_restore_brings_the_record_back_whatever_files_were_left() {
    let (office, copy) = backed_up();
    let before = office.says(&["export", "countries"]);
    office.says(&["import", "agencies", &seed("agencies.csv")]);
    for side in ["-wal", "-shm"] {
        fs::write(office.path(&format!("record.db{side}")), b"left behind").unwrap();
    }
    fs::write(office.path("record.db"), b"no database any more").unwrap();
    let said = office.says(&["restore", "--from", text(&copy)]);
    assert!(said.contains("restored") && said.contains("is kept as"), "{said}");
    assert_eq!(office.says(&["export", "countries"]), before);
    assert_eq!(office.says(&["export", "agencies"]).lines().count(), 1);
    let kept: Vec<_> = fs::read_dir(office.path(""))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(
        kept.iter().filter(|name| name.contains("before-restore")).count(),
        3,
        "{kept:?}"
    );
    let said = office.run(&["doctor", "--listen", "127.0.0.1:0"]);
    assert!(String::from_utf8(said.stdout).unwrap().contains("ledger: whole"));
}

#[test]
fn a_database_in_use_is_not_replaced() {
    let (office, copy) = backed_up();
    let serving = Serving::start(&office);
    let complaint = office.complains(&["restore", "--from", text(&copy)]);
    assert!(
        complaint.contains("in use") && complaint.contains("stop qudra serve"),
        "{complaint}"
    );
    drop(serving);
    office.says(&["restore", "--from", text(&copy)]);
}

#[test]
fn a_restored_database_is_another_one_to_those_who_kept_answers_of_the_old() {
    let (office, copy) = backed_up();
    let epoch = |database: &Path| {
        let db = qudra::db::Db::existing(text(database)).unwrap();
        db.read_here(qudra::db::epoch).unwrap()
    };
    let before = epoch(&office.path("record.db"));
    office.says(&["restore", "--from", text(&copy)]);
    assert_ne!(epoch(&office.path("record.db")), before);
}

#[cfg(unix)]
#[test]
fn files_that_hold_persons_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (office, copy) = backed_up();
    let serving = Serving::start(&office);
    office.says(&["export", "countries", "--out", text(&office.path("countries.csv"))]);
    let mut seen = 0;
    for entry in fs::read_dir(office.path("")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{:?}",
            entry.file_name()
        );
        seen += 1;
    }
    drop(serving);
    assert!(seen > 6, "database, log, backup, manifest, anchors and report: {seen}");
    fs::set_permissions(office.path("record.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let said = String::from_utf8(office.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).unwrap();
    assert!(said.contains("chmod 600"), "{said}");
    assert!(copy.exists());
}

#[test]
fn doctor_finds_documents_that_were_changed_by_hand() {
    let (office, _) = backed_up();
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    office.says(&["doctor", "--listen", "127.0.0.1:0"]);
    by_hand(
        &office.path("record.db"),
        "update versions set document = replace(document, 'a', 'b') where seq = 3",
    );
    let said = String::from_utf8(office.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).unwrap();
    assert!(said.contains("WRONG   documents: those of entries 3 are not"), "{said}");
}

#[test]
fn doctor_finds_counts_and_keys_that_were_changed_by_hand() {
    let office = Office::new();
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    for kind in ["countries", "programmes", "fields", "agencies", "activities"] {
        office.says(&["import", kind, &seed(&format!("{kind}.csv"))]);
    }
    office.says(&["doctor", "--listen", "127.0.0.1:0"]);
    by_hand(
        &office.path("record.db"),
        "update counts set participants = participants + 1 where id = (select min(id) from counts where participants > 0);
         insert into api_keys (uid, principal_id, secret_hash, created_at)
           select randomblob(16), principal_id, randomblob(32), created_at from api_keys",
    );
    let said = String::from_utf8(office.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).unwrap();
    for wrong in ["counts", "keys"] {
        let found = said
            .lines()
            .filter(|line| line.starts_with(&format!("WRONG   {wrong}:")));
        assert_eq!(found.count(), 1, "{wrong}: {said}");
    }
}

#[test]
fn doctor_finds_principals_that_were_changed_by_hand() {
    for change in [
        "update principals set role = 'admin' where name = 'Bilal'",
        "update principals set name = 'Chaimae' where name = 'Bilal'",
        "update api_keys set secret_hash = randomblob(32) where expires_at is not null",
        "update api_keys set expires_at = null",
    ] {
        let office = Office::new();
        office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
        office.says(&[
            "key",
            "create",
            "--role",
            "analyst",
            "--name",
            "Bilal",
            "--expires",
            "2199-12-31",
        ]);
        office.says(&["doctor", "--listen", "127.0.0.1:0"]);
        by_hand(&office.path("record.db"), change);
        let said = String::from_utf8(office.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).unwrap();
        let found = said.lines().filter(|line| line.starts_with("WRONG   keys:"));
        assert_eq!(found.count(), 1, "{change}: {said}");
    }
}

#[test]
fn doctor_finds_that_the_ledgers_end_was_cut_off() {
    let (office, _) = backed_up();
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    drop(Serving::start(&office));
    office.says(&["doctor", "--listen", "127.0.0.1:0"]);
    by_hand(
        &office.path("record.db"),
        "pragma foreign_keys=off; delete from versions where seq > 5; delete from ledger where seq > 5",
    );
    let said = String::from_utf8(office.run(&["doctor", "--listen", "127.0.0.1:0"]).stdout).unwrap();
    assert!(
        said.contains("ledger: whole, 5 entries") && said.contains("WRONG   anchors: entry"),
        "{said}"
    );
}

#[test]
fn commands_that_read_or_import_make_no_database() {
    let office = Office::new();
    for args in [
        &["import", "fields", &seed("fields.csv")][..],
        &["export", "countries"],
        &["backup", "--out", "x.db"],
    ] {
        assert!(office.complains(args).contains("there is no database at"), "{args:?}");
    }
    assert_eq!(fs::read_dir(office.path("")).unwrap().count(), 0);
}
