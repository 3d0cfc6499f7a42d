//! Arithmetic that does not fit stops the program, in every build: it never wraps to a number that looks like any other.

/// What checked arithmetic gives.
///
/// # Panics
/// If the result does not fit. The limits of a scenario's values keep every sum far below.
#[inline(always)]
pub(crate) fn kept(result: Option<i64>) -> i64 {
    match result {
        Some(number) => number,
        None => too_large(),
    }
}

#[cold]
#[inline(never)]
fn too_large() -> ! {
    panic!("a number has grown beyond what can be counted")
}
