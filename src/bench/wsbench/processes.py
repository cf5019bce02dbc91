"""Processes that are pinned to a CPU, and all ended by their pid, also on Ctrl-C and SIGTERM."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys

from wsbench import paths

_started = []


def log(text):
    print("bench: " + text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def ending():
    """Ends what is still running when it is left, however that happens."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        for process in list(_started):
            stop(process)


def cpus():
    """(of servers, of clients); both None on a machine with a single CPU."""
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[1]) if len(usable) > 1 else (None, None)


def pinned(command, cpu):
    return command if cpu is None else ["taskset", "-c", str(cpu), *map(str, command)]


def start(name, command, cpu, **options):
    """Writes what it prints to a log. Not in the terminal's group: Ctrl-C is ours to pass on."""
    log_file = paths.made(paths.OUT / "log") / (name + ".log")
    with open(log_file, "w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(part) for part in pinned(command, cpu)],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **options)
    _started.append(process)
    return process


def adopt(process):
    """Ends it with the others."""
    _started.append(process)


def stop(process, with_signal=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in _started:
        _started.remove(process)


def output(command, cpu=None):
    """What a command prints; kept to be ended like the others."""
    process = subprocess.Popen([str(part) for part in pinned(command, cpu)], stdout=subprocess.PIPE, text=True)
    _started.append(process)
    try:
        return process.communicate()[0]
    finally:
        stop(process)


def output_and_cpu(command, cpu, env):
    """What a command prints, and the CPU seconds that it has used."""
    process = subprocess.Popen([str(part) for part in pinned(command, cpu)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, text=True, env=env)
    _started.append(process)
    try:
        text = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return text, usage.ru_utime + usage.ru_stime
    finally:
        stop(process)


def printed(name):
    """What a process of this name has printed until now."""
    return (paths.OUT / "log" / (name + ".log")).read_text(encoding="utf-8", errors="replace")


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_kib(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)


def free_port():
    """One of 127.0.0.1 that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_free(ports):
    """Refuses to go on when any of them is taken."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as e:
                sys.exit(f"bench: port {port} on 127.0.0.1 is taken ({e.strerror}); choose others with --port")
