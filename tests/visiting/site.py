"""A web site on this machine that answers by the path it is asked for."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class Site:
    """``/404`` is answered with that status, ``/302/~x`` leads to ``/x``; ``asked`` is what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        site = self

        class Answers(BaseHTTPRequestHandler):
            def answer(self) -> None:
                site.asked.append((self.command, self.path, self.headers["Host"]))
                number, _, rest = self.path.strip("/").partition("/")
                if self.path == "/head-unknown":
                    number = "405" if self.command == "HEAD" else "200"
                if self.path == "/head-wrong":
                    number = "404" if self.command == "HEAD" else "200"
                if self.path == "/drip":
                    self.drip()
                    return
                if self.path == "/circle":
                    number, rest = "302", "/circle"
                self.send_response(int(number or 200))
                if number.startswith("3"):
                    self.send_header("Location", rest.replace("~", "/"))
                self.end_headers()

            def drip(self) -> None:
                """A first line that never ends."""
                try:
                    while True:
                        self.wfile.write(b"x")
                        time.sleep(0.05)
                except OSError:
                    return

            do_HEAD = do_GET = answer

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> Self:
        """The site, which answers already."""
        return self

    def __exit__(self, *_: object) -> None:
        """It answers no more."""
        self.server.shutdown()
        self.server.server_close()

    def resolve(self, _host: str, _port: int) -> list[tuple[str, int]]:
        """Every name leads here."""
        return [("127.0.0.1", self.server.server_port)]
