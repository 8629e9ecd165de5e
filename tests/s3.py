"""A small S3 of our own on 127.0.0.1: one bucket in memory, reads by signed address checked as Amazon checks them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "khoa", "bi-mat", "us-east-1", "ho-so"


class SmallS3(ThreadingHTTPServer):
    """`refuse` is a code of S3 with which every write is answered; `ahead` moves the server's clock."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.objects: dict[str, tuple[bytes, str]] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.refuse = ""
        self.ahead = timedelta(0)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What the program is told to use it."""
        return {
            "S3_BUCKET": BUCKET, "S3_ENDPOINT": self.address, "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": REGION,
        }  # fmt: skip


@contextmanager
def small_s3() -> Iterator[SmallS3]:
    server = SmallS3()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SmallS3

    def log_message(self, *_: Any) -> None:
        pass

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{BUCKET}/")

    @property
    def asked(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refuse(self, status: int, code: str) -> None:
        self._answer(
            status, f"<Error><Code>{escape(code)}</Code></Error>".encode(), Content_Type="application/xml"
        )

    def _may(self) -> bool:
        return self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 ") or self._is_signed()

    def _is_signed(self) -> bool:
        """A signed address: the signature is ours, for this very object, and not past its time."""
        asked = self.asked
        given = asked.pop("X-Amz-Signature", "")
        try:
            day = datetime.strptime(asked["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            until = day + timedelta(seconds=int(asked["X-Amz-Expires"]))
        except (KeyError, ValueError):
            return False
        query = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in sorted(asked.items()))
        said = "\n".join(
            (
                self.command, urlsplit(self.path).path, query, f"host:{self.headers['Host']}", "", "host",
                "UNSIGNED-PAYLOAD",
            )
        )  # fmt: skip
        scope = f"{day:%Y%m%d}/{REGION}/s3/aws4_request"
        signed = "\n".join(
            ("AWS4-HMAC-SHA256", asked["X-Amz-Date"], scope, hashlib.sha256(said.encode()).hexdigest())
        )
        key = f"AWS4{SECRET}".encode()
        for one in (*scope.split("/"), signed):
            key = hmac.new(key, one.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(key.hex(), given) and datetime.now(UTC) + self.server.ahead <= until

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.name}")
        if not self._may():
            return self._refuse(403, "AccessDenied")
        kept = self.server.objects.get(self.name)
        if kept is None:
            return self._refuse(404, "NoSuchKey")
        data, tag = kept
        headers = {
            "ETag": f'"{tag}"',
            "Accept_Ranges": "bytes",
            "Last_Modified": "Wed, 01 Jul 2026 00:00:00 GMT",
        }
        for name in ("content-disposition", "content-type", "cache-control"):
            if said := self.asked.get(f"response-{name}"):
                headers[name] = said
        first, _, last = self.headers.get("Range", "").removeprefix("bytes=").partition("-")
        if not first:
            return self._answer(200, data, Content_Length=str(len(data)), **headers)
        stop = min(int(last or len(data)), len(data) - 1)
        part = data[int(first) : stop + 1]
        span = f"bytes {first}-{stop}/{len(data)}"
        return self._answer(206, part, Content_Range=span, Content_Length=str(len(part)), **headers)

    do_HEAD = do_GET

    def do_PUT(self) -> None:
        data = self._body()
        if self.server.refuse:
            return self._refuse(507, self.server.refuse)
        if not self._may():
            return self._refuse(403, "AccessDenied")
        tag = hashlib.md5(data).hexdigest()
        if upload := self.asked.get("uploadId"):
            self.server.parts[upload][int(self.asked["partNumber"])] = data
        else:
            self.server.objects[self.name] = data, tag
        return self._answer(200, ETag=f'"{tag}"')

    def do_POST(self) -> None:
        """A large object comes in parts: begun, then put together."""
        self._body()
        if "uploads" in self.asked:
            upload = f"u{len(self.server.parts)}"
            self.server.parts[upload] = {}
            said = f"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
            return self._answer(200, said.encode(), Content_Type="application/xml")
        parts = self.server.parts.pop(self.asked["uploadId"])
        data = b"".join(part for _, part in sorted(parts.items()))
        tag = hashlib.md5(data).hexdigest()
        self.server.objects[self.name] = data, tag
        said = f"<CompleteMultipartUploadResult><ETag>{tag}</ETag></CompleteMultipartUploadResult>"
        return self._answer(200, said.encode(), Content_Type="application/xml")

    def do_DELETE(self) -> None:
        if self._may():
            self.server.objects.pop(self.name, None)
        self._answer(204)

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        data = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            data += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return data
