"""S8: what good clients wait for beside each attack of src/soak/run, each against a process of its own."""

import argparse
import subprocess
import sys

from wsbench import build, machine, paths, processes, table
from wsbench.processes import log

ESTABLISHED, NEW, HEALTH = "established", "new", "health_max_ms"
COLUMNS = ["established_p50_ms", "established_p99_ms", "new_p50_ms", "new_p99_ms", HEALTH, "most_mib"]
PLACES = {column: 1 for column in COLUMNS[:-1]}


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run attacks", description=__doc__, epilog=(
        "Further options are those of src/soak/run --attack, such as --xmx 256m or --java HOME."))
    parser.add_argument("-a", "--attacks", default="each", help="names, separated by commas (each); see src/soak/run --list")
    parser.add_argument("-t", "--seconds", type=int, default=10, help="of each attack (10)")
    parser.add_argument("-r", "--rounds", type=int, default=3)
    return parser.parse_known_args(argv)


def numbers(line):
    """(name of the attack, what was measured) of a line of the soak's table; None of another line."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if len(cells) < 11 or cells[0] in ("attack", "---"):
        return None
    result = {}
    for name, trips in ((ESTABLISHED, cells[1]), (NEW, cells[2])):
        if "/" in trips:
            result[f"{name}_p50_ms"], result[f"{name}_p99_ms"], _ = map(float, trips.split("/"))
    if cells[3] != "-":
        result[HEALTH] = float(cells[3])
    return cells[0], {**result, "most_mib": float(cells[6])}


def main(argv):
    options, more = arguments_of(argv)
    try:
        build.wsgauge()
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    rounds, names = [], []
    for number in range(options.rounds):
        log(f"round {number + 1}")
        command = [paths.ROOT / "src" / "soak" / "run", "--attack", options.attacks, options.seconds, *more]
        soak = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        processes.adopt(soak)
        rounds.append({})
        for line in soak.stdout:
            if measured := numbers(line):
                rounds[-1][measured[0]] = measured[1]
                names += [measured[0]] if measured[0] not in names else []
                log(line.strip())
        processes.stop(soak)
        if not rounds[-1]:
            sys.exit("bench: no attack was measured")
    text = "\n".join([
        "# S8: good clients beside attacks", "", *machine.lines([paths.java()]),
        f"- not pinned; medians (least–most) of {options.rounds} rounds of {options.seconds} s; options of the soak:"
        f" `{' '.join(more) or 'none'}`", "",
        table.rows(COLUMNS, rounds, names, "attack", PLACES), ""])
    (paths.OUT / "attacks.md").write_text(text, encoding="utf-8")
    print(text)
    return 0
