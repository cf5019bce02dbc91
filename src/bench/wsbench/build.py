"""Builds the load generator, wsgauge and the peers; says which peers cannot be had here."""

import os
import re
import shutil
import subprocess

from wsbench import paths
from wsbench.paths import BENCH, OUT


class Skipped(Exception):
    """Why something cannot be built here."""


def is_current(made, *sources):
    files = [f for s in sources for f in ([s] if s.is_file() else s.rglob("*")) if f.is_file()]
    return made.exists() and all(f.stat().st_mtime <= made.stat().st_mtime for f in files)


def command(*parts, needs="", **options):
    """
    :param needs: Debian packages to name when it fails
    """
    hint = f" (needs the Debian packages {needs})" if needs else ""
    if not shutil.which(str(parts[0])):
        raise Skipped(f"{parts[0]} is not installed{hint}")
    log = paths.made(OUT / "log") / f"build-{os.path.basename(str(parts[0]))}.log"
    with open(log, "w", encoding="utf-8") as output:
        done = subprocess.run([str(p) for p in parts], stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    if done.returncode:
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise Skipped(f"{parts[0]} failed{hint}: {lines[0] if lines else done.returncode}; see {log}")


def compiled(made, sources, *libraries, compiler="cc", needs="gcc libc6-dev"):
    """
    :param sources: files, the headers among them are only looked at
    """
    if not is_current(made, *sources):
        paths.made(made.parent)
        units = [s for s in sources if s.suffix != ".h"]
        command(compiler, "-O3", "-o", made, *units, *libraries, needs=needs)
    return made


def wsload():
    return compiled(paths.WSLOAD, sorted((BENCH / "load").iterdir()))


def wsgauge():
    sources = [paths.ROOT / source for source in ("src/main", "conf", "pom.xml")]
    if not is_current(paths.JAR, *sources):
        command("mvn", "-B", "-q", "package", "-DskipTests", needs="maven", cwd=paths.ROOT)
    return paths.JAR


def java_version(java):
    version = subprocess.run([java[0], "-version"], capture_output=True, text=True, check=True).stderr
    return int(re.search(r'version "(\d+)', version)[1])


def java_peers():
    """A directory with all their jars."""
    made, source = OUT / "java" / "lib", BENCH / "peers" / "java"
    if not is_current(OUT / "java" / "peers-1.jar", source):
        command("mvn", "-B", "-q", "-f", source / "pom.xml", "package", needs="maven")
    return made


def gorilla():
    made, source = OUT / "gorilla", BENCH / "peers" / "gorilla" / "main.go"
    if not is_current(made, source):
        here = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(OUT / "go-cache")}
        command("go", "build", "-o", made, source, needs="golang-go golang-github-gorilla-websocket-dev",
                env={**os.environ, **here})
    return made


def node_ws():
    made, source = OUT / "node-ws", BENCH / "peers" / "node-ws"
    if not is_current(made / "node_modules", source):
        shutil.copytree(source, paths.made(made), dirs_exist_ok=True)
        command("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", needs="nodejs npm", cwd=made)
        os.utime(made / "node_modules")
    return made / "server.js"


def uwebsockets():
    """It is in no package registry, so it takes a checkout, with its submodule uSockets."""
    checkout = os.environ.get("UWEBSOCKETS")
    if not checkout:
        raise Skipped("UWEBSOCKETS does not name a checkout of uWebSockets with its submodule uSockets")
    sockets = os.path.join(checkout, "uSockets", "src")
    made, source = OUT / "uwebsockets", BENCH / "peers" / "uwebsockets" / "uwebsockets.cpp"
    if not is_current(made, source):
        units = [os.path.join(sockets, u) for u in ("bsd.c", "context.c", "loop.c", "socket.c", "udp.c")]
        units.append(os.path.join(sockets, "eventing", "epoll_kqueue.c"))
        objects = paths.made(OUT / "uwebsockets-objects")
        flags = ["-O3", "-DLIBUS_NO_SSL", "-DUWS_NO_ZLIB", "-I", sockets]
        command("cc", *flags, "-c", *units, needs="gcc", cwd=objects)
        command("c++", "-std=c++20", *flags, "-I", os.path.join(checkout, "src"), "-o", made, source,
                *objects.glob("*.o"), needs="g++")
    return made
