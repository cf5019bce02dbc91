"""wsgauge laid out as in the image, with its launcher, the archives of the JVM and Netty's library unpacked."""

import os
import shutil
import time
import zipfile

from wsbench import build, paths, processes

HOME = paths.OUT / "image"
WSGAUGE = HOME / "bin" / "wsgauge"
NO_ARCHIVE = "-XX:AOTMode=off"
PATIENCE_S = 60


def environment(options=""):
    """What the launcher gets: the JVM, and options of it."""
    java = paths.java()
    return {**os.environ, "JAVA_HOME": os.path.dirname(os.path.dirname(shutil.which(java) or java)),
            "JAVA_OPTS": options}


def laid_out():
    """The launcher; raises build.Skipped."""
    jar, stamp = build.wsgauge(), HOME / "made"
    if build.is_current(stamp, jar) and stamp.read_text(encoding="utf-8") == paths.java():
        return WSGAUGE
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(jar.parent / "bin", HOME / "bin")
    for file in (jar, jar.with_name("wsgauge-cluster.jar"), paths.JVM_OPTIONS):
        shutil.copy2(file, HOME)
    with zipfile.ZipFile(jar) as classes:
        for name in classes.namelist():
            if name.startswith("META-INF/native/") and name.endswith(".so"):
                library = paths.made(HOME / "lib") / os.path.basename(name)
                library.write_bytes(classes.read(name))
    if build.java_version([paths.java()]) >= 25:
        archives()
    stamp.write_text(paths.java(), encoding="utf-8")
    return WSGAUGE


def archive():
    """Options with which the JVM must use the service's archive; none where it makes no archives."""
    laid_out()
    made = HOME / "wsgauge.aot"
    return [f"-XX:AOTCache={made}", "-XX:AOTMode=on"] if made.exists() else []


def archives():
    """As the Dockerfile makes them."""
    port = processes.free_port()
    url = f"ws://127.0.0.1:{port}/ws"
    config = f'{{"server": {{"host": "127.0.0.1", "port": {port}}}, "socket": {{"maxConnections": 4000}}}}'
    service = served("archive", None, config, environment(f"-XX:AOTCacheOutput={HOME}/wsgauge.aot"))
    build.command(WSGAUGE, "health", "-c", config, env=environment())
    build.command(WSGAUGE, "ping", "-c", 20, "-i", 0.02, url,
                  env=environment(f"-XX:AOTCacheOutput={HOME}/command.aot"))
    # whatever it finds
    processes.output_and_cpu([WSGAUGE, "check", "--quick", "--many", "3000", url], None, environment())
    processes.stop(service)


def served(name, cpu, config, environment):
    """A service that listens, by a configuration; raises build.Skipped."""
    service = processes.start(name, [WSGAUGE, "-conf", config], cpu, env=environment)
    end = time.monotonic() + PATIENCE_S
    while "INFO  metrics " not in processes.printed(name):
        if time.monotonic() > end or service.poll() is not None:
            raise build.Skipped(f"wsgauge does not start, see {paths.OUT}/log/{name}.log")
        time.sleep(.05)
    return service
