//! What this process itself uses: processor time and memory.

use std::time::Instant;

/// Seconds of processor time that this process has used: user and system.
pub(crate) fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    // Linux counts in hundredths of a second on every machine that Rust's standard library supports.
    (ticks(11) + ticks(12)) / 100.0
}

/// Both clocks since a piece of work began.
pub(crate) struct Watch {
    began: Instant,
    cpu: f64,
}

/// How long a piece of work took, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Took {
    pub wall: f64,
    pub cpu: f64,
}

impl Watch {
    pub(crate) fn start() -> Self {
        Self { began: Instant::now(), cpu: cpu_seconds() }
    }

    pub(crate) fn stop(&self) -> Took {
        Took { wall: self.began.elapsed().as_secs_f64(), cpu: cpu_seconds() - self.cpu }
    }
}

impl Took {
    /// Without what was not the work's own.
    pub(crate) fn without(self, other: Self) -> Self {
        Self { wall: (self.wall - other.wall).max(0.0), cpu: (self.cpu - other.cpu).max(0.0) }
    }
}

/// Lets the peak of the memory begin anew from what is used now; without the right to, it stays the whole process's.
pub(crate) fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory used since [`forget_peak`], in MiB.
pub(crate) fn peak_mib() -> f64 {
    memory("VmHWM:")
}

/// The memory used now, in MiB.
pub(crate) fn used_mib() -> f64 {
    memory("VmRSS:")
}

fn memory(field: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap_or(0.0) / 1024.0
}
