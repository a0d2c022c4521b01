"""The log of a ballot box as the bundle holds it: its tree (RFC 6962 section 2.1), its tiles (c2sp.org/tlog-tiles), its entries."""

import hashlib
import re

from plain import base64_bytes, canonical, fits, is_int, is_text, strict_json

WIDTH = 256  # hashes in a full tile, entries in a full bundle
STATUSES = ("counted", "held", "void")


class Fail(Exception):
    """A step does not hold: where, and why."""

    def __init__(self, note, *, log=None, index=None, file=None):
        super().__init__(note)
        self.note, self.log, self.index, self.file = note, log, index, file


class Skip(Exception):
    """A step that does not apply."""


def bad_file(name, note):
    within = re.match(r"s([0-9]+)/|openings/s([0-9]+)\.txt$", name)
    return Fail(note, log=int(within[1] or within[2]) if within else None, file=name)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def merkle_root(row):
    """Neighbours are joined, row by row; an odd one out rises as it is. No hashes at all: SHA-256 of nothing."""
    while len(row) > 1:
        pairs = [hashlib.sha256(b"\1" + left + right).digest() for left, right in zip(row[::2], row[1::2])]
        row = pairs + row[len(pairs) * 2 :]
    return row[0] if row else hashlib.sha256().digest()


def tile_name(shard, level, index, width):
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    place = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"s{shard}/tile/{level}/{place}" + (f".p/{width}" if width < WIDTH else "")


class Log:
    """One ballot box's log as the bundle holds it. What the steps find out is kept here for the steps after them."""

    def __init__(self, source, shard, vkey, size):
        self.source, self.shard, self.vkey, self.size = source, shard, vkey, size
        self.key = self.head = self.manifest = None
        self.archived = []  # (size, file name, head)
        self.tags, self.commitments = [], []  # of the ballots 1, 2, …; of likes: where they stand and whom they are for
        self.changes, self.result = [], None  # (index, status entry); (index, last result entry)
        self.status = None  # of the ballots, as numbers of STATUSES

    def fail(self, note, index=None):
        return Fail(note, log=self.shard, index=index)

    def tiles(self, level):
        """(index, width) of every tile of a level."""
        count = self.size >> 8 * level
        return ((index, min(WIDTH, count - index * WIDTH)) for index in range(-(-count // WIDTH)))

    def tile(self, level, index):
        """The hashes of a tile of the tree of the final size."""
        width = min(WIDTH, (self.size >> 8 * level) - index * WIDTH)
        name = tile_name(self.shard, level, index, width)
        data = self.source.read(name)
        if data is None or len(data) != 32 * width:
            raise bad_file(name, "缺少这个哈希块" if data is None else f"哈希块应有 {32 * width} 字节，实有 {len(data)} 字节")
        return [data[at : at + 32] for at in range(0, len(data), 32)]

    def bundle(self, index, width):
        """The entries of a bundle: each after its length in two bytes."""
        name = tile_name(self.shard, "entries", index, width)
        data, entries, at = self.source.read(name), [], 0
        if data is None:
            raise bad_file(name, "缺少这个记录块")
        while at < len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            if end > len(data) or at + 2 > len(data):
                raise bad_file(name, "记录块在一条记录中间断开")
            entries.append(data[at + 2 : end])
            at = end
        if len(entries) != width:
            raise bad_file(name, f"记录块应有 {width} 条记录，实有 {len(entries)} 条")
        return entries

    def entries(self):
        for index, width in self.tiles(0):
            yield from enumerate(self.bundle(index, width), index * WIDTH)

    def root(self, size):
        """The root of the tree of the first `size` entries: at every level what fills no tile, and what came from below."""
        rest, level = [], 0
        while size >> 8 * level > 0:
            count = size >> 8 * level
            row = self.tile(level, count // WIDTH)[: count % WIDTH] if count % WIDTH else []
            rest = [merkle_root(row + rest)] if row + rest else []
            level += 1
        return merkle_root(rest)


def is_hex(length):
    return lambda value: is_text(value) and re.fullmatch(f"[0-9a-f]{{{length}}}", value) is not None


def is_key(value):
    return is_text(value) and len(base64_bytes(value) or b"") == 32


PLACED = {"k": is_text, "i": is_int}
LATER = {**PLACED, "q": is_int}
FORMS = {
    "m": {
        **PLACED,
        **dict.fromkeys(("from", "until", "shard", "shards", "v"), is_int),
        **dict.fromkeys(("campaign", "level", "origin", "profile", "scorer"), is_text),
        "rules": is_hex(64),
        "key": is_key,
    },
    "b": {**LATER, "d": is_hex(32), "h": is_hex(64), "l": is_text},
    "c": {**LATER, "ballots": is_int},
    "s": {**LATER, **dict.fromkeys(("id", "to", "why", "by", "ranges"), is_text)},
    "r": {**LATER, **dict.fromkeys(STATUSES, is_int), "votes": is_text},
    "x": {**LATER, "notice": is_text, "hash": is_hex(64)},
    "k": {**LATER, "key": is_key},
}


def read_entry(data, forms=FORMS):
    """An entry of a known kind with exactly the names of that kind, written canonically; None for anything else."""
    entry = strict_json(data)
    if entry is None or canonical(entry) != data:
        return None
    form = forms.get(entry["k"]) if is_text(entry.get("k")) else None
    return entry if form and len(form) == len(entry) and fits(entry, form) else None


def out_of_place(entry, index, closed, before, buckets):
    """Why an entry may not stand where it stands; None when it may."""
    kind = entry["k"]
    if entry["i"] != index:
        return "自称是另一条记录"
    if entry.get("q", before) < before:
        return "的时间早于前一条"
    if (kind == "m") != (index == 0) or (index > 0 and closed == (kind in ("b", "c"))):
        return "不应出现在这里"
    if kind == "b" and not buckets[0] <= entry["q"] <= buckets[1]:
        return "的时间不在投票时间之内"
    if kind == "c" and entry["ballots"] != index - 1:
        return "所说的票数不对"
    return None
