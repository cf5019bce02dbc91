"""One server under one scenario after the other."""

import json
import time

from wsbench import peers, paths, processes
from wsbench.processes import log

START_TIMEOUT_MS = 30000
IDLE = 10000
WARM_AFTER = 10  # times so many
RETRIES = 2


class Server:
    """A server that has started, and the load on it."""

    def __init__(self, name, made, port, java, cpus):
        self.name, self.port, self.cpus = name, port, cpus
        self.peer = peers.ALL[name]
        began = time.monotonic()
        self.process = processes.start(name, self.peer.command(made, port, java), cpus[0])
        if self.wsload("--retry", START_TIMEOUT_MS, "--duration", 0) is None:
            processes.stop(self.process)
            raise RuntimeError(f"{name} does not answer, see {paths.OUT}/log/{name}.log")
        self.start_ms = (time.monotonic() - began) * 1000
        time.sleep(.3)  # what it does after its first handshake
        self.start_rss_kib = processes.rss_kib(self.process.pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        processes.stop(self.process)

    def wsload(self, *options):
        """Its measurements, or None."""
        raw = ["--raw"] if self.name == "raw" else []
        command = [paths.WSLOAD, "--port", self.port, "--path", self.peer.path, "--server-pid", self.process.pid]
        printed = processes.output([*command, *raw, *options], self.cpus[1])
        return json.loads(printed) if printed else None

    def start(self):
        return {"start_ms": self.start_ms, "start_rss_kib": self.start_rss_kib}

    def idle(self):
        first = self.wsload("--connections", IDLE, "--settle", 1.5, "--duration", 0)
        time.sleep(1)
        later = []
        for _ in range(WARM_AFTER):
            later.append(self.wsload("--connections", IDLE, "--duration", 0))
            time.sleep(1)  # in which the connections of before have ended
        if not first or any(not one or one["errors"] for one in [first, *later]):
            log(f"{self.name} S5: {[first, *later]}")
            return None
        return {"kib_per_connection": (first["idle_rss_kib"] - self.start_rss_kib) / IDLE,
                "handshakes_per_s": later[0]["handshakes_per_s"],
                "warm_handshakes_per_s": later[-1]["handshakes_per_s"]}

    def fresh_and_warm(self, scenario, seconds, warmup, warm, max_other):
        """Twice in one process: after a warm-up, and after more of them; the second has names of its own."""
        fresh = self.load(scenario, seconds, warmup, max_other)
        later = self.load(scenario, seconds, warm, max_other) if fresh else None
        return {**fresh, **{f"warm_{name}": value for name, value in later.items()}} if later else fresh

    def load(self, scenario, seconds, warmup, max_other):
        """Again, when other processes took more of the CPU than max_other percent meanwhile."""
        for _ in range(1 + RETRIES):
            result = self.wsload("--warmup", warmup, "--duration", seconds, *scenario.load)
            if result is None or result["other_cpu"] <= max_other:
                break
        if result is None or result["errors"]:
            log(f"{self.name}, {scenario.title}: {result}")
            return None
        if cpu := result["server_cpu_s"]:
            result["msgs_per_server_cpu_s"] = result["msgs"] / cpu
            result["cpu_s_per_million"] = cpu / result["msgs"] * 1e6 if result["msgs"] else None
        result["idle_rss_mib"] = result["idle_rss_kib"] / 1024
        return result
