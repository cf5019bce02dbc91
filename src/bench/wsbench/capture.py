"""Round trips as tcpdump has seen them on the loopback interface, in nanoseconds."""

import re
import struct
import subprocess
import time

from wsbench import processes

NANOSECOND_PCAP = 0xA1B23C4D
ETHERNET, IPV4, TCP = 1, 0x0800, 6
TEXT = 0x81  # a whole message in one frame


class Capture:
    """tcpdump, writing what goes from and to a port into a file until it is stopped."""

    def __init__(self, port, file):
        self.file, self.port = file, port
        file.unlink(missing_ok=True)
        # its own buffer, since it shares a CPU with the load
        command = ["tcpdump", "-i", "lo", "-n", "-B", 65536, "-s", 256, "--time-stamp-precision=nano",
                   "-w", file, "tcp", "port", port, "and", "greater", 67]
        self.process = processes.start("tcpdump", command, processes.cpus()[1])
        while not file.exists() or file.stat().st_size == 0:  # the header, written once it listens
            if self.process.poll() is not None:
                raise RuntimeError(f"tcpdump ended: {processes.printed('tcpdump')}")
            time.sleep(.05)

    def stop(self):
        """How many packets the kernel had to leave out."""
        time.sleep(2)  # the kernel hands packets over within a second, and tcpdump may be behind
        processes.stop(self.process)
        dropped = re.search(r"(\d+) packets? dropped by kernel", processes.printed("tcpdump"))
        return int(dropped.group(1)) if dropped else 0

    def exchanges(self):
        """{message: (sent, answered)}, in nanoseconds since 1970; answered is None without a reply."""
        sent, answered = {}, {}
        for at, from_client, payload in packets(self.file, self.port):
            for message in messages(payload, masked=from_client):
                (sent if from_client else answered).setdefault(message, at)
        return {message: (at, answered.get(message)) for message, at in sent.items()}


def packets(file, port):
    """(nanoseconds since 1970, whether it goes to the port, TCP payload) of each packet with one."""
    with open(file, "rb") as capture:
        magic, _, _, _, _, _, link = struct.unpack("<IHHiIII", capture.read(24))
        if magic != NANOSECOND_PCAP or link != ETHERNET:
            raise RuntimeError(f"{file}: not what tcpdump writes on the loopback interface")
        while len(head := capture.read(16)) == 16:
            seconds, nanos, stored, _ = struct.unpack("<IIII", head)
            packet = capture.read(stored)
            if len(packet) < 54 or struct.unpack_from("!H", packet, 12)[0] != IPV4 or packet[23] != TCP:
                continue
            ip = 14
            end = ip + struct.unpack_from("!H", packet, ip + 2)[0]
            tcp = ip + (packet[ip] & 15) * 4
            payload = packet[tcp + (packet[tcp + 12] >> 4) * 4:end]
            if payload:
                yield seconds * 1_000_000_000 + nanos, struct.unpack_from("!H", packet, tcp + 2)[0] == port, payload


def messages(payload, masked):
    """The short text messages with which a packet begins; frames that go over two packets are left out."""
    at, head = 0, 6 if masked else 2
    while at + head <= len(payload) and payload[at] == TEXT and payload[at + 1] & 127 < 126:
        length = payload[at + 1] & 127
        body = payload[at + head:at + head + length]
        if len(body) < length:
            return
        if masked:
            mask = payload[at + 2:at + 6]
            body = bytes(byte ^ mask[i & 3] for i, byte in enumerate(body))
        yield body.decode("utf-8", "replace")
        at += head + length


def available():
    """Whether tcpdump is there and may capture; says why not."""
    try:
        done = subprocess.run(["tcpdump", "-i", "lo", "-L"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "tcpdump is not installed (Debian package tcpdump)"
    return "" if done.returncode == 0 else done.stderr.strip()
