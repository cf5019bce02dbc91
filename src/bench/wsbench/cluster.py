"""S11: a cluster on this machine with shared targets: what it costs a node, and how long targets are left at a kill."""

import argparse
import json
import signal
import sys
import time

from wsbench import build, capture, image, machine, paths, peers, processes, measure, table
from wsbench.processes import log

COLUMNS = ["pings_per_s", "cpu_percent", "rss_mib", "after_kill_cpu_percent", "gap_p50_s", "gap_max_s", "unmatched"]
PLACES = {"cpu_percent": 1, "after_kill_cpu_percent": 1, "gap_p50_s": 2, "gap_max_s": 2}
HOST = "127.0.0.{}"
PORT = 20900


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run cluster", description=__doc__)
    parser.add_argument("-n", "--targets", type=int, default=3000)
    parser.add_argument("-k", "--nodes", type=int, default=3)
    parser.add_argument("-r", "--rounds", type=int, default=3)
    parser.add_argument("-w", "--warmup", type=float, default=20, help="seconds before anything is measured (20)")
    parser.add_argument("-t", "--seconds", type=float, default=10, help="measured before the kill, and after it (10)")
    parser.add_argument("--jvm", default="-Xmx256m", help="more options of the nodes' JVMs (-Xmx256m)")
    return parser.parse_args(argv)


def node_config(options, number, echo_port):
    url = f"ws://127.0.0.1:{echo_port}/"
    targets = [{"name": f"t{n}", "url": url, "message": f"t{n} {{sequence}}"} for n in range(options.targets)]
    file = paths.made(paths.OUT / "conf") / f"node-{number}.json"
    file.write_text(json.dumps({
        "server": {"host": HOST.format(number), "port": PORT, "instances": 1},
        "client": {"targets": []},
        "cluster": {"enabled": True, "name": f"node-{number}", "host": HOST.format(number),
                    "members": [HOST.format(n) for n in range(1, options.nodes + 1)],
                    "shared": {"targets": targets, "maxPerNode": options.targets}},
    }), encoding="utf-8")
    return file


def longest_gaps(file, port, since, until):
    """For each target the longest time between two pings, in seconds; pings is how many came a second."""
    last, longest, pings = {}, {}, 0
    for at, from_client, payload in capture.packets(file, port):
        if not from_client or not since <= at <= until:
            continue
        for message in capture.messages(payload, masked=True):
            target = message.partition(" ")[0]
            pings += 1
            longest[target] = max(longest.get(target, 0), at - last.get(target, since))
            last[target] = at
    for target, at in last.items():
        longest[target] = max(longest[target], until - at)
    return sorted(gap / 1e9 for gap in longest.values()), pings / ((until - since) / 1e9)


def measured(options, java):
    """The numbers of one round."""
    near, far = processes.cpus()
    echo_port = processes.free_port()
    with measure.Server("netty", peers.ALL["netty"].build(), echo_port, java, (far, far)):
        nodes = [image.served(f"node-{n}", near, node_config(options, n, echo_port),
                              image.environment(options.jvm)) for n in range(1, options.nodes + 1)]
        try:
            return measured_nodes(options, nodes, echo_port)
        finally:
            for node in nodes:
                processes.stop(node)


def cpu(nodes, seconds):
    used = sum(map(processes.cpu_seconds, nodes))
    time.sleep(seconds)
    return (sum(map(processes.cpu_seconds, nodes)) - used) / seconds / len(nodes) * 100


def measured_nodes(options, nodes, echo_port):
    pids = [node.pid for node in nodes]
    time.sleep(options.warmup)
    recorder = capture.Capture(echo_port, paths.OUT / "cluster.pcap")
    began = time.time_ns()
    result = {"cpu_percent": cpu(pids, options.seconds), "rss_mib": sum(map(processes.rss_kib, pids)) / 1024 / len(pids)}
    killed = time.time_ns()
    processes.stop(nodes[-1], signal.SIGKILL)
    result["after_kill_cpu_percent"] = cpu(pids[:-1], options.seconds)
    ended = time.time_ns()
    recorder.stop()
    _, result["pings_per_s"] = longest_gaps(recorder.file, echo_port, began, killed)
    gaps, _ = longest_gaps(recorder.file, echo_port, killed - 2_000_000_000, ended)
    return {**result, "gap_p50_s": gaps[len(gaps) // 2], "gap_max_s": gaps[-1], "unmatched": options.targets - len(gaps)}


def main(argv):
    options = arguments_of(argv)
    if why := capture.available():
        sys.exit(f"bench: {why}")
    java = [paths.java(), "-Xmx1g", f"@{paths.JVM_OPTIONS}"]
    rounds = []
    try:
        build.wsload()
        image.laid_out()
        for number in range(options.rounds):
            log(f"round {number + 1}")
            rounds.append({"each node": measured(options, java)})
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    text = "\n".join([
        f"# S11: {options.nodes} nodes, {options.targets:,} shared targets every second; the last node is killed", "",
        *machine.lines([paths.java(), *options.jvm.split()]),
        f"- {machine.pins(processes.cpus(), 'all nodes', 'the targets and tcpdump')}; medians (least–most) of"
        f" {options.rounds} rounds; a gap is the longest time between two pings of a target, from 2 s before the kill on",
        "", table.rows(COLUMNS, rounds, ["each node"], "", PLACES), ""])
    (paths.OUT / "cluster.md").write_text(text, encoding="utf-8")
    print(text)
    return 0
