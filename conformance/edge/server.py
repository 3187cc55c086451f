"""Stands for servers outside the mesh: HTTPS on every port of LISTENERS, each with the certificate of a folder.

Whoever calls may show a certificate of the CA of the first folder. Every answer says whose it was.
"""

import http.server
import json
import os
import ssl
import threading

LISTENERS = [each.split("=") for each in os.environ["LISTENERS"].split()]
CA = f"{LISTENERS[0][1]}/ca.crt"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        shown = self.connection.getpeercert() or {}
        names = [name for kind, name in shown.get("subjectAltName", ()) if kind == "DNS"]
        seen = {
            "client": names,
            "callers": self.headers.get("x-forwarded-client-cert"),
            "host": self.headers.get("host"),
        }
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(port, folder):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(f"{folder}/tls.crt", f"{folder}/tls.key")
    tls.load_verify_locations(CA)
    tls.verify_mode = ssl.CERT_OPTIONAL
    server = http.server.ThreadingHTTPServer(("0.0.0.0", int(port)), Handler)
    # The handshake belongs to the thread of the connection: one that stalls must not stop the others.
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


for port, folder in LISTENERS:
    serve(port, folder)
