"""A name server on loopback for tests: UDP and TCP, real packets, and every way in which one can misbehave."""

import socketserver
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

Zone = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Name -> kind -> values as a zone file writes them. A misbehaviour stands as a kind: see `Nameserver.reply`."""


class Nameserver:
    """Answers from a zone. `asked` holds every question that came, `port` is where."""

    def __init__(self, zone: Zone) -> None:
        self.zone = {name.lower(): records for name, records in zone.items()}
        self.asked: list[tuple[str, str, str]] = []
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def reply(self, wire: bytes, way: str) -> bytes:
        """The packet that answers, or an empty one for silence.

        silent: says nothing; refused, broken: so; truncated: UDP says to come by TCP; other_name: an answer about a name nobody asked for;
        other_number: a reply to a question with another number; garbage: bytes.
        """
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), question.rdtype.name
        self.asked.append((name, kind, way))
        records = self.zone.get(name, {})
        reply = dns.message.make_response(query)
        if "silent" in records:
            return b""
        if "garbage" in records:
            return b"\x00\x01\x02"
        if "refused" in records:
            reply.set_rcode(dns.rcode.REFUSED)
        if "truncated" in records and way == "udp":
            reply.flags |= dns.flags.TC
            return reply.to_wire()
        if "other_number" in records:
            reply.id = query.id ^ 0xFFFF
        if "other_name" in records:
            reply.answer.append(dns.rrset.from_text("elsewhere.example.", 60, "IN", kind, *records["other_name"]))
            return reply.to_wire()
        if name not in self.zone:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        here = question.name
        for _ in range(40):
            aliases = self.zone.get(here.to_text(omit_final_dot=True).lower(), {}).get("CNAME")
            if not aliases or kind == "CNAME":
                break
            reply.answer.append(dns.rrset.from_text(here, 60, "IN", "CNAME", *aliases))
            here = dns.name.from_text(aliases[0])
        values = self.zone.get(here.to_text(omit_final_dot=True).lower(), {}).get(kind, ())
        if values:
            reply.answer.append(dns.rrset.from_text(here, 60, "IN", kind, *values))
        return reply.to_wire(max_size=65535)


@contextmanager
def nameserver(zone: Zone) -> Iterator[Nameserver]:
    """A name server that runs while this is entered."""
    served = Nameserver(zone)

    class Udp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, socket = self.request
            reply = served.reply(wire, "udp")
            if reply:
                socket.sendto(reply, self.client_address)

    class Tcp(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            (size,) = struct.unpack("!H", self.rfile.read(2))
            reply = served.reply(self.rfile.read(size), "tcp")
            if reply:
                self.wfile.write(struct.pack("!H", len(reply)) + reply)

    with ExitStack() as stack:
        udp, tcp = _pair(Udp, Tcp)
        served.port = udp.server_address[1]
        for server in (udp, tcp):
            stack.enter_context(server)
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield served


def _pair(
    udp: type[socketserver.BaseRequestHandler], tcp: type[socketserver.BaseRequestHandler]
) -> tuple[socketserver.ThreadingUDPServer, socketserver.ThreadingTCPServer]:
    """Two servers on one port number; another program may have taken the second, then it is tried again."""
    for attempt in range(20):
        first = socketserver.ThreadingUDPServer(("127.0.0.1", 0), udp)
        try:
            return first, socketserver.ThreadingTCPServer(first.server_address, tcp)  # type: ignore[arg-type]
        except OSError:
            first.server_close()
            if attempt == 19:
                raise
    raise AssertionError


def text(value: str) -> str:
    """A TXT value as a zone file writes it, in pieces of 255."""
    return " ".join(f'"{value[i : i + 255]}"' for i in range(0, max(len(value), 1), 255))
