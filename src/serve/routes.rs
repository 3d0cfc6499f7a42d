//! What can be asked for, and what is answered.

use std::fs;
use std::path::Path as FsPath;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::edit::{self, Change};
use super::files::digest;
use super::guard::{LARGEST, asked};
use super::queue::Wish;
use super::refusal::{Refusal, with_json};
use super::run::{Run, SCENARIO, Stage, is_id};
use super::{Server, answer, briefing, form, held, stream};
use crate::scenario::{LIBRARY, Scenario, shipped};
use crate::words::Language;

type Of = State<Arc<Server>>;
type Answer = Result<Response, Refusal>;

/// Futures that may be asked for.
const MOST_FUTURES: u32 = 100_000;

const PAGE: &str = include_str!("page/index.html");
const ASSETS: [(&str, &str, &str); 5] = [
    ("app.js", "text/javascript; charset=utf-8", include_str!("page/app.js")),
    ("words.js", "text/javascript; charset=utf-8", include_str!("page/words.js")),
    ("results.js", "text/javascript; charset=utf-8", include_str!("page/results.js")),
    ("icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("style.css", "text/css; charset=utf-8", include_str!("page/style.css")),
];

/// Nothing but what comes from here may be loaded, sent to or run.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
/// A page of results carries its style and pictures in itself and runs nothing.
const RESULTS_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox";

/// All requests that are answered.
pub(super) fn routes(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/assets/{name}", get(asset))
        .route("/api/files", get(files))
        .route("/api/file/{name}", get(open).put(save))
        .route("/api/copy", post(copy))
        .route("/api/view", post(view))
        .route("/api/edit", post(change))
        .route("/api/runs", get(runs).post(play))
        .route("/api/events", get(events))
        .route("/api/runs/{id}", axum::routing::delete(delete))
        .route("/api/runs/{id}/cancel", post(cancel))
        .route("/api/runs/{id}/answer", get(found))
        .route("/api/runs/{id}/scenario", get(scenario))
        .route("/api/runs/{id}/chart/{name}", get(chart))
        .route("/api/runs/{id}/briefing", post(brief))
        .route("/api/runs/{id}/file/{name}", get(file))
        .route("/api/runs/{id}/results.zip", get(results))
        .fallback(async || Refusal::absent())
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(Arc::clone(&server), guarded))
        .with_state(server)
}

/// Looks at every request before anything else does, and closes every answer to others.
async fn guarded(State(server): Of, request: Request, next: Next) -> Response {
    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
    let mut answer = match server.guard.look(method, uri, headers) {
        Ok(()) => next.run(request).await,
        Err(refusal) => {
            let mut answer = refusal.into_response();
            // The rest of the request, such as a body of 100 MB, is not read.
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            answer
        }
    };
    let own = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in own {
        let name = HeaderName::from_static(name);
        answer.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    answer
}

fn with(kind: &'static str, body: impl Into<Body>) -> Response {
    let mut answer = Response::new(body.into());
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

fn data(value: &Value) -> Response {
    with_json(StatusCode::OK, value)
}

/// Does what waits for the disk or works for long where it holds up no other request.
async fn off<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::task::spawn_blocking(work).await.map_err(|why| Refusal::system(&why))?
}

fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &Bytes) -> Result<T, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some("application/json") {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "application/json이 아닙니다.",
            "The request is not of the kind application/json.",
        ));
    }
    serde_json::from_slice(body).map_err(|why| {
        Refusal::bad(
            format!("요청을 읽을 수 없습니다: {why}"),
            format!("The request cannot be read: {why}"),
        )
    })
}

fn language(uri: &Uri) -> Language {
    asked(uri, "lang").and_then(Language::from_code).unwrap_or_default()
}

