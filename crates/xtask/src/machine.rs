//! Facts about the machine, without which a measurement says nothing.

use std::fmt;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// How long the disk is measured.
const MEASURE_SECONDS: u64 = 2;
/// One block of a database's log.
const BLOCK_BYTES: usize = 8192;

/// What a reader needs to compare figures.
#[derive(Debug)]
pub struct Machine {
    processor: String,
    cores: usize,
    syncs_per_second: f64,
}

impl Machine {
    /// Reads the processor and measures the disk under a folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn measure(folder: &Path) -> Result<Self> {
        let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        Ok(Self {
            processor: processor(&cpuinfo),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            syncs_per_second: syncs_per_second(folder).context("mäta disken")?,
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Processor: {}", self.processor)?;
        writeln!(f, "Kärnor: {}", self.cores)?;
        write!(f, "Disk: {:.0} säkra skrivningar (fsync) om 8 KiB per sekund", self.syncs_per_second)
    }
}

fn processor(cpuinfo: &str) -> String {
    let name = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn syncs_per_second(folder: &Path) -> std::io::Result<f64> {
    let path = folder.join("fsync");
    let mut file = std::fs::File::create(&path)?;
    let begun = Instant::now();
    let mut count = 0_u32;
    while begun.elapsed() < Duration::from_secs(MEASURE_SECONDS) {
        file.write_all(&[0; BLOCK_BYTES])?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / begun.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_has_a_name_also_where_the_system_tells_none() {
        assert_eq!(processor("vendor_id : x\nmodel name\t: Fine CPU 3\n"), "Fine CPU 3");
        assert_eq!(processor(""), std::env::consts::ARCH);
    }
}
