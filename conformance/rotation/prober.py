"""Asks each of ASKS again and again, each time on a connection of its own, and answers at PORT.

Every outcome is one line of JSON: when, whom, with what status, how many calls were made further on, and
what went wrong, wherever along the way.
"""

import http.server
import json
import os
import threading
import time
import urllib.error
import urllib.request

EVERY = 0.25
LOCK = threading.Lock()


def walk(answer):
    """How many calls were made behind this answer, and the words of those that failed."""
    hops, words = 0, []
    for call in answer.get("calls", []):
        hops += 1
        if call["status"] == 200:
            more, worse = walk(call["answer"])
            hops, words = hops + more, words + worse
        else:
            words.append(f'{call["url"]}: {call["status"]} {call["answer"]}')
    return hops, words


def ask(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            answer = json.load(response)
            hops, words = walk(answer)
            return {"status": response.status, "hops": hops, "words": "; ".join(words)}
    except urllib.error.HTTPError as error:
        return {"status": error.code, "hops": 0, "words": error.read().decode()}
    except (OSError, ValueError) as error:
        return {"status": 0, "hops": 0, "words": repr(error)}


def probe(url):
    while True:
        began = time.time()
        outcome = {"url": url, **ask(url), "at": time.time()}
        with LOCK:
            print(json.dumps(outcome), flush=True)
        time.sleep(max(0, began + EVERY - time.time()))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"{}"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Standard output and error hold outcomes only."""


for asked in os.environ["ASKS"].split():
    threading.Thread(target=probe, args=(asked,), daemon=True).start()
http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ["PORT"])), Handler).serve_forever()
