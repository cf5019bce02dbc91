"""wsgauge's client with many targets: what a ping costs, and how far a measured round trip is from that on the wire."""

import argparse
import contextlib
import json
import statistics
import sys
import time

from wsbench import build, capture, machine, measure, paths, peers, processes, stream
from wsbench.processes import log

PORTS = 21000


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run client", description=__doc__)
    parser.add_argument("-n", "--targets", type=int, default=1000)
    parser.add_argument("-i", "--interval", default="1s", help="of each target (1s)")
    parser.add_argument("-j", "--jitter", default="0ms", help="of each target (0ms)")
    parser.add_argument("-w", "--warmup", type=float, default=20, help="seconds before anything is measured (20)")
    parser.add_argument("-t", "--seconds", type=float, default=30,
                        help="first for the CPU's use, then as long for the round trips (30)")
    parser.add_argument("--loaded", action="store_true",
                        help="while wsload keeps the server of the same process busy, as in S1")
    parser.add_argument("--echo", choices=["netty", "gorilla", "wsgauge"], default="netty",
                        help="what the targets are (netty)")
    parser.add_argument("--port", type=int, default=PORTS, help=f"the first of two ports on 127.0.0.1 ({PORTS})")
    parser.add_argument("--jvm", default=f"-Xmx1g @{paths.JVM_OPTIONS}",
                        help="flags of the JVM (-Xmx1g and conf/jvm.options)")
    return parser.parse_args(argv)


def sections(options, echo):
    url = f"ws://127.0.0.1:{echo.port}{echo.peer.path}"
    return {"client": {
        "defaults": {"interval": options.interval, "jitter": options.jitter},
        "targets": [{"name": f"t{n}", "url": url, "message": f"t{n} {{sequence}}"} for n in range(options.targets)]}}


@contextlib.contextmanager
def running(process):
    try:
        yield process
    finally:
        processes.stop(process)


def wsload(options, *more):
    return [paths.WSLOAD, "--port", options.port, "--path", "/ws", *more]


def load(options, cpu):
    """A closed loop on the server of the process whose client is measured, for as long as that takes."""
    seconds = options.warmup + 2 * options.seconds + 1
    return processes.start("wsload", wsload(options, "--connections", 100, "--warmup", 0, "--duration", seconds), cpu)


def quantiles(values):
    """Absolute and signed, in microseconds."""
    ordered = sorted(values)
    size = sorted(abs(value) for value in values)
    at = lambda some, q: some[min(len(some) - 1, int(q * len(some)))] / 1000  # noqa: E731
    return {"p50_us": at(ordered, .5), "p99_us": at(ordered, .99), "least_us": ordered[0] / 1000,
            "largest_us": ordered[-1] / 1000, "absolute_p50_us": at(size, .5), "absolute_p99_us": at(size, .99)}


def errors_of(results, exchanges):
    """Measured minus captured, in nanoseconds, of each result that is in the capture; and how many are not."""
    errors, unmatched = [], 0
    for result in results:
        sent, answered = exchanges.get(f"{result['target']} {result['sequence']}", (None, None))
        if answered is None or "roundTrip" not in result:
            unmatched += 1
        else:
            errors.append(result["roundTrip"] * 1e9 - (answered - sent))
    return errors, unmatched


def measured(options, pid):
    """The numbers of one run; wsgauge with its targets is up."""
    time.sleep(options.warmup)
    recorder = capture.Capture(options.port + 1, paths.OUT / "client.pcap")
    began, cpu = time.time_ns(), processes.cpu_seconds(pid)
    time.sleep(options.seconds)
    cpu, ended = processes.cpu_seconds(pid) - cpu, time.time_ns()
    results = stream.Results(options.port)  # from here on, so that the CPU's use is without it
    time.sleep(options.seconds)
    rss = processes.rss_kib(pid) / 1024
    events = results.stop()
    if results.cut:
        log("the stream of results was cut, the numbers are of a part of them")
    dropped = recorder.stop()
    exchanges = recorder.exchanges()
    pings = sum(began <= sent < ended for sent, _ in exchanges.values())
    errors, unmatched = errors_of(events, exchanges)
    if not errors or not pings:
        sys.exit(f"bench: nothing to compare: {len(events)} results, {len(exchanges)} pings captured; see {paths.OUT}/log")
    trips = sorted(answered - sent for sent, answered in exchanges.values() if answered)
    return {"pings_per_s": pings / ((ended - began) / 1e9), "cpu_s_per_1000_pings": cpu / pings * 1000,
            "cpu_percent": cpu / ((ended - began) / 1e9) * 100, "rss_mib": rss, "compared": len(errors),
            "unmatched": unmatched, "failed": sum(not event["success"] for event in events), "dropped": dropped,
            "captured_p50_us": statistics.median(trips) / 1000, "captured_p99_us": trips[int(.99 * len(trips))] / 1000,
            **quantiles(errors)}


