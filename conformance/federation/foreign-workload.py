"""Stands for a workload of another trust domain: HTTPS with its SVID, and for whoever has one that it can verify.

Every answer says whose identity the caller showed.
"""

import http.server
import json
import os
import ssl

FOLDER = os.environ["SVID_FOLDER"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        names = self.connection.getpeercert().get("subjectAltName", ())
        body = json.dumps({"caller": [name for kind, name in names if kind == "URI"]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(f"{FOLDER}/tls.crt", f"{FOLDER}/tls.key")
tls.load_verify_locations(f"{FOLDER}/other.crt")
tls.verify_mode = ssl.CERT_REQUIRED
server = http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler)
# The handshake belongs to the thread of the connection: one that stalls must not stop the others.
server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
