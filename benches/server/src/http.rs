//! A keep-alive HTTP/1.1 connection that does no more than a load generator needs.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const MAX_HEADERS: usize = 32;

/// One connection; one request at a time.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer, borrowed from its connection.
pub(crate) struct Answer<'c> {
    pub(crate) status: u16,
    head: &'c [u8],
    /// The body; of a chunked answer with the chunks' sizes still in it.
    pub(crate) body: &'c [u8],
}

impl Connection {
    pub(crate) async fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(4096) })
    }

    /// Sends a whole request and waits for the whole answer.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.buffer.clear();
        self.stream.write_all(request).await?;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some((status, body)) = parse(&self.buffer)? {
                let head = self.buffer.get(..body.start).unwrap_or_default();
                let body = self.buffer.get(body).unwrap_or_default();
                return Ok(Answer { status, head, body });
            }
        }
    }
}

impl Answer<'_> {
    /// The cookies that the answer sets, as a browser would send them back.
    pub(crate) fn cookies(&self) -> Result<String> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut answer = httparse::Response::new(&mut headers);
        answer.parse(self.head)?;
        let mut cookies = Vec::new();
        for header in answer.headers.iter() {
            if header.name.eq_ignore_ascii_case("set-cookie") {
                let cookie = std::str::from_utf8(header.value)?;
                cookies.push(cookie.split(';').next().unwrap_or(cookie));
            }
        }
        Ok(cookies.join("; "))
    }

    /// Whether the body holds `text`.
    pub(crate) fn contains(&self, text: &str) -> bool {
        self.body.windows(text.len()).any(|window| window == text.as_bytes())
    }
}

/// A request as it goes over the wire. A request with a body carries the page's origin, as those of
/// browsers do.
pub(crate) fn request(
    port: u16,
    method: &str,
    path: &str,
    cookie: Option<&str>,
    json: Option<&str>,
) -> Vec<u8> {
    let mut text = format!("{method} /api/auth{path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n");
    if let Some(cookie) = cookie {
        text.push_str(&format!("cookie: {cookie}\r\n"));
    }
    if let Some(json) = json {
        text.push_str(&format!(
            "origin: http://127.0.0.1:{port}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
            json.len()
        ));
    }
    text.push_str("\r\n");
    text.push_str(json.unwrap_or_default());
    text.into_bytes()
}

/// Status and place of the body, once the answer is complete.
fn parse(buffer: &[u8]) -> Result<Option<(u16, Range<usize>)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(start) = answer.parse(buffer)? else {
        return Ok(None);
    };
    let status = answer.code.context("an answer without a status")?;
    let body = buffer.get(start..).unwrap_or_default();
    for header in answer.headers.iter() {
        if header.name.eq_ignore_ascii_case("content-length") {
            let length: usize = std::str::from_utf8(header.value)?.trim().parse()?;
            return Ok((body.len() >= length).then_some((status, start..start + length)));
        }
        if header.name.eq_ignore_ascii_case("transfer-encoding") {
            return Ok(chunked_length(body)?.map(|length| (status, start..start + length)));
        }
    }
    bail!("an answer with neither content-length nor transfer-encoding")
}

/// The length of a chunked body with its framing; `None` while its last chunk is not there.
fn chunked_length(body: &[u8]) -> Result<Option<usize>> {
    let mut at = 0;
    loop {
        let rest = body.get(at..).unwrap_or_default();
        let size = httparse::parse_chunk_size(rest).map_err(|_| anyhow::anyhow!("bad chunk"))?;
        let httparse::Status::Complete((start, size)) = size else {
            return Ok(None);
        };
        at += start + usize::try_from(size)? + 2;
        if at > body.len() {
            return Ok(None);
        }
        if size == 0 {
            return Ok(Some(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_complete_with_its_last_byte() {
        for answer in [
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n0\r\n\r\n",
        ] {
            for length in 0..answer.len() {
                assert!(parse(&answer.as_bytes()[..length]).unwrap().is_none(), "{length} bytes");
            }
            let (status, body) = parse(answer.as_bytes()).unwrap().unwrap();
            assert_eq!((status, body.end), (200, answer.len()));
        }
    }

    #[test]
    fn cookies_go_back_without_their_attributes() {
        let head =
            b"HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\nset-cookie: b=2; HttpOnly\r\n\r\n";
        let answer = Answer { status: 200, head, body: b"" };
        assert_eq!(answer.cookies().unwrap(), "a=1; b=2");
    }
}
