"""Servers under the same load, in turns: each round measures every server once."""

import argparse
import json
import sys

from wsbench import build, image, machine, measure, paths, peers, processes, table
from wsbench import scenarios as known
from wsbench.processes import log

PORTS = 20000


def arguments_of(argv):
    parser = argparse.ArgumentParser(
        prog="src/bench/run", description=__doc__ + "\n\nREADME.md has the other commands.", formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(["scenarios:", *(f"  {n}  {s.title}" for n, s in known.ALL.items()),
                          "  S7  the same messages in a second over more and more connections, each in a fresh process",
                          "", "peers:", *(f"  {n:15} {p.what}" for n, p in peers.ALL.items())]))
    parser.add_argument("-s", "--scenarios", default="S0,S1,S2,S3,S4,S5,S6,S7", help="default: all")
    parser.add_argument("-p", "--peers", default=",".join(peers.ALL), help="default: all that can be had here")
    parser.add_argument("-r", "--rounds", type=int, default=3)
    parser.add_argument("-t", "--seconds", type=float, default=5, help="measured for each scenario (5)")
    parser.add_argument("-w", "--warmup", type=float, default=8, help="seconds before the first scenario of a JVM (8);"
                        " others, and later scenarios, get a quarter of it")
    parser.add_argument("--warm", type=float, default=60, help="seconds of the load after which S6 is measured once"
                        " more (60)")
    parser.add_argument("-c", "--connections", default="1000,10000,50000", help="of S7 (1000,10000,50000)")
    parser.add_argument("--max-other", type=float, default=15, help="what takes place while other processes use more"
                        " of the CPU than this percentage is measured again, twice at most (15)")
    parser.add_argument("--port", type=int, default=PORTS, help=f"the first of the ports on 127.0.0.1 ({PORTS})")
    parser.add_argument("--jvm", default=f"-Xmx1g @{paths.JVM_OPTIONS}",
                        help="flags of the JVMs (-Xmx1g and conf/jvm.options), but of wsgauge-jar")
    parsed = parser.parse_args(argv)
    for chosen, all_known in ((parsed.scenarios, {*known.ALL, "S7"}), (parsed.peers, peers.ALL)):
        if unknown := [name for name in chosen.split(",") if name not in all_known]:
            parser.error(f"there is no {', '.join(unknown)}")
    return parsed


def linear_counts(connections):
    """Not more than a process may have open."""
    most = machine.file_limit() - 500
    counts = [int(count) for count in connections.split(",")]
    if any(count > most for count in counts):
        log(f"S7: {max(counts)} connections are more than a process may open here (ulimit -Hn), so it is {most}")
    return sorted({min(count, most) for count in counts})


def plan(options):
    """{name: scenario}, in the order in which they run."""
    chosen = {name: known.ALL[name] for name in options.scenarios.split(",") if name != "S7"}
    if "S7" in options.scenarios.split(","):
        chosen.update({f"S7/{n}": known.linear(n) for n in linear_counts(options.connections)})
    return chosen


class Run:
    def __init__(self, options):
        self.options = options
        self.java = [paths.java(), *options.jvm.split()]
        self.cpus = processes.cpus()
        self.pins = machine.pins(self.cpus, "servers", "load")
        self.plan = plan(options)
        self.made = peers.built(options.peers.split(","))
        self.archive = image.archive() if "wsgauge" in self.made else []
        self.results = {scenario: [] for scenario in self.plan}
        starts = options.rounds * len(self.made) * (2 + len(self.plan))
        processes.require_free(range(options.port, options.port + starts))
        self.ports = iter(range(options.port, options.port + starts))

    def server(self, name):
        java = self.java + self.archive if name == "wsgauge" else self.java
        return measure.Server(name, self.made[name], next(self.ports), java, self.cpus)

    def measured(self, name):
        """(scenario, result) for each scenario."""
        first, next_ones = self.options.warmup, self.options.warmup / 4
        if not peers.ALL[name].jvm:
            first = next_ones
        fresh = [scenario for scenario in self.plan if scenario.startswith(("S5", "S6", "S7"))]
        together = [scenario for scenario in self.plan if scenario not in fresh]
        if together:
            with self.server(name) as server:
                warmup = first
                for scenario in together:
                    if scenario == "S0":
                        yield scenario, server.start()
                    else:
                        yield scenario, self.load(server, scenario, warmup)
                        warmup = next_ones
        for scenario in fresh:
            with self.server(name) as server:
                yield scenario, self.fresh(server, scenario, first)

    def fresh(self, server, scenario, warmup):
        if scenario == "S5":
            return server.idle()
        if scenario == "S6":
            return server.fresh_and_warm(self.plan[scenario], self.options.seconds, warmup, self.options.warm,
                                         self.options.max_other)
        return self.load(server, scenario, warmup)

    def load(self, server, scenario, warmup):
        return server.load(self.plan[scenario], self.options.seconds, warmup, self.options.max_other)

    def rounds(self):
        with open(paths.made(paths.OUT) / "servers.jsonl", "w", encoding="utf-8") as lines:
            for number in range(1, self.options.rounds + 1):
                for results in self.results.values():
                    results.append({})
                for name in self.made:
                    log(f"round {number}: {name}")
                    try:
                        for scenario, result in self.measured(name):
                            if result:
                                self.results[scenario][-1][name] = result
                                json.dump({"round": number, "server": name, "scenario": scenario, **result}, lines)
                                lines.write("\n")
                                lines.flush()
                    except RuntimeError as failure:
                        log(str(failure))

    def report(self):
        names = list(self.made)
        rounds = f"medians (least–most) of {self.options.rounds} rounds, {self.options.seconds:g} s each"
        parts = ["# WebSocket servers under the same load", "",
                 *machine.lines(self.java), *machine.versions(names), f"- {self.pins}; {rounds}", ""]
        if "wsgauge" in names:
            parts += ["wsgauge's configuration, beyond its defaults and the port:", "", "```json",
                      json.dumps(peers.WSGAUGE_CONFIG), "```", ""]
        for name, scenario in self.plan.items():
            parts += [f"## {name.split('/')[0]}: {scenario.title}", "",
                      table.table(scenario, self.results[name], names), ""]
        return "\n".join(parts)


def main(argv):
    options = arguments_of(argv)
    try:
        build.wsload()
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    run = Run(options)
    log(f"{', '.join(run.made)}; {run.pins}")
    run.rounds()
    report = run.report()
    (paths.OUT / "servers.md").write_text(report, encoding="utf-8")
    print(report)
    log(f"written to {paths.OUT}/servers.md")
    return 0
