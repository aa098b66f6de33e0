//! From starting the server to its first answer.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::row;

const ROUNDS: usize = 7;

pub(crate) fn measure() -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("uppsikt");
    ensure!(program.is_file(), "the program itself is not built beside the benchmark");
    let folder = std::env::temp_dir().join(format!("uppsikt-bench-start-{}", std::process::id()));
    let data = folder.to_str().context("a temporary folder whose name is no text")?;
    let init = [
        "init",
        "--data",
        data,
        "--organisation",
        "Lindholms kommun",
        "--authority",
        "KS",
        "--admin",
        "anna",
    ];
    let made = Command::new(&program).args(init).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    ensure!(made.success(), "uppsikt init failed");
    let mut times = Vec::new();
    let mut memory = 0;
    for round in 0..ROUNDS {
        let port = 18_400 + round;
        let address = format!("127.0.0.1:{port}");
        let began = Instant::now();
        let mut server = Command::new(&program)
            .args(["serve", "--data", data, "--listen", &address])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let answered = loop {
            if answers(&address) {
                break true;
            }
            if began.elapsed() > Duration::from_secs(10) {
                break false;
            }
            std::thread::sleep(Duration::from_millis(1));
        };
        times.push(began.elapsed().as_secs_f64() * 1e3);
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        memory = memory.max(line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or(0));
        server.kill()?;
        server.wait()?;
        ensure!(answered, "the server did not answer within ten seconds");
    }
    std::fs::remove_dir_all(&folder)?;
    times.sort_by(f64::total_cmp);
    println!("## The server\n");
    crate::head();
    row("start to first answer, median of 7", times[ROUNDS / 2], "ms");
    row("memory after the first answer", memory as f64 / 1024.0, "MiB");
    Ok(())
}

fn answers(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let asked = stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}
