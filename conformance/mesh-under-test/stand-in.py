"""Stands for an application of Bookinfo: the same name and port, and an answer that says who asked.

The proxy in front of it writes the SPIFFE ID of the caller into x-forwarded-client-cert. Every address
in CALLS is asked in turn, so that one request at the edge walks the whole mesh.
"""

import http.server
import json
import os
import urllib.error
import urllib.request

CALLS = os.environ.get("CALLS", "").split()


def call(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return {"url": url, "status": answer.status, "answer": json.load(answer)}
    except urllib.error.HTTPError as error:
        return {"url": url, "status": error.code, "answer": error.read().decode()}
    except OSError as error:
        return {"url": url, "status": 0, "answer": str(error)}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        callers = self.headers.get("x-forwarded-client-cert")
        calls = [] if self.path == "/health" else [call(url) for url in CALLS]
        seen = {"name": os.environ["NAME"], "path": self.path, "callers": callers, "calls": calls}
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
