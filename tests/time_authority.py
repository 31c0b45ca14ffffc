"""An outside authority that says the time (RFC 3161), on this machine, and all that it was asked."""

import asyncio
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import tsp

from services.paper_seals.sealing import own_clock
from tests.unit.paper_seals.papers import AT, keys

Says = Callable[[bytes], tuple[int, bytes]]
THEIRS = keys().keys["k2"]


class Authority:
    """says: what it answers to a request; asked: all that it was sent."""

    def __init__(self, says: Says) -> None:
        self.asked: list[bytes] = []
        authority = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                authority.asked.append(body)
                status, answer = says(body)
                self.send_response(status)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Answering)
        self._serving = threading.Thread(target=self._server.serve_forever)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/tsa"

    def __enter__(self) -> "Authority":
        self._serving.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._serving.join()
        self._server.server_close()


def stamps(request: bytes) -> tuple[int, bytes]:
    answer = own_clock(THEIRS, AT).async_request_tsa_response(tsp.TimeStampReq.load(request))
    return 200, asyncio.run(answer).dump()
