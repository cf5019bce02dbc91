"""How long each command takes, on one CPU, from the archive of the image and without one."""

import argparse
import os
import signal
import subprocess
import sys
import time

from wsbench import build, image, machine, paths, processes, table
from wsbench.processes import log

COLUMNS = ["first_line_ms", "answer_ms", "end_ms", "cpu_ms", "rss_mib"]

#: {name: (arguments, what its answer begins with)}; the server of {url} has the configuration {conf}.
COMMANDS = {
    "serve": (["-conf", "{free}"], "metrics"),
    "ping": (["ping", "-c", "1", "{url}"], "seq=1"),
    "connect": (["connect", "-x", "hi", "{url}"], "hello"),
    "check": (["check", "--quick", "{url}"], "path"),
    "config": (["config", "check", "-c", "{conf}"], ""),
    "health": (["health", "-c", "{conf}"], '{"status'),
}


def arguments_of(argv):
    parser = argparse.ArgumentParser(prog="src/bench/run start", description=__doc__)
    parser.add_argument("-r", "--rounds", type=int, default=5)
    parser.add_argument("-s", "--commands", default=",".join(COMMANDS), help="default: all")
    parser.add_argument("--cpus", default="1", choices=["1", "all"], help="of the command (1)")
    return parser.parse_args(argv)


def run(arguments, answer, environment, cpu):
    """One of them: milliseconds from its start to its first line, its answer and its end; its CPU and memory."""
    began = time.monotonic()
    process = subprocess.Popen(processes.pinned([image.WSGAUGE, *arguments], cpu), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True)
    processes.adopt(process)
    result = {}
    millis = lambda: (time.monotonic() - began) * 1000  # noqa: E731
    for line in process.stdout:
        result.setdefault("first_line_ms", millis())
        # the lines of a log begin with the time and the level
        if "answer_ms" not in result and (line.startswith(answer) or f"INFO  {answer} " in line):
            result["answer_ms"] = millis()
            if arguments[0] == "-conf":
                process.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    result["end_ms"] = millis()
    result["cpu_ms"] = (usage.ru_utime + usage.ru_stime) * 1000
    result["rss_mib"] = usage.ru_maxrss / 1024
    processes.stop(process)
    return result


def main(argv):
    options = arguments_of(argv)
    near, far = processes.cpus()
    port = processes.free_port()
    conf = f'{{"server": {{"host": "127.0.0.1", "port": {port}}}, "client": {{"targets": []}}}}'
    filled = {"{url}": f"ws://127.0.0.1:{port}/ws", "{conf}": conf, "{free}": conf.replace(str(port), "0")}
    try:
        image.laid_out()
        image.served("start-server", far, conf, image.environment())
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    ways = {"archive": image.environment(), "no archive": image.environment(image.NO_ARCHIVE)}
    if not (image.HOME / "command.aot").exists():
        del ways["archive"]
    rounds = []
    for number in range(options.rounds):
        log(f"round {number + 1}")
        results = {}
        for name in options.commands.split(","):
            arguments, answer = COMMANDS[name]
            for way, environment in ways.items():
                results[f"{name}, {way}"] = run([filled.get(one, one) for one in arguments], answer, environment,
                                                near if options.cpus == "1" else None)
        rounds.append(results)
    text = "\n".join([
        "# The start of each command", "", *machine.lines([paths.java()]),
        f"- {machine.pins((near, far), 'commands', 'the server that they ask')}; medians (least–most) of"
        f" {options.rounds} rounds" + ("" if options.cpus == "1" else "; commands not pinned"), "",
        table.rows(COLUMNS, rounds, list(rounds[0]), "command"), ""])
    (paths.OUT / "start.md").write_text(text, encoding="utf-8")
    print(text)
    return 0
