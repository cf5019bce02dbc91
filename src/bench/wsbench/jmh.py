"""The benchmarks below src/bench/java, by JMH."""

import subprocess
import sys

from wsbench import build, paths, processes


def main(arguments):
    classpath = paths.made(paths.OUT) / "jmh.classpath"
    try:
        build.command("mvn", "-B", "-q", "-Pbench", "test-compile", "dependency:build-classpath",
                      "-Dmdep.includeScope=test", f"-Dmdep.outputFile={classpath}", needs="maven", cwd=paths.ROOT)
    except build.Skipped as why:
        sys.exit(f"bench: {why}")
    classes = [str(paths.OUT / "jmh" / part) for part in ("test-classes", "classes")]
    java = [paths.java(), "-cp", ":".join([*classes, classpath.read_text().strip()]), "org.openjdk.jmh.Main"]
    report = ["-rf", "json", "-rff", str(paths.OUT / "jmh.json")]
    process = subprocess.Popen([*java, *report, *arguments])
    processes.adopt(process)
    return process.wait()
