//! When enough futures were played: twice as many each time, until they are enough or the most that are allowed.

/// Doubles a number of futures from `first` to `most` until `enough` says so of them. Gives the number and whether they
/// are enough.
///
/// # Errors
/// What `enough` fails with.
pub fn doubling<E>(
    first: u32,
    most: u32,
    mut enough: impl FnMut(u32) -> Result<bool, E>,
) -> Result<(u32, bool), E> {
    let mut n = first.min(most);
    loop {
        let met = enough(n)?;
        if met || n >= most {
            return Ok((n, met));
        }
        n = n.saturating_mul(2).min(most);
    }
}
