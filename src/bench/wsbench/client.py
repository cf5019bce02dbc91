"""S9: wsgauge's client with many targets: what a ping and a scrape cost, and how far a measured round trip is from that
on the wire."""

import argparse
import contextlib
import json
import statistics
import sys
import time
import urllib.request

from wsbench import build, capture, machine, measure, paths, peers, processes, stream, table
from wsbench.processes import log

PORTS = 21000
SCRAPES = 20
PROTOBUF = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

#: What a report says, and where it is in the numbers of a run, with the decimal places.
LINES = [
    ("pings a second", "pings_per_s", 0),
    ("CPU seconds for 1,000 pings", "cpu_s_per_1000_pings", 4),
    ("CPU in percent of one CPU", "cpu_percent", 1),
    ("resident, MiB", "rss_mib", 0),
    ("a scrape: text, kB", "scrape_text_kb", 0),
    ("a scrape: native, kB", "scrape_native_kb", 0),
    ("a scrape: native with gzip, kB", "scrape_native_gzip_kb", 0),
    ("CPU of a native scrape, ms", "scrape_cpu_ms", 0),
    ("round trip on the wire, p50, µs", "captured_p50_us", 1),
    ("round trip on the wire, p99, µs", "captured_p99_us", 1),
    ("measured minus captured, p50, µs", "p50_us", 1),
    ("measured minus captured, p99, µs", "p99_us", 1),
    ("its least, µs", "least_us", 1),
    ("its largest, µs", "largest_us", 1),
    ("its size without the sign, p50, µs", "absolute_p50_us", 1),
    ("its size without the sign, p99, µs", "absolute_p99_us", 1),
    ("results compared", "compared", 0),
    ("results not in the capture", "unmatched", 0),
    ("runs that failed", "failed", 0),
    ("packets that the capture left out", "dropped", 0),
    ("messages a second that its server answered", "load_per_s", 0),
]


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run client", description=__doc__)
    parser.add_argument("-n", "--targets", default="1000,5000", help="one number after the other (1000,5000)")
    parser.add_argument("-r", "--rounds", type=int, default=1)
    parser.add_argument("-i", "--interval", default="1s", help="of each target (1s)")
    parser.add_argument("-j", "--jitter", default="0ms", help="of each target (0ms)")
    parser.add_argument("-w", "--warmup", type=float, default=20, help="seconds before anything is measured (20)")
    parser.add_argument("-t", "--seconds", type=float, default=30,
                        help="first for the CPU's use, then as long for the round trips (30)")
    parser.add_argument("--loaded", action="store_true",
                        help="while wsload keeps the server of the same process busy, as in S1")
    parser.add_argument("--echo", choices=["netty", "gorilla", "wsgauge"], default="netty",
                        help="what the targets are (netty)")
    parser.add_argument("--native", action="store_true", help="without classic histograms (telemetry.classicHistograms)")
    parser.add_argument("--port", type=int, default=PORTS, help=f"the first of two ports on 127.0.0.1 ({PORTS})")
    parser.add_argument("--jvm", default=f"-Xmx1g @{paths.JVM_OPTIONS}",
                        help="flags of the JVM (-Xmx1g and conf/jvm.options)")
    return parser.parse_args(argv)


def sections(options, count, echo):
    url = f"ws://127.0.0.1:{echo.port}{echo.peer.path}"
    return {"client": {
        "defaults": {"interval": options.interval, "jitter": options.jitter},
        "targets": [{"name": f"t{n}", "url": url, "message": f"t{n} {{sequence}}"} for n in range(count)]},
        "telemetry": {"classicHistograms": not options.native}}


def scrape(port, **headers):
    """Bytes of /metrics."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return len(answer.read()) / 1000


def scrapes(port, pid):
    """What a scrape is, and what it costs beyond what goes on meanwhile, once it is warm."""
    sizes = {"scrape_text_kb": scrape(port), "scrape_native_kb": scrape(port, Accept=PROTOBUF),
             "scrape_native_gzip_kb": scrape(port, Accept=PROTOBUF, Accept_Encoding="gzip")}
    used, began = processes.cpu_seconds(pid), time.monotonic()
    for _ in range(SCRAPES):
        scrape(port, Accept=PROTOBUF)
    scraping, took = processes.cpu_seconds(pid) - used, time.monotonic() - began
    used = processes.cpu_seconds(pid)
    time.sleep(took)
    idle = processes.cpu_seconds(pid) - used
    return {**sizes, "scrape_cpu_ms": (scraping - idle) / SCRAPES * 1000}


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
    scraped = scrapes(options.port, pid)
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
            **quantiles(errors), **scraped}


def report(options, java, pins, rounds, counts):
    state = "while its server answers 100 connections in a closed loop" if options.loaded else "its server idle"
    lines = [f"| | {' | '.join(f'{count:,} targets' for count in counts)} |", "|---|" + "---:|" * len(counts)]
    for what, key, places in LINES:
        values = [[numbers[count][key] for numbers in rounds if key in numbers[count]] for count in counts]
        if any(values):
            lines.append(f"| {what} | " + " | ".join(table.cell(some, places) for some in values) + " |")
    return "\n".join([
        f"# S9: targets every {options.interval}, jitter {options.jitter}, {state}", "",
        *machine.lines(java), f"- {pins}",
        f"- targets: {peers.ALL[options.echo].what}; measured for {options.seconds:g} s after {options.warmup:g} s;"
        f" medians (least–most) of {options.rounds} rounds"
        + ("; without classic histograms" if options.native else ""), "", *lines, ""])


def run(options, count, made, java, cpus):
    """The numbers of one run with so many targets."""
    near, far = cpus
    with measure.Server(options.echo, made, options.port + 1, java, (far, far)) as echo:
        config = peers.wsgauge_config(options.port, **sections(options, count, echo))
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
            return numbers


def main(argv):
    options = arguments_of(argv)
    if why := capture.available():
        sys.exit(f"bench: {why}")
    processes.require_free([options.port, options.port + 1])
    java, cpus = [paths.java(), *options.jvm.split()], processes.cpus()
    try:
        build.wsload()
        build.wsgauge()
        made = peers.ALL[options.echo].build()
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    pins = machine.pins(cpus, "wsgauge", "its targets, tcpdump and wsload")
    counts = [int(count) for count in options.targets.split(",")]
    log(f"{options.targets} targets, {options.warmup + 2 * options.seconds:g} s each; {pins}")
    rounds = [{count: run(options, count, made, java, cpus) for count in counts} for _ in range(options.rounds)]
    text = report(options, java, pins, rounds, counts)
    name = "client-loaded.md" if options.loaded else "client.md"
    (paths.OUT / name).write_text(text, encoding="utf-8")
    print(text)
    log(f"written to {paths.OUT / name}")
    return 0
