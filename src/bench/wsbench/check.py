"""S10: a quick check of a path that is well, over the loopback interface: its time, and the openings that it takes."""

import argparse
import json
import re
import sys
import time
import urllib.request

from wsbench import build, image, machine, paths, processes, table
from wsbench.processes import log

COLUMNS = ["wall_ms", "steps_ms", "openings", "client_cpu_ms", "server_cpu_ms", "problems"]


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run check", description=__doc__)
    parser.add_argument("-r", "--rounds", type=int, default=5)
    return parser.parse_args(argv)


def openings(port):
    """Upgrades that were asked for until now."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        lines = answer.read().decode()
    return sum(float(n) for n in re.findall(r"^wsgauge_server_handshakes_total\{.*\} ([0-9.E]+)$", lines, re.M))


def main(argv):
    options = arguments_of(argv)
    near, far = processes.cpus()
    port = processes.free_port()
    conf = f'{{"server": {{"host": "127.0.0.1", "port": {port}}}, "client": {{"targets": []}}}}'
    try:
        image.laid_out()
        server = image.served("check-server", far, conf, image.environment())
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    rounds = []
    for number in range(options.rounds):
        log(f"round {number + 1}")
        opened, used, began = openings(port), processes.cpu_seconds(server.pid), time.monotonic()
        printed, own = processes.output_and_cpu([image.WSGAUGE, "check", "--quick", "--json",
                                                 f"ws://127.0.0.1:{port}/ws"], near, env=image.environment())
        wall, used, report = time.monotonic() - began, processes.cpu_seconds(server.pid) - used, json.loads(printed)
        rounds.append({"check --quick": {
            "wall_ms": wall * 1000, "steps_ms": report["seconds"] * 1000, "openings": openings(port) - opened,
            "client_cpu_ms": own * 1000, "server_cpu_ms": used * 1000, "problems": len(report["findings"])}})
    text = "\n".join([
        "# S10: a quick check of a path that is well", "", *machine.lines([paths.java()]),
        f"- {machine.pins((near, far), 'check', 'its server')}; medians (least–most) of {options.rounds} rounds;"
        " the server's first rounds are those of a fresh process", "",
        table.rows(COLUMNS, rounds, ["check --quick"], "command"), ""])
    (paths.OUT / "check.md").write_text(text, encoding="utf-8")
    print(text)
    return 0
