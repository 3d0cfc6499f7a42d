//! `daegi serve` from outside, over its socket: who is answered, who is refused, and that it lives on.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A page that is open, with its folder; both end with the test.
struct Page {
    child: Child,
    port: u16,
    token: String,
    folder: PathBuf,
}

impl Page {
    fn open(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("daegi-serve-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        fs::copy(root.join("scenarios/one-queue.toml"), folder.join("one.toml")).expect("a copy");
        Self::open_in(folder)
    }

    fn open_in(folder: PathBuf) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daegi"))
            .args(["serve", "--port", "0", "--lang", "en"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let said = BufReader::new(child.stdout.take().expect("piped"));
        let url = said.lines().map_while(Result::ok).find(|line| line.contains("http://"));
        let url = url.expect("the address is printed");
        let (_, rest) = url.split_once("127.0.0.1:").expect("loopback");
        let (port, rest) = rest.split_once("/?token=").expect("a token");
        let token = rest.split('&').next().expect("a token").to_owned();
        Self { port: port.parse().expect("a port"), token, child, folder }
    }

    /// Ends the process as nothing that it could prepare for, and keeps the folder.
    fn kill(mut self) -> PathBuf {
        self.child.kill().expect("killed");
        self.child.wait().expect("over");
        std::mem::take(&mut self.folder)
    }

    /// Sends bytes and reads the status and the body of what comes back; status 0: nothing did.
    fn send(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a time");
        // A server that has seen enough may close before all is sent.
        let _ = stream.write_all(bytes);
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        let said = String::from_utf8_lossy(&said).into_owned();
        let status = said.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let body = said.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
        (status, body)
    }

    /// A request as the page sends it.
    fn own(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let Self { port, token, .. } = self;
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send(
            format!(
                "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
                 Cookie: daegi-{port}={token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{body}",
                body.len()
            )
            .as_bytes(),
        )
    }

    fn data(&self, path: &str) -> Value {
        let (status, body) = self.own("GET", path, None);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Waits until a run is in one of the states.
    fn wait(&self, id: &str, states: &[&str]) -> Value {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(120) {
            let all = self.data("/api/runs");
            let runs = all["runs"].as_array().expect("a list");
            let run = runs.iter().find(|one| one["run"]["id"] == id).expect("it is listed");
            if states.iter().any(|state| run["run"]["state"] == *state) {
                return run["run"].clone();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("run {id} is never {states:?}");
    }

    fn play(&self, text: &str, futures: u32) -> String {
        let wish = json!({ "name": "one.toml", "text": text, "futures": futures, "no_jobs": false, "lang": "en" });
        let (status, body) = self.own("POST", "/api/runs", Some(&wish));
        assert_eq!(status, 200, "{body}");
        let said: Value = serde_json::from_str(&body).expect("JSON");
        said["id"].as_str().expect("an id").to_owned()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.folder.join("one.toml")).expect("it is there")
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !self.folder.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

#[test]
fn what_is_not_its_own_page_is_refused_ten_thousand_times_and_it_lives_on() {
    let page = Page::open("refused");
    let (port, token) = (page.port, page.token.clone());
    let with = |head: &str, rest: &str| {
        format!("{head} HTTP/1.1\r\n{rest}Connection: close\r\n\r\n").into_bytes()
    };
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let cookie = format!("Cookie: daegi-{port}={token}\r\n");
    let origin = format!("Origin: http://127.0.0.1:{port}\r\n");
    let own = format!("{host}{cookie}{origin}");
    let json = format!("{own}Content-Type: application/json\r\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", page.folder.join("link.toml")).expect("a link");
    let cases: Vec<(Vec<u8>, &[u16])> = vec![
        (with("GET /", &format!("Host: evil.example:{port}\r\n{cookie}")), &[421]),
        (with("GET /", &cookie), &[400, 421]),
        (with("GET /", &format!("{host}{cookie}Origin: http://evil.example\r\n")), &[403]),
        (with("POST /api/runs", &format!("{host}{cookie}")), &[403]),
        (with("GET /", &format!("{host}{cookie}Sec-Fetch-Site: cross-site\r\n")), &[403]),
        (with("GET /", &host), &[401]),
        (with("GET /?token=0000", &host), &[401]),
        (
            with("GET /api/runs", &format!("{host}Cookie: daegi-{port}={}\r\n", "0".repeat(64))),
            &[401],
        ),
        (with("GET /api/file/..%2F..%2Fetc%2Fpasswd", &own), &[400]),
        (with("GET /api/file/../../etc/passwd", &own), &[404]),
        (with("GET /api/file/%2Fetc%2Fpasswd.toml", &own), &[400]),
        (with("GET /api/file/.daegi-runs", &own), &[400]),
        (with("GET /api/file/a%00.toml", &own), &[400]),
        #[cfg(unix)]
        (with("GET /api/file/link.toml", &own), &[403]),
        (with("GET /api/runs/..%2F..%2Fx/answer", &own), &[404]),
        (with("GET /api/runs/0001/file/..%2Frun.json", &own), &[404]),
        (with("GET /assets/..%2Fserve.rs", &own), &[404]),
        (with("GET /nothing", &own), &[404]),
        (with("DELETE /api/files", &own), &[405]),
        (with("BREW /", &own), &[405]),
        (with("PUT /api/file/one.toml", &format!("{json}Content-Length: 104857600\r\n")), &[413]),
        (
            with("POST /api/view", &format!("{json}Content-Length: 2\r\n"))
                .into_iter()
                .chain(*b"{}")
                .collect(),
            &[400],
        ),
        (
            with("POST /api/view", &format!("{own}Content-Length: 2\r\n"))
                .into_iter()
                .chain(*b"{}")
                .collect(),
            &[415],
        ),
        (with(&format!("GET /{}", "a".repeat(3_000)), &own), &[414]),
        (b"nonsense\r\n\r\n".to_vec(), &[400]),
    ];
    for (bytes, expected) in &cases {
        let (status, body) = page.send(bytes);
        assert!(expected.contains(&status), "{}: {status} {body}", String::from_utf8_lossy(bytes));
        assert!(!body.contains("root:"), "{body}");
    }
    for request in (0..10_000).map(|n| &cases[n % cases.len()]) {
        let (status, _) = page.send(&request.0);
        assert!(request.1.contains(&status), "{}: {status}", String::from_utf8_lossy(&request.0));
    }
    assert_eq!(page.own("GET", "/api/files", None).0, 200, "it lives on");
    if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", page.child.id())) {
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
        let kilobytes: u64 =
            line.split_whitespace().nth(1).expect("a number").parse().expect("one");
        assert!(kilobytes < 200_000, "{line}");
    }
}

#[test]
fn a_body_of_a_hundred_megabytes_is_not_taken_in() {
    let page = Page::open("large");
    let Page { port, token, .. } = &page;
    let head = format!(
        "POST /api/view HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
         Cookie: daegi-{port}={token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    let mut stream = TcpStream::connect(("127.0.0.1", *port)).expect("it listens");
    stream.write_all(head.as_bytes()).expect("sent");
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 20, "a".repeat(1 << 20));
    let taken = (0..100).take_while(|_| stream.write_all(chunk.as_bytes()).is_ok()).count();
    assert!(taken < 100, "all of it was read");
    assert_eq!(page.own("GET", "/api/files", None).0, 200, "it lives on");
}

#[test]
fn a_silent_connection_does_not_keep_others_out() {
    let page = Page::open("silent");
    let silent: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", page.port)).expect("it listens");
            stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
            stream
        })
        .collect();
    assert_eq!(page.own("GET", "/api/files", None).0, 200);
    drop(silent);
}

#[test]
fn a_run_has_the_digests_of_the_command_line_and_outlives_a_kill() {
    let page = Page::open("runs");
    let text = page.text();
    let first = page.play(&text, 20);
    let run = page.wait(&first, &["done", "failed"]);
    assert_eq!(run["state"], "done", "{run}");
    assert_eq!(run["stages"].as_array().map(Vec::len), Some(3), "4, 16 and 20 futures");
    let quick =
        ["n4", "n16"].map(|of| page.folder.join(".daegi-runs").join(&first).join("quick").join(of));
    assert!(quick.iter().all(|folder| folder.join("manifest.json").exists()), "{quick:?}");

    let out = page.folder.join("by-hand");
    let done = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .args(["run", "one.toml", "-n", "20", "--quiet", "--out"])
        .arg(&out)
        .current_dir(&page.folder)
        .status()
        .expect("it runs");
    assert!(done.success());
    let digests = |folder: &Path| -> Value {
        let text = fs::read_to_string(folder.join("manifest.json")).expect("a manifest");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        json!([manifest["tables"], manifest["scenario"]["digest"]])
    };
    let runs = page.folder.join(".daegi-runs");
    assert_eq!(digests(&runs.join(&first).join("n20")), digests(&out));
    let answer = page.data(&format!("/api/runs/{first}/answer?lang=en"));
    assert_eq!(answer["stage"]["futures"], 20);
    assert!(answer["charts"].as_array().is_some_and(|charts| !charts.is_empty()));
    assert_eq!(page.own("GET", &format!("/api/runs/{first}/results.zip"), None).0, 200);

    // A long one is killed with the page; a third waits behind it and is then taken out of the queue.
    let second = page.play(&text, 100_000);
    page.wait(&second, &["running"]);
    let third = page.play(&text, 20);
    assert_eq!(page.own("POST", &format!("/api/runs/{third}/cancel"), Some(&json!({}))).0, 200);
    page.wait(&third, &["cancelled"]);
    let page = Page::open_in(page.kill());
    assert_eq!(page.wait(&first, &["done"])["stages"], run["stages"], "what was done is there");
    page.wait(&second, &["unfinished"]);

    // And one that is stopped leaves nothing behind that still works.
    let fourth = page.play(&text, 100_000);
    page.wait(&fourth, &["running"]);
    assert_eq!(page.own("POST", &format!("/api/runs/{fourth}/cancel"), Some(&json!({}))).0, 200);
    page.wait(&fourth, &["cancelled"]);
    assert_eq!(page.own("DELETE", &format!("/api/runs/{fourth}"), None).0, 200);
    assert!(!page.folder.join(".daegi-runs").join(&fourth).exists());
}

#[test]
fn a_file_that_another_has_changed_is_not_written_over() {
    let page = Page::open("tabs");
    let opened = page.data("/api/file/one.toml");
    let text = opened["text"].as_str().expect("text").to_owned();
    let save = |text: &str, before: &Value| {
        let body = json!({ "text": text, "before": before });
        page.own("PUT", "/api/file/one.toml", Some(&body)).0
    };
    assert_eq!(save(&format!("{text}# one tab\n"), &opened["digest"]), 200);
    assert_eq!(save(&format!("{text}# another\n"), &opened["digest"]), 409);
    assert!(page.text().ends_with("# one tab\n"));
    let outside = json!({ "text": "based-on = \"../../x.toml\"\n", "before": null });
    assert_eq!(page.own("PUT", "/api/file/new.toml", Some(&outside)).0, 403);
    assert!(!page.folder.join("new.toml").exists());
}

#[test]
fn one_folder_has_one_page() {
    let page = Page::open("taken");
    let second = Command::new(env!("CARGO_BIN_EXE_daegi"))
        .args(["serve", "--port", "0"])
        .arg(&page.folder)
        .output()
        .expect("it starts");
    assert_eq!(second.status.code(), Some(2), "{second:?}");
}
