//! What the computer has left for this process: memory and room on disks. Nothing of it reaches a result.

use std::path::Path;

/// Bytes of memory that this process can still have: what is free on the machine, in its group of processes, and
/// under its own limit; `None` where the system does not say.
#[must_use]
pub fn memory() -> Option<u64> {
    let text = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let machine = kilobytes(&text("/proc/meminfo"), "MemAvailable:");
    let group = group(
        &text("/sys/fs/cgroup/memory.max"),
        &text("/sys/fs/cgroup/memory.current"),
        &text("/sys/fs/cgroup/memory.stat"),
    );
    let old_group = group_of_old(
        &text("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
        &text("/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    );
    let taken = kilobytes(&text("/proc/self/status"), "VmSize:").unwrap_or(0);
    let own = own_limit().map(|most| most.saturating_sub(taken));
    [machine, group, old_group, own].into_iter().flatten().min()
}

/// A line such as `MemAvailable:   123 kB`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1 << 10)
}

/// What a group of processes has left. Pages of files that nobody uses now are given back before anybody goes without.
fn group(most: &str, taken: &str, statistics: &str) -> Option<u64> {
    let most: u64 = most.trim().parse().ok()?;
    let taken: u64 = taken.trim().parse().unwrap_or(0);
    let idle = statistics.lines().find_map(|line| line.strip_prefix("inactive_file "));
    let idle: u64 = idle.and_then(|bytes| bytes.trim().parse().ok()).unwrap_or(0);
    Some(most.saturating_sub(taken.saturating_sub(idle)))
}

/// The limit of a control group of the first version, where no limit is a number that no machine has.
fn group_of_old(most: &str, taken: &str) -> Option<u64> {
    let left = group(most, taken, "")?;
    (left < 1 << 60).then_some(left)
}

/// The address space that the process may have (`ulimit -v`).
#[cfg(unix)]
fn own_limit() -> Option<u64> {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::As).current
}

#[cfg(not(unix))]
fn own_limit() -> Option<u64> {
    None
}

/// Bytes that may still be written where a folder is, or is to be; `None` where the system does not say.
#[cfg(unix)]
#[must_use]
pub fn disk(folder: &Path) -> Option<u64> {
    let here = folder.ancestors().find(|path| path.exists()).unwrap_or(Path::new("."));
    let space = rustix::fs::statvfs(here).ok()?;
    // Some file systems that need no space say that they have none at all.
    (space.f_blocks > 0).then(|| space.f_bavail.saturating_mul(space.f_frsize))
}

/// Bytes that may still be written where a folder is, or is to be; `None` where the system does not say.
#[cfg(not(unix))]
#[must_use]
pub fn disk(_: &Path) -> Option<u64> {
    None
}

/// Cores that this process may use, at least one.
#[must_use]
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_read_from_what_the_system_says() {
        let said = "MemTotal:  24684000 kB\nMemFree:  1 kB\nMemAvailable:   2048 kB\n";
        assert_eq!(kilobytes(said, "MemAvailable:"), Some(2_048 << 10));
        assert_eq!(kilobytes(said, "VmSize:"), None);
        // 1,000 at the most, 700 taken, of which 200 are pages of files: 1,000 − 500.
        assert_eq!(group("1000\n", "700\n", "anon 500\ninactive_file 200\n"), Some(500));
        assert_eq!(group("max\n", "700\n", ""), None, "no limit");
        assert_eq!(group("100", "700", ""), Some(0));
        assert_eq!(group_of_old("9223372036854771712\n", "4096\n"), None, "no limit");
        assert_eq!(group_of_old("5000\n", "4000\n"), Some(1_000));
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_where_it_is_to_be() {
        assert_eq!(disk(Path::new("src/nothing/here")).is_some(), disk(Path::new("src")).is_some());
        assert!(memory().is_none_or(|bytes| bytes > 1 << 20));
    }
}
