"""What is measured of a server, and which columns that makes."""

import dataclasses

RATES = ["msgs_per_s", "msgs_per_server_cpu_s", "p50_us", "p99_us", "server_cpu", "client_cpu", "other_cpu"]
BYTES = ["mb_per_s", *RATES[1:]]

#: Decimal places, where they are not 0.
PLACES = {"mb_per_s": 1, "kib_per_connection": 1, "cpu_s_per_million": 2, "idle_rss_mib": 1}


@dataclasses.dataclass(frozen=True)
class Scenario:
    """
    :param load: options of wsload; empty when servers.py knows what to do
    :param columns: the first of them is compared with that of other servers
    """

    title: str
    columns: list
    load: tuple = ()
    compare: str = ""
    more_compared: tuple = ()

    @property
    def compared(self):
        return (self.compare or self.columns[0], *self.more_compared)


ALL = {
    "S0": Scenario("start to the first handshake", ["start_ms", "start_rss_kib"]),
    "S1": Scenario("100 connections, 64 B text, 1 in flight on each", RATES,
                   ("--connections", 100, "--size", 64)),
    "S2": Scenario("100 connections, 64 B text, 16 in flight on each", RATES,
                   ("--connections", 100, "--size", 64, "--pipeline", 16)),
    "S3": Scenario("20 connections, 16 KiB binary", BYTES,
                   ("--connections", 20, "--size", 16384, "--binary")),
    "S4": Scenario("4 connections, 1 MiB binary", BYTES,
                   ("--connections", 4, "--size", 1048576, "--binary")),
    "S5": Scenario("10,000 idle connections of a fresh process; handshakes of the next 10,000, and of those after 100,000",
                   ["kib_per_connection", "handshakes_per_s", "warm_handshakes_per_s"]),
    "S6": Scenario("open loop, 20,000 messages of 64 B in a second over 100 connections, in a fresh process,"
                   " and after more of it (--warm)",
                   ["p50_us", "p99_us", "p999_us", "max_us", "server_cpu", "warm_p50_us", "warm_p99_us",
                    "warm_p999_us", "warm_max_us", "warm_server_cpu", "other_cpu"],
                   ("--connections", 100, "--size", 64, "--rate", 20000, "--spin"), compare="p99_us",
                   more_compared=("warm_p99_us",)),
}

#: S7, one for each number of connections: what a message costs among so many, and what they hold idle.
LINEAR_RATE = 10000


def linear(connections):
    return Scenario(f"{connections:,} connections, {LINEAR_RATE:,} messages of 64 B in a second over all of them",
                    ["cpu_s_per_million", "idle_rss_mib", "p50_us", "p99_us", "msgs_per_s", "other_cpu"],
                    ("--connections", connections, "--size", 64, "--rate", LINEAR_RATE, "--settle", 2))
