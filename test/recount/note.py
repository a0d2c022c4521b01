"""Who signed what: keys and signed notes (c2sp.org/signed-note), heads of logs (tlog-checkpoint), the policy (tlog-policy)."""

import functools
import hashlib
import re

from ed25519 import ed25519_verify
from plain import base64_bytes, number


def is_key_name(name):
    return name != "" and "+" not in name and not any(sign.isspace() for sign in name)


def key_id(name, kind, key):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).digest()[:4]


def read_vkey(text, kind):
    """(name, id, key), or None when this is no key of that kind or its id is not its own."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_key_name(parts[0]):
        return None
    data = base64_bytes(parts[2])
    if data is None or len(data) != 33 or data[0] != kind or parts[1] != key_id(parts[0], kind, data[1:]).hex():
        return None
    return parts[0], bytes.fromhex(parts[1]), data[1:]


class Head:
    """A checkpoint (c2sp.org/tlog-checkpoint): the text that was signed, the signatures, and what the text says."""

    def __init__(self, text, signatures, origin, size, root):
        self.text, self.signatures, self.origin, self.size, self.root = text, signatures, origin, size, root

    def signed_by(self, key, message_of):
        """At least one signature of this key, and none of them false. `message_of` cuts one into message and signature."""
        name, own_id, public = key
        own = [signature for signer, identity, signature in self.signatures if (signer, identity) == (name, own_id)]
        return bool(own) and all(ed25519_verify(public, *message_of(signature)) for signature in own)

    def by_log(self, key):
        return self.signed_by(key, lambda signature: (self.text, signature))

    def by_witness(self, key):
        """c2sp.org/tlog-cosignature: eight bytes of time, then the signature over time and head."""

        def message_of(signature):
            time = int.from_bytes(signature[:8], "big")
            if len(signature) != 72 or time >= 2**63:
                return b"", b""
            return b"cosignature/v1\ntime %d\n" % time + self.text, signature[8:]

        return self.signed_by(key, message_of)


def read_head(data):
    """None for what is no well-formed note or no checkpoint."""
    if data is None or len(data) > 1 << 20 or re.search(rb"[\x00-\x09\x0b-\x1f]", data):
        return None
    text, blank, tail = data.rpartition(b"\n\n")
    try:
        lines = tail.decode().removesuffix("\n").split("\n")
        origin, size, root, *more = text.decode().split("\n")
    except ValueError:
        return None
    if not blank or not tail.endswith(b"\n") or len(lines) > 64:
        return None
    size, root = number(size), base64_bytes(root)
    if origin == "" or size is None or root is None or len(root) != 32 or "" in more:
        return None
    signatures = [read_signature(line) for line in lines]
    return None if None in signatures else Head(text + b"\n", signatures, origin, size, root)


def read_signature(line):
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—" or not is_key_name(parts[1]):
        return None
    data = base64_bytes(parts[2])
    return (parts[1], data[:4], data[4:]) if data is not None and len(data) > 4 else None


def read_policy(data):
    """c2sp.org/tlog-policy: the keys of logs, and the quorum as a question to a head (None for none). None: malformed."""
    logs, members, quorums, keys, used = [], {}, [], set(), set()

    def add_key(text, kind):
        key = read_vkey(text, kind)
        if key is None or (kind, key[2]) in keys:
            raise ValueError(text)
        keys.add((kind, key[2]))
        return key

    def define(name, asks):
        if name in members or name == "none":
            raise ValueError(name)
        members[name] = asks

    def group(needed, names):
        if len(set(names)) != len(names) or used & set(names):
            raise ValueError("a member twice")
        used.update(names)
        parts = [members[name] for name in names]
        needed = {"all": len(parts), "any": 1}.get(needed) or number(needed) or 0
        if not 1 <= needed <= len(parts):
            raise ValueError("a threshold that cannot be")
        return lambda head: sum(asks(head) for asks in parts) >= needed

    try:
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data) or not data.endswith(b"\n"):
            return None
        for line in data.decode(errors="surrogateescape").split("\n"):
            match [word for word in re.split("[ \t]+", line) if word]:
                case []:
                    pass
                case [word, *_] if word.startswith("#"):
                    pass
                case ["log", key] | ["log", key, _]:
                    logs.append(add_key(key, 1))
                case ["witness", name, key] | ["witness", name, key, _]:
                    define(name, functools.partial(Head.by_witness, key=add_key(key, 4)))
                case ["group", name, needed, *names] if names:
                    define(name, group(needed, names))
                case ["quorum", name]:
                    quorums.append(None if name == "none" else members[name])
                case _:
                    return None
    except (ValueError, KeyError):
        return None
    return (logs, quorums[0]) if len(quorums) == 1 else None