def report(options, java, pins, numbers):
    n = numbers
    state = "while its server answers 100 connections in a closed loop" if options.loaded else "its server idle"
    return "\n".join([
        f"# {options.targets:,} targets every {options.interval}, jitter {options.jitter}, {state}", "",
        *machine.lines(java), f"- {pins}",
        f"- targets: {peers.ALL[options.echo].what}; measured for {options.seconds:g} s after {options.warmup:g} s", "",
        "| | |", "|---|---:|",
        f"| pings a second | {n['pings_per_s']:,.0f} |",
        *([f"| messages a second that its server answers | {n['load_per_s']:,.0f} |"] if options.loaded else []),
        f"| CPU seconds for 1,000 pings{', with those messages' if options.loaded else ''} |"
        f" {n['cpu_s_per_1000_pings']:.3f} |",
        f"| CPU | {n['cpu_percent']:.1f} % |",
        f"| RSS | {n['rss_mib']:.0f} MiB |",
        f"| round trip on the wire, p50 | {n['captured_p50_us']:,.0f} µs |",
        f"| round trip on the wire, p99 | {n['captured_p99_us']:,.0f} µs |",
        f"| measured minus captured, p50 | {n['p50_us']:+,.1f} µs |",
        f"| measured minus captured, p99 | {n['p99_us']:+,.1f} µs |",
        f"| measured minus captured, least and largest | {n['least_us']:+,.1f} and {n['largest_us']:+,.1f} µs |",
        f"| its size without the sign, p50 and p99 | {n['absolute_p50_us']:,.1f} and {n['absolute_p99_us']:,.1f} µs |",
        f"| results compared, not in the capture, failed | {n['compared']:,}, {n['unmatched']:,}, {n['failed']:,} |",
        f"| packets that the capture left out | {n['dropped']:,} |", ""])


def main(argv):
    options = arguments_of(argv)
    if why := capture.available():
        sys.exit(f"bench: {why}")
    processes.require_free([options.port, options.port + 1])
    java, (near, far) = [paths.java(), *options.jvm.split()], processes.cpus()
    try:
        build.wsload()
        build.wsgauge()
        made = peers.ALL[options.echo].build()
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    pins = machine.pins((near, far), "wsgauge", "its targets, tcpdump and wsload")
    log(f"{options.targets} targets, {options.warmup + 2 * options.seconds:g} s; {pins}")
    with measure.Server(options.echo, made, options.port + 1, java, (far, far)) as echo:
        config = peers.wsgauge_config(options.port, **sections(options, echo))
        with contextlib.ExitStack() as stack:
            gauge = stack.enter_context(running(
                processes.start("client", peers.wsgauge_command(java, config), near)))
            if not processes.output(wsload(options, "--retry", 30000, "--duration", 0), far):
                sys.exit(f"bench: wsgauge does not answer, see {paths.OUT}/log/client.log")
            loading = stack.enter_context(running(load(options, far))) if options.loaded else None
            numbers = measured(options, gauge.pid)
            if loading:
                loading.wait(30)
                numbers["load_per_s"] = json.loads(processes.printed("wsload"))["msgs_per_s"]
    text = report(options, java, pins, numbers)
    name = "client-loaded.md" if options.loaded else "client.md"
    (paths.OUT / name).write_text(text, encoding="utf-8")
    print(text)
    log(f"written to {paths.OUT / name}")
    return 0
