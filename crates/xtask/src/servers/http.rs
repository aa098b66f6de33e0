//! Just enough HTTP to fill the trial WordPress: JSON to and from a server on this machine.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A WordPress under PHP's built-in server answers within seconds, also on a busy machine.
const ANSWER_SECONDS_MAX: u64 = 30;

/// A server on the loopback address.
#[derive(Debug)]
pub struct Site {
    port: u16,
    authorization: Option<String>,
}

impl Site {
    /// The server on a port, asked as a visitor.
    pub fn new(port: u16) -> Self {
        Self { port, authorization: None }
    }

    /// The same server, asked with a login.
    pub fn signed_in(self, login: &str, password: &str) -> Self {
        let token = base64(format!("{login}:{password}").as_bytes());
        Self { authorization: Some(format!("Authorization: Basic {token}\r\n")), ..self }
    }

    /// Reads a resource.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses, or answers with something else than JSON.
    pub fn get(&self, path: &str) -> Result<Value> {
        self.ask("GET", path, "")
    }

    /// Creates or changes a resource.
    ///
    /// # Errors
    /// As [`Site::get`].
    pub fn post(&self, path: &str, body: &Value) -> Result<Value> {
        self.ask("POST", path, &body.to_string())
    }

    /// Takes a resource away.
    ///
    /// # Errors
    /// As [`Site::get`].
    pub fn delete(&self, path: &str) -> Result<Value> {
        self.ask("DELETE", path, "")
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let answer = self.exchange(method, path, body).with_context(|| format!("{method} {path}"))?;
        let (head, text) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).unwrap_or("okänd status");
        if !status.starts_with('2') {
            bail!("{method} {path}: servern svarade {status}\n{}", crate::workspace::tail(text));
        }
        serde_json::from_str(text).with_context(|| format!("{method} {path}: läsa svaret som JSON"))
    }

    /// HTTP/1.0: one request for each connection, and the answer is never cut into chunks.
    fn exchange(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        let limit = Some(Duration::from_secs(ANSWER_SECONDS_MAX));
        stream.set_read_timeout(limit)?;
        stream.set_write_timeout(limit)?;
        let authorization = self.authorization.as_deref().unwrap_or_default();
        let (port, length) = (self.port, body.len());
        // In one piece: PHP's server gives up on a request whose first lines come one by one.
        let request = format!(
            "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n{authorization}\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}

/// RFC 4648, with padding: too little to take in a dependency for.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            (0..3).fold(0_usize, |group, at| (group << 8) | usize::from(*chunk.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let letter = LETTERS.get((group >> (18 - 6 * at)) & 63).copied().unwrap_or(b'=');
            text.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn base64_follows_the_standards_examples() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_refusal_is_an_error_that_names_the_request() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let site = Site::new(listener.local_addr().unwrap().port());
        let server = std::thread::spawn(move || {
            for answer in ["HTTP/1.0 200 OK\r\n\r\n{\"id\":7}", "HTTP/1.0 403 Forbidden\r\n\r\nnej"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let mut letter = [0];
                    stream.read_exact(&mut letter).unwrap();
                    request.extend(letter);
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        assert_eq!(site.get("/a").unwrap()["id"], 7);
        assert!(site.get("/b").unwrap_err().to_string().starts_with("GET /b: servern svarade 403"));
        server.join().unwrap();
    }
}
