//! A real browser: Chromium without a window, driven by the protocol that the W3C made for it. One test at a
//! time has it; each starts with an empty profile.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};

/// What to do where there is none; said by the test that fails.
const ADVICE: &str = "the tests need chromium and chromedriver: run `make test`, or on Debian as root \
    `apt-get install -y --no-install-recommends chromium chromium-driver`";

const ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// A browser with one window; closed when dropped.
pub struct Browser {
    driver: Child,
    agent: ureq::Agent,
    session: String,
    _profile: tempfile::TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Browser {
    /// Opens a window of so many CSS pixels. Waits for its turn.
    pub fn open(width: u32, height: u32) -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect(ADVICE);
        let lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
        let port = lines
            .map_while(Result::ok)
            .find_map(|line| {
                Some(
                    line.split_once("successfully on port ")?
                        .1
                        .trim_end_matches('.')
                        .to_owned(),
                )
            })
            .expect("ChromeDriver says its port");
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .http_status_as_error(false)
                .timeout_global(Some(Duration::from_mins(1)))
                .build(),
        );
        let profile = tempfile::tempdir().unwrap();
        let folder = format!("--user-data-dir={}", profile.path().display());
        let arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into_iter().chain([folder]).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let mut browser = Self {
            driver,
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
            _profile: profile,
            _turn: turn,
        };
        let made = browser.tell("", &wanted);
        let id = made["sessionId"].as_str().unwrap_or_else(|| panic!("{ADVICE}: {made}"));
        browser.session = format!("{}/{id}", browser.session);
        browser.tell(
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": {
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            }}),
        );
        browser
    }

    /// Goes to an address and waits until it is loaded.
    pub fn visit(&self, url: &str) {
        self.tell("/url", &json!({"url": url}));
    }

    /// What a piece of JavaScript returns; a promise is waited for.
    pub fn run(&self, script: &str) -> Value {
        let script = format!("return (async () => {{ {script} }})()");
        self.tell("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// Asks again until the script returns something that is true, for up to ten seconds.
    pub fn wait_for(&self, script: &str) -> Value {
        for _ in 0..100 {
            let found = self.run(script);
            if !matches!(found, Value::Null | Value::Bool(false)) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("never true: {script}");
    }

    /// What the browser complained of since it was last asked: errors of scripts, refused and missing files.
    pub fn complaints(&self) -> Vec<String> {
        let entries = self.tell("/se/log", &json!({"type": "browser"}));
        let entries = entries.as_array().cloned().unwrap_or_default();
        let serious = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        serious.map(|entry| entry["message"].to_string()).collect()
    }

    fn tell(&self, command: &str, body: &Value) -> Value {
        let url = format!("{}{command}", self.session);
        let request = self.agent.post(&url).header("content-type", "application/json");
        let mut answer = request.send(body.to_string().as_bytes()).expect("ChromeDriver answers");
        let text = answer.body_mut().read_to_string().expect("a text");
        let said: Value = serde_json::from_str(&text).expect("JSON");
        assert!(answer.status().is_success(), "{command}: {said}");
        said["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.agent.delete(&self.session).call());
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
