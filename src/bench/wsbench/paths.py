"""Where things are; all that is made lies below target/bench."""

import os
import pathlib
import shutil

BENCH = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCH.parent.parent
OUT = ROOT / "target" / "bench"
JAR = ROOT / "target" / "wsgauge.jar"
JVM_OPTIONS = ROOT / "conf" / "jvm.options"
WSLOAD = OUT / "wsload"


def made(directory):
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def java():
    """Of JAVA_HOME, else the one on the PATH."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else shutil.which("java") or "java"
