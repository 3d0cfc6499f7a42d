//! Why a request is refused: a status, and a sentence in each language.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A refusal.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    ko: String,
    en: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status, ko: ko.into(), en: en.into() }
    }

    /// Something in the request is not as it should be.
    pub(super) fn bad(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ko, en)
    }

    /// The refusal of what does not exist.
    pub(super) fn absent() -> Self {
        Self::new(StatusCode::NOT_FOUND, "그런 것이 없습니다.", "There is no such thing.")
    }

    /// The disk or the system does not do it.
    pub(super) fn system(why: &dyn std::fmt::Display) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("컴퓨터가 하지 못했습니다: {why}"),
            format!("The machine could not do it: {why}"),
        )
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        with_json(self.status, &json!({ "error": { "ko": self.ko, "en": self.en } }))
    }
}

/// An answer of data.
pub(super) fn with_json(status: StatusCode, value: &Value) -> Response {
    let mut answer = Response::new(Body::from(value.to_string()));
    *answer.status_mut() = status;
    let kind = header::HeaderValue::from_static("application/json; charset=utf-8");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}
