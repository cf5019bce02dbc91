"""The servers that are measured: how each is built and started."""

import dataclasses
import json
from typing import Callable

from wsbench import build, paths
from wsbench.processes import log

#: Beyond the default configuration: a free port, replies that are echoes, and sizes that the load needs.
WSGAUGE_CONFIG = {
    "server": {"host": "127.0.0.1", "instances": 1},
    "socket": {"reply": {"mode": "echo"}, "maxConnections": 60000, "maxFrameSize": 1048576},
}


@dataclasses.dataclass(frozen=True)
class Peer:
    """A server on 127.0.0.1 that sends back what it gets."""

    what: str
    build: Callable  # returns what command needs; raises build.Skipped
    command: Callable  # (what was built, port, JVM's command line) -> command line
    jvm: bool = False  # slower to get warm
    path: str = "/"


def wsgauge_config(port, **sections):
    """A file, made for this port."""
    config = {name: {**WSGAUGE_CONFIG.get(name, {}), **sections.get(name, {})}
              for name in {**WSGAUGE_CONFIG, **sections}}
    config["server"]["port"] = port
    file = paths.made(paths.OUT / "conf") / f"wsgauge-{port}.json"
    file.write_text(json.dumps(config, indent=2), encoding="utf-8")
    return file


def wsgauge_command(java, config):
    return [*java, "-jar", paths.JAR, "-conf", config]


def _java_peer(what, main_class):
    """Without what conf/jvm.options has the compilers do, by which it would not be warm when it is measured."""
    return Peer(what, build.java_peers, jvm=True,
                command=lambda lib, port, java: [*java, "-XX:ThreadPriorityPolicy=0", "-XX:FreqInlineSize=325",
                                                 "-cp", f"{lib.parent}/peers-1.jar:{lib}/*", main_class, port])


def _native(directory, *libraries, needs):
    sources = [paths.BENCH / "peers" / directory / (directory + ".c")]
    return lambda: build.compiled(paths.OUT / directory, sources, *libraries, needs=needs)


ALL = {
    "raw": Peer("TCP echo in C, without WebSocket: the limit of this machine", _native("raw", needs="gcc"),
                lambda made, port, java: [made, port]),
    "wsgauge": Peer("target/wsgauge.jar as the image runs it, from an AOT cache", build.wsgauge, jvm=True, path="/ws",
                    command=lambda made, port, java: wsgauge_command(java, wsgauge_config(port))),
    "wsgauge-jar": Peer("the same by java -jar and nothing else", build.wsgauge, jvm=True, path="/ws",
                        command=lambda made, port, java: wsgauge_command(java[:1], wsgauge_config(port))),
    "netty": _java_peer("Netty's WebSocketServerProtocolHandler on epoll", "bench.EchoNetty"),
    "vertx": _java_peer("Vert.x, frameHandler and writeFrame, on epoll", "bench.EchoVertx"),
    "undertow": _java_peer("Undertow", "bench.EchoUndertow"),
    "java-websocket": _java_peer("Java-WebSocket", "bench.EchoJavaWebSocket"),
    "gorilla": Peer("gorilla/websocket, GOMAXPROCS=1", build.gorilla,
                    lambda made, port, java: ["env", "GOMAXPROCS=1", made, port]),
    "lws": Peer("libwebsockets", _native("lws", "-lwebsockets", needs="gcc libwebsockets-dev"),
                lambda made, port, java: [made, port]),
    "node-ws": Peer("ws on Node.js, with bufferutil", build.node_ws, lambda made, port, java: ["node", made, port]),
    "uwebsockets": Peer("uWebSockets", build.uwebsockets, lambda made, port, java: [made, port]),
}


def built(names):
    """{name: what was built}, without those that cannot be had here."""
    made = {}
    for name in names:
        try:
            made[name] = ALL[name].build()
        except build.Skipped as why:
            log(f"skipped {name}: {why}")
    return made
