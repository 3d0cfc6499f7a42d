//! Values that nobody means: each is refused in words at its place, or played within bounds.

use daegi::scenario::Scenario;

/// A file, the path of the problem, and what is said.
const REFUSED: [(&str, &str, &str); 6] = [
    (include_str!("hostile/shared-without-pool.toml"), "pool", "`pool` is missing"),
    (
        include_str!("hostile/length-in-key.toml"),
        "workload.w.run-time.choice.99999999999999999999 seconds",
        "too large to be meant",
    ),
    (
        include_str!("hostile/request-1e15.toml"),
        "programme.open.request.exponential.mean",
        "too large to be meant",
    ),
    // 10¹² won × 12/365 × 10⁶ cards × 730 days = 2.4 × 10¹⁹ won; 2⁶³ is 9.2 × 10¹⁸.
    (include_str!("hostile/dear-cards.toml"), "lease-price.card", "2.4e19 won"),
    (
        include_str!("hostile/money-in-key.toml"),
        "lease-price.card.choice.99999999999999999999 KRW",
        "too large to be meant",
    ),
    (include_str!("hostile/jobs-without-end.toml"), "workload.w.jobs", "jobs in one future"),
];

#[test]
fn what_cannot_be_counted_is_refused_at_its_place() {
    for (text, path, says) in REFUSED {
        let problems = Scenario::parse("t.toml", text).unwrap_err();
        let told = problems
            .list
            .iter()
            .any(|problem| problem.path == path && problem.reason.to_string().contains(says));
        assert!(told, "{path}: {problems}");
    }
}