async fn page(State(server): Of) -> Response {
    let mut answer = with("text/html; charset=utf-8", PAGE);
    if let Ok(cookie) = HeaderValue::from_str(&server.guard.set_cookie()) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

async fn asset(Path(name): Path<String>) -> Answer {
    let found = ASSETS.iter().find(|(own, _, _)| *own == name);
    found.map(|(_, kind, text)| with(kind, *text)).ok_or_else(Refusal::absent)
}

/// The scenarios of the folder, and those that ship with the program.
async fn files(State(server): Of) -> Answer {
    off(move || {
        let names = server.folder.names().map_err(|why| Refusal::system(&why))?;
        let shipped: Vec<&str> = LIBRARY.iter().map(|(name, _)| *name).collect();
        Ok(data(&json!({
            "folder": server.folder.root().display().to_string(), "files": names,
            "shipped": shipped, "first": server.first,
        })))
    })
    .await
}

async fn open(State(server): Of, Path(name): Path<String>) -> Answer {
    off(move || {
        let text = server.folder.read(&name)?;
        Ok(data(&form::view(&server.folder, &name, &text)?))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    text: String,
    /// Digest of the file that was opened; none: there must be no file of that name.
    before: Option<String>,
}

async fn save(
    State(server): Of,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let Saved { text, before } = read(&headers, &body)?;
    off(move || {
        server.folder.keeps_inside(&text)?;
        let _one = held(&server.writing);
        let there = match server.folder.read(&name) {
            Ok(there) => Some(digest(&there)),
            Err(_) if before.is_none() && !server.folder.path(&name)?.exists() => None,
            Err(refusal) => return Err(refusal),
        };
        if there != before && there.as_deref() != Some(&digest(&text)) {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                "파일이 그사이 바뀌었습니다(다른 탭이나 편집기). 다시 열거나 다른 이름으로 저장하세요.",
                "The file has changed meanwhile (another tab or an editor): open it again, or save under another name.",
            ));
        }
        server.folder.write(&name, &text)?;
        Ok(data(&json!({ "digest": digest(&text) })))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Copied {
    shipped: String,
    name: String,
}

/// A shipped scenario becomes a file of the folder.
async fn copy(State(server): Of, headers: HeaderMap, body: Bytes) -> Answer {
    let Copied { shipped: from, name } = read(&headers, &body)?;
    off(move || {
        let text = shipped(&from).ok_or_else(Refusal::absent)?;
        let _one = held(&server.writing);
        if fs::symlink_metadata(server.folder.path(&name)?).is_ok() {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                "그 이름의 파일이 이미 있습니다.",
                "There is already a file of that name.",
            ));
        }
        server.folder.write(&name, text)?;
        Ok(data(&json!({ "name": name })))
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edited {
    name: String,
    text: String,
    #[serde(default)]
    changes: Vec<Change>,
}

/// The forms and problems of a text that is not saved.
async fn view(State(server): Of, headers: HeaderMap, body: Bytes) -> Answer {
    let Edited { name, text, .. } = read(&headers, &body)?;
    off(move || Ok(data(&form::view(&server.folder, &name, &text)?))).await
}

async fn change(State(server): Of, headers: HeaderMap, body: Bytes) -> Answer {
    let Edited { name, text, changes } = read(&headers, &body)?;
    off(move || {
        let text = edit::apply(&text, &changes)?;
        Ok(data(&form::view(&server.folder, &name, &text)?))
    })
    .await
}

async fn runs(State(server): Of) -> Answer {
    off(move || Ok(data(&server.queue.as_data()))).await
}

async fn events(State(server): Of) -> Response {
    stream::events(Arc::clone(&server.queue))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Played {
    name: String,
    text: String,
    futures: u32,
    no_jobs: bool,
    lang: String,
}

async fn play(State(server): Of, headers: HeaderMap, body: Bytes) -> Answer {
    let Played { name, text, futures, no_jobs, lang } = read(&headers, &body)?;
    off(move || {
        if !(1..=MOST_FUTURES).contains(&futures) {
            return Err(Refusal::bad(
                format!("모의실험 횟수는 1부터 {MOST_FUTURES}까지입니다."),
                format!("Between 1 and {MOST_FUTURES} futures can be played."),
            ));
        }
        let Some(language) = Language::from_code(&lang) else {
            return Err(Refusal::bad("언어는 ko 또는 en입니다.", "A language is ko or en."));
        };
        server.folder.keeps_inside(&text)?;
        let path = server.folder.path(&name)?;
        let scenario = Scenario::parse_beside(&path, &text).map_err(|problems| {
            let told = |language: Language| problems.in_language(language);
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, told(Language::Ko), told(Language::En))
        })?;
        let (title, lang) = (scenario.title, language.code().to_owned());
        let run = server.queue.ask(Wish { file: name, text, title, futures, no_jobs, lang })?;
        Ok(data(&json!({ "id": run.id })))
    })
    .await
}

fn run_of(server: &Server, id: &str) -> Result<Run, Refusal> {
    if is_id(id) { server.queue.find(id) } else { Err(Refusal::absent()) }
}

async fn cancel(State(server): Of, Path(id): Path<String>) -> Answer {
    off(move || {
        server.queue.cancel(&run_of(&server, &id)?.id)?;
        Ok(data(&json!({})))
    })
    .await
}

async fn delete(State(server): Of, Path(id): Path<String>) -> Answer {
    off(move || {
        server.queue.delete(&run_of(&server, &id)?.id)?;
        Ok(data(&json!({})))
    })
    .await
}

async fn found(State(server): Of, Path(id): Path<String>, uri: Uri) -> Answer {
    let language = language(&uri);
    off(move || {
        let run = run_of(&server, &id)?;
        let answer = |run: &Run| {
            drawn(&server, run, language)?;
            answer::of(run, &server.queue.runs, language)
        };
        let found = answer(&run).or_else(|refusal| {
            // The tables of a stage go when those of the next are there.
            let now = run_of(&server, &id)?;
            if now.stages.len() > run.stages.len() { answer(&now) } else { Err(refusal) }
        });
        Ok(data(&found?))
    })
    .await
}

/// Has the charts of a run drawn in a language, if they are not.
fn drawn(server: &Server, run: &Run, language: Language) -> Result<(), Refusal> {
    let folder = run.results(&server.queue.runs).ok_or_else(Refusal::absent)?;
    let page = format!("report.{}.html", language.code());
    // While it is played there will soon be others; what stopped before its tables were there has none to draw.
    if run.is_open() || !run.is_whole() || folder.join(&page).exists() {
        return Ok(());
    }
    let _one = held(&server.making);
    if folder.join(&page).exists() {
        return Ok(());
    }
    briefing::make(&server.queue, &folder, "charts,page", language.code())
}

async fn scenario(State(server): Of, Path(id): Path<String>) -> Answer {
    off(move || {
        let run = run_of(&server, &id)?;
        let text = fs::read_to_string(server.queue.runs.join(&run.id).join(SCENARIO));
        let text = text.map_err(|why| Refusal::system(&why))?;
        Ok(data(&form::view(&server.folder, &run.file, &text)?))
    })
    .await
}

/// A name that leads nowhere but to a file of the folder.
fn plain(name: &str) -> bool {
    !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// The bytes of an ordinary file; a link is none.
fn bytes(folder: &FsPath, name: &str) -> Result<Vec<u8>, Refusal> {
    let path = folder.join(name);
    let there = fs::symlink_metadata(&path);
    if !plain(name) || !there.is_ok_and(|there| there.is_file()) {
        return Err(Refusal::absent());
    }
    fs::read(path).map_err(|why| Refusal::system(&why))
}

async fn chart(State(server): Of, Path((id, name)): Path<(String, String)>, uri: Uri) -> Answer {
    let language = language(&uri);
    off(move || {
        let run = run_of(&server, &id)?;
        // The stage that the answer is of, though another may have come meanwhile.
        let wanted = asked(&uri, "n").and_then(|text| text.parse().ok());
        let is_quick = asked(&uri, "quick").is_some();
        let same = |stage: &&Stage| Some(stage.futures) == wanted && stage.options_only == is_quick;
        let stage = run.stages.iter().find(same);
        let stage = stage.or(run.stages.last()).ok_or_else(Refusal::absent)?;
        let folder = server.queue.runs.join(&run.id).join(stage.folder());
        let name = format!("{name}.{}.svg", language.code());
        let mut answer = with("image/svg+xml", bytes(&folder.join("charts"), &name)?);
        let policy = HeaderValue::from_static(RESULTS_POLICY);
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        Ok(answer)
    })
    .await
}

async fn brief(State(server): Of, Path(id): Path<String>) -> Answer {
    off(move || {
        let run = run_of(&server, &id)?;
        let folder = run.results(&server.queue.runs).ok_or_else(Refusal::absent)?;
        if run.is_open() {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                "실행이 끝난 뒤에 만들 수 있습니다.",
                "This can be made when the run is over.",
            ));
        }
        if !run.is_whole() {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                "끝까지 실행한 결과로만 만들 수 있습니다.",
                "This can be made of a run that was played to its end.",
            ));
        }
        let _one = held(&server.making);
        briefing::make(&server.queue, &folder, "brief,hwpx,pdf,workbook,slides", "both")?;
        Ok(data(&json!({ "files": briefing::made(&folder) })))
    })
    .await
}

async fn file(State(server): Of, Path((id, name)): Path<(String, String)>) -> Answer {
    off(move || {
        let folder =
            run_of(&server, &id)?.results(&server.queue.runs).ok_or_else(Refusal::absent)?;
        let kind = briefing::kind(&name).ok_or_else(Refusal::absent)?;
        let mut answer = with(kind, bytes(&folder, &name)?);
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(RESULTS_POLICY));
        if !name.ends_with(".html") {
            attach(headers, &format!("{id}-{name}"));
        }
        Ok(answer)
    })
    .await
}

async fn results(State(server): Of, Path(id): Path<String>) -> Answer {
    off(move || {
        let run = run_of(&server, &id)?;
        let folder = run.results(&server.queue.runs).ok_or_else(Refusal::absent)?;
        let scenario = server.queue.runs.join(&run.id).join(SCENARIO);
        let name = format!("daegi-{id}");
        let bytes = briefing::archive(&folder, &name, &scenario);
        let mut answer = with("application/zip", bytes.map_err(|why| Refusal::system(&why))?);
        attach(answer.headers_mut(), &format!("{name}.zip"));
        Ok(answer)
    })
    .await
}

/// Has the browser save what is answered.
fn attach(headers: &mut HeaderMap, name: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
}
