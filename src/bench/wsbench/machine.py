"""What a report says of where it was measured."""

import datetime
import os
import platform
import resource
import subprocess

from wsbench import paths


def _first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=paths.ROOT, check=False)
        return ((done.stdout or done.stderr).strip().splitlines() or ["unknown"])[0]
    except OSError:
        return "not there"


def _cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")), platform.machine())


def file_limit():
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]


def pins(cpus, servers, load):
    """Which side runs on which CPU."""
    return "not pinned, there is one CPU" if cpus[0] is None else f"{servers} on CPU {cpus[0]}, {load} on CPU {cpus[1]}"


def lines(java):
    return [
        f"- {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC,"
        f" wsgauge at {_first_line('git', 'describe', '--always', '--dirty')}",
        f"- {_cpu()}, {os.cpu_count()} CPUs, Linux {platform.release()}, at most {file_limit()} open files a process",
        f"- {_first_line(java[0], '-version')}; flags of the JVMs: `{' '.join(java[1:]) or 'none'}`",
    ]


def versions(names):
    """Of the peers that come from Debian or npm; those from Maven Central are pinned in their POM."""
    packages = {"gorilla": "golang-github-gorilla-websocket-dev", "lws": "libwebsockets-dev"}
    found = [f"{package} {_first_line('dpkg-query', '-W', '-f', '${Version}', package)}"
             for name, package in packages.items() if name in names]
    if "gorilla" in names:
        found.append(_first_line("go", "version"))
    if "node-ws" in names:
        found.append("Node.js " + _first_line("node", "--version"))
    return ["- " + ", ".join(found)] if found else []
