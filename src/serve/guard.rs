//! Who may ask: only a page of this very server, with the token that was printed when it began.

use std::fmt::Write as _;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::Read;

use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;

/// Bytes of the largest body: a scenario and its edits, with room for what JSON adds.
pub(super) const LARGEST: usize = 4 << 20;
/// Bytes of the longest address.
const LONGEST: usize = 2_000;

/// The token, and the names under which the page is reached.
pub(super) struct Guard {
    token: String,
    cookie: String,
    hosts: [String; 2],
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Guard").field("hosts", &self.hosts).finish_non_exhaustive()
    }
}

impl Guard {
    pub(super) fn new(port: u16) -> Self {
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Self { token: token(), cookie: format!("daegi-{port}"), hosts }
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// The header that lets the page ask on without the token in its address.
    pub(super) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.token)
    }

    /// Whether the address carries the right token.
    pub(super) fn in_address(&self, uri: &Uri) -> bool {
        asked(uri, "token").is_some_and(|token| same(token, &self.token))
    }

    /// Whether a request may be answered.
    pub(super) fn look(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<(), Refusal> {
        let host = text(headers, header::HOST.as_str());
        if !host.is_some_and(|host| self.hosts.iter().any(|own| own == host)) {
            return Err(Refusal::new(
                StatusCode::MISDIRECTED_REQUEST,
                "이 주소(Host)로는 답하지 않습니다.",
                "This server does not answer to that name (Host).",
            ));
        }
        if uri.path_and_query().is_none_or(|all| all.as_str().len() > LONGEST)
            || uri.scheme().is_some()
        {
            return Err(Refusal::new(
                StatusCode::URI_TOO_LONG,
                "주소가 너무 깁니다.",
                "The address is too long or names another server.",
            ));
        }
        let changes = !matches!(*method, Method::GET | Method::HEAD);
        let own = |origin: &str| {
            origin.strip_prefix("http://").is_some_and(|rest| self.hosts.iter().any(|h| h == rest))
        };
        let foreign = match text(headers, header::ORIGIN.as_str()) {
            Some(origin) => !own(origin),
            None => changes,
        };
        let site = text(headers, "sec-fetch-site");
        let elsewhere = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
        // Following the printed address from another page is a cross-site request, and the token shows that it is meant.
        if foreign || (elsewhere && !self.in_address(uri)) {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "다른 페이지에서 온 요청입니다(Origin).",
                "The request comes from another page (Origin).",
            ));
        }
        if !self.in_address(uri) && !self.in_cookie(headers) {
            return Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                "토큰이 없거나 다릅니다. daegi serve가 출력한 주소를 여세요.",
                "The token is missing or wrong: open the address that daegi serve has printed.",
            ));
        }
        let length = text(headers, header::CONTENT_LENGTH.as_str());
        if length.is_some_and(|length| !length.parse().is_ok_and(|bytes: usize| bytes <= LARGEST)) {
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "요청이 너무 큽니다(4 MB까지).",
                "The request is too large (4 MB at most).",
            ));
        }
        Ok(())
    }

    fn in_cookie(&self, headers: &HeaderMap) -> bool {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        all.flat_map(|list| list.split(';')).any(|one| {
            one.trim()
                .split_once('=')
                .is_some_and(|(name, value)| name == self.cookie && same(value, &self.token))
        })
    }
}

/// What an address asks for under a name, as it stands.
pub(super) fn asked<'u>(uri: &'u Uri, name: &str) -> Option<&'u str> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, it)| it)
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    // Two of a kind are none that can be trusted.
    match (all.next(), all.next()) {
        (Some(one), None) => Some(one.to_str().unwrap_or("?")),
        (Some(_), Some(_)) => Some("?"),
        _ => None,
    }
}

/// Compares in a time that does not tell where two texts differ.
fn same(given: &str, own: &str) -> bool {
    given.len() == own.len()
        && given.bytes().zip(own.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// 256 bits of the system's randomness as text.
fn token() -> String {
    let mut hash = Sha256::new();
    // What the standard library has the system draw for its hash tables stands in where there is no device.
    for salt in 0..4_u64 {
        let mut one = RandomState::new().build_hasher();
        one.write_u64(salt);
        hash.update(one.finish().to_le_bytes());
    }
    let mut bytes = [0_u8; 32];
    let device = std::fs::File::open("/dev/urandom");
    if device.and_then(|mut device| device.read_exact(&mut bytes)).is_ok() {
        hash.update(bytes);
    }
    hex(&hash.finalize())
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(guard: &Guard, method: &Method, uri: &str, headers: &[(&str, &str)]) -> u16 {
        use axum::response::IntoResponse;
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            let name = header::HeaderName::from_bytes(name.as_bytes()).unwrap();
            all.append(name, value.parse().unwrap());
        }
        match guard.look(method, &uri.parse().unwrap(), &all) {
            Ok(()) => 200,
            Err(refusal) => refusal.into_response().status().as_u16(),
        }
    }

    #[test]
    fn only_its_own_page_with_its_token_is_answered() {
        let guard = Guard::new(8000);
        assert_ne!(guard.token(), Guard::new(8000).token());
        let cookie = format!("a=b; daegi-8000={}", guard.token());
        let (host, cookie) = (("host", "127.0.0.1:8000"), ("cookie", cookie.as_str()));
        let own = ("origin", "http://127.0.0.1:8000");
        let (get, post) = (&Method::GET, &Method::POST);
        let with = format!("/?token={}", guard.token());
        assert_eq!(status(&guard, get, "/", &[host, cookie]), 200);
        assert_eq!(status(&guard, get, &with, &[host]), 200);
        assert_eq!(status(&guard, post, "/", &[host, cookie, own]), 200);
        assert_eq!(status(&guard, get, "/", &[("host", "evil.example:8000"), cookie]), 421);
        assert_eq!(status(&guard, get, "/", &[host, host, cookie]), 421, "two hosts");
        assert_eq!(status(&guard, get, "/", &[host]), 401);
        assert_eq!(status(&guard, get, "/?token=0", &[host]), 401);
        assert_eq!(status(&guard, post, "/", &[host, cookie]), 403, "a change without an origin");
        let evil = ("origin", "http://evil.example");
        assert_eq!(status(&guard, get, "/", &[host, cookie, evil]), 403);
        assert_eq!(status(&guard, get, "/", &[host, cookie, ("origin", "null")]), 403);
        assert_eq!(status(&guard, get, "/", &[host, cookie, ("sec-fetch-site", "same-site")]), 403);
        let large = ("content-length", "104857600");
        assert_eq!(status(&guard, post, "/", &[host, cookie, own, large]), 413);
    }
}
