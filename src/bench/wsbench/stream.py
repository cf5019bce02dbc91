"""The results that wsgauge sends as server-sent events (GET /api/results)."""

import http.client
import json
import threading


class Results(threading.Thread):
    """Collects the lines of the stream until its end, unread, so that they are taken as they come."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/api/results")
        self.response = self.connection.getresponse()
        self.socket = self.connection.sock or self.response.fp.raw._sock
        self.lines = []
        self.cut = False
        self.stopping = False
        self.start()

    def run(self):
        try:
            while line := self.response.readline():
                self.lines.append(line)
        except (OSError, ValueError, http.client.HTTPException):
            pass
        self.cut = not self.stopping

    def stop(self):
        """All results until now."""
        self.stopping = True
        self.socket.shutdown(2)
        self.join(10)
        events = []
        for name, data in zip(self.lines, self.lines[1:]):
            if name.strip() == b"event: result" and data.startswith(b"data: "):
                events.append(json.loads(data[6:]))
        return events
