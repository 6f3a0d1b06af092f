//! Commands on a database that is newer, or on a disk that takes no more; and the service as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use diesel::Connection;
use diesel::connection::SimpleConnection;

use super::{Office, seed};

#[test]
fn a_schema_that_a_newer_version_made_is_refused_by_every_command() {
    let office = Office::new();
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    let mut conn = diesel::SqliteConnection::establish(office.path("record.db").to_str().unwrap()).unwrap();
    conn.batch_execute("insert into __diesel_schema_migrations (version) values ('20991231000001')")
        .unwrap();
    drop(conn);
    let before = std::fs::read(office.path("record.db")).unwrap();
    let commands: [&[&str]; 7] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["migrate"],
        &["key", "list"],
        &["export", "activities"],
        &["import", "fields", &seed("fields.csv")],
        &["generate"],
        &["backup", "--out", "copy.db"],
    ];
    for command in commands {
        let complaint = office.complains(command);
        assert!(
            complaint.contains("newer Qudra") && complaint.contains("20991231000001"),
            "{command:?}: {complaint}"
        );
    }
    let output = office.run(&["doctor", "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success() && said.contains("newer Qudra"), "{said}");
    assert_eq!(
        std::fs::read(office.path("record.db")).unwrap(),
        before,
        "something was written"
    );
}

/// Whether a shell in a mount namespace of its own can mount a small disk here.
#[cfg(target_os = "linux")]
fn can_mount() -> bool {
    let tried = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs none /mnt"])
        .output();
    tried.is_ok_and(|tried| tried.status.success())
}

#[cfg(unix)]
#[test]
fn where_no_file_can_grow_the_record_is_still_checked_and_exported() {
    let office = Office::new();
    office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    office.says(&["import", "programmes", &seed("programmes.csv")]);
    let whole = office.says(&["export", "programmes"]);
    let limited = |args: &str| {
        let script = format!("trap '' XFSZ; ulimit -f 0; exec {} {args}", env!("CARGO_BIN_EXE_qudra"));
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(office.path(""));
        command.env_clear().env("QUDRA_DATABASE_URL", office.path("record.db"));
        command.output().unwrap()
    };
    let exported = limited("export programmes");
    assert!(
        exported.status.success(),
        "{}",
        String::from_utf8_lossy(&exported.stderr)
    );
    assert_eq!(String::from_utf8(exported.stdout).unwrap(), whole);
    let checked = limited("doctor --listen 127.0.0.1:0");
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.success() && said.contains("ok      ledger"), "{said}");
    assert!(
        !limited("key create --role admin --name B").status.success(),
        "it wrote"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_full_disk_a_backup_goes_to_another() {
    if !can_mount() {
        eprintln!("not tried: nothing can be mounted here");
        return;
    }
    let office = Office::new();
    std::fs::create_dir(office.path("small")).unwrap();
    let script = format!(
        "set -e; mount -t tmpfs -o size=20m none small; Q={}; export QUDRA_DATABASE_URL=small/q.db
        $Q key create --role admin --name Amina >/dev/null
        $Q import programmes {} >/dev/null
        dd if=/dev/zero of=small/fill bs=4k 2>/dev/null || true
        $Q export programmes --out programmes.csv
        $Q backup --out copy.db
        $Q backup --verify copy.db
        $Q doctor --listen 127.0.0.1:0",
        env!("CARGO_BIN_EXE_qudra"),
        seed("programmes.csv"),
    );
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", &script]).current_dir(office.path(""));
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && said.contains("sound") && said.contains("ok      ledger"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The service as a process, and where it listens.
#[cfg(unix)]
fn serve(office: &Office, log: &str) -> (Child, String) {
    let mut command = office.command(&["serve", "--no-seed", "--listen", "127.0.0.1:0"]);
    command
        .env("QUDRA_LOG", log)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut service = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(service.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line.split("http://").nth(1).unwrap();
    (service, address.split_whitespace().next().unwrap().to_owned())
}

#[cfg(unix)]
fn stop(service: &Child) {
    let told = Command::new("kill").args(["-TERM", &service.id().to_string()]).status();
    assert!(told.unwrap().success());
}

#[cfg(unix)]
#[test]
fn the_log_names_who_asked_and_never_the_key() {
    let office = Office::new();
    let printed = office.says(&["key", "create", "--role", "officer", "--name", "Amina of the office"]);
    let key = printed.lines().last().unwrap();
    let (mut service, address) = serve(&office, "info");
    for authorization in [
        "",
        &format!("authorization: Bearer {key}\r\n"),
        "authorization: Bearer qk_no\r\n",
    ] {
        let mut client = std::net::TcpStream::connect(&address).unwrap();
        let request = format!("GET /api/v1/fields HTTP/1.1\r\nhost: x\r\n{authorization}connection: close\r\n\r\n");
        client.write_all(request.as_bytes()).unwrap();
        client.read_to_end(&mut Vec::new()).unwrap();
    }
    stop(&service);
    let mut log = String::new();
    service.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    service.wait().unwrap();
    for caller in ["public", "Amina of the office", "unknown key"] {
        let named = log
            .lines()
            .filter(|line| line.contains("answered") && line.contains(caller));
        assert_eq!(named.count(), 1, "{caller}: {log}");
    }
    assert!(!log.contains("qk_"), "{log}");
}

#[cfg(unix)]
#[test]
fn a_stop_does_not_wait_for_bodies_that_never_come() {
    let office = Office::new();
    let printed = office.says(&["key", "create", "--role", "admin", "--name", "Amina"]);
    let key = printed.lines().last().unwrap();
    let (mut service, address) = serve(&office, "warn");
    let begin = |bytes: &str| {
        let mut client = std::net::TcpStream::connect(&address).unwrap();
        client.write_all(bytes.as_bytes()).unwrap();
        client
    };
    let held: Vec<_> = (0..50)
        .map(|_| begin(&format!("POST /api/v1/activities HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{{")))
        .collect();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let began = std::time::Instant::now();
    self::stop(&service);
    let ended = service.wait().unwrap();
    assert!(ended.success(), "{ended}");
    assert!(began.elapsed().as_secs_f32() < 8.0, "{:?}", began.elapsed());
    drop(held);
}
