#!/usr/bin/env python3
"""Cold start and round trip over stdio, the server jar beside a bare MCP SDK server, in one run.

usage: bench/stdio.py [--runs 10] [--seconds 5]      after: mvn -B -Pbench -DskipTests package

Both servers take turns, so that what else the machine does falls on both. What counts is the ratio
of the medians. With JAVA=/path/to/java another JDK; with --archive each gets an archive of its own.
"""
import argparse, json, os, select, statistics, subprocess, sys, tempfile, time, zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAVA = os.environ.get("JAVA", "java")
EXAMPLES = os.path.join(ROOT, "mcp2p-examples")
JAR = os.path.join(EXAMPLES, "target", "mcp2p-server.jar")
BARE = "io/mcp2p/examples/BareServer.class"
KEY = "2024012614574900000012345678"
QUIET = ["-Xlog:disable", "-Xlog:all=error:stderr"]
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
    "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}
INITIALIZED = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def status(number):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call",
            "params": {"name": "spei_check_status", "arguments": {"trackingKey": KEY}}}


class NoAnswer(Exception):
    """The SDK's own transport loses an answer when two of its threads meet, as on a busy machine."""


class Server:
    def __init__(self, command):
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self.read = b""

    def send(self, message):
        self.process.stdin.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def line(self, message):
        while b"\n" not in self.read:
            if not select.select([self.process.stdout], [], [], 10)[0]:
                self.process.kill()
                raise NoAnswer(f"no answer from {self.process.args} to {message}")
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if not chunk:
                sys.exit(f"{self.process.args} has ended before it answered {message}")
            self.read += chunk
        line, self.read = self.read.split(b"\n", 1)
        return line

    def ask(self, message):
        self.send(message)
        answer = json.loads(self.line(message))
        if answer.get("id") != message["id"] or answer.get("result", {}).get("isError"):
            sys.exit(f"unexpected answer: {answer}")

    def close(self, within=10):
        self.process.stdin.close()
        self.process.wait(within)


def cold(command, within=10):
    server = Server(command)
    server.ask(INITIALIZE)
    first = time.perf_counter() - server.began
    server.send(INITIALIZED)
    server.ask(status(2))
    call = time.perf_counter() - server.began
    server.close(within)
    return first * 1e3, call * 1e3


def round_trips(name, command, seconds):
    while True:
        try:
            return median_trip(command, seconds)
        except NoAnswer as lost:
            if name != "bare":
                raise
            print(f"once more: {lost}", file=sys.stderr)


def median_trip(command, seconds):
    server = Server(command)
    server.ask(INITIALIZE)
    server.send(INITIALIZED)
    number, times = 1, []
    for keep in (False, True):
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            number += 1
            began = time.perf_counter()
            server.ask(status(number))
            if keep:
                times.append(time.perf_counter() - began)
    server.close()
    return statistics.median(times) * 1e6


def bare_jar(folder):
    """An archive is for jars only: it would leave out the classes of a folder."""
    path = os.path.join(folder, "bare.jar")
    with zipfile.ZipFile(path, "w") as jar:
        jar.write(os.path.join(EXAMPLES, "target", "test-classes", BARE), BARE)
    return path


def with_archive(name, command, folder):
    version = int(subprocess.run([JAVA, "-version"], capture_output=True, text=True)
                  .stderr.split('"')[1].split(".")[0])
    archive = os.path.join(folder, name)
    make = "-XX:AOTCacheOutput=" if version >= 24 else "-XX:ArchiveClassesAtExit="
    use = "-XX:AOTCache=" if version >= 24 else "-XX:SharedArchiveFile="
    cold([JAVA, *QUIET, make + archive, *command], within=120)  # the archive is made at its end
    return [JAVA, *QUIET, use + archive, "-XX:TieredStopAtLevel=1", *command]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--archive", action="store_true")
    options = parser.parse_args()
    ours = ["-jar", JAR]
    with tempfile.TemporaryDirectory() as folder:
        # The bare server takes the same libraries out of the same jar.
        bare = ["-cp", JAR + ":" + bare_jar(folder), "io.mcp2p.examples.BareServer"]
        if options.archive:
            commands = {"bare": with_archive("bare", bare, folder), "mcp2p": with_archive("mcp2p", ours, folder)}
        else:
            commands = {"bare": [JAVA, *bare], "mcp2p": [JAVA, *ours]}
        starts = {name: [] for name in commands}
        for _ in range(options.runs + 1):
            for name, command in commands.items():
                starts[name].append(cold(command))
        trips = {name: [] for name in commands}
        if not options.archive:
            for _ in range(2):
                for name, command in commands.items():
                    trips[name].append(round_trips(name, command, options.seconds))
    for what, index in (("spawn to initialize, ms", 0), ("spawn to first status call, ms", 1)):
        medians = {name: statistics.median(row[index] for row in rows[1:]) for name, rows in starts.items()}
        print(f"{what:34s} bare {medians['bare']:7.0f}   mcp2p {medians['mcp2p']:7.0f}"
              f"   ratio {medians['mcp2p'] / medians['bare']:.2f}")
    if trips["bare"]:
        medians = {name: min(rows) for name, rows in trips.items()}
        print(f"{'status call, round trip, us':34s} bare {medians['bare']:7.0f}   mcp2p {medians['mcp2p']:7.0f}"
              f"   ratio {medians['mcp2p'] / medians['bare']:.2f}")


main()
