"""The steps where likes differ from votes (open profile): their log says whom each is for, and has no mark of who gave it."""

import base64
import re
from collections import Counter

from log import FORMS, LATER, PLACED, STATUSES, WIDTH, Skip, bad_file, is_hex, is_key, read_entry, tile_name
from note import read_vkey
from plain import is_int, is_text
from standing import read_ranges, read_votes

BUCKET = 600_000
HIGHEST = 999_999

OPEN_FORMS = {
    **FORMS,
    "m": {
        **PLACED,
        **dict.fromkeys(("from", "until", "v"), is_int),
        **dict.fromkeys(("campaign", "level", "nominees", "origin", "profile"), is_text),
        "key": is_key,
    },
    "b": {**LATER, "l": is_text, "n": is_hex(32), "s": is_text},
}


class Terms:
    """Whom likes may be for and when, from a manifest on; None in the place of what cannot be read."""

    def __init__(self, manifest):
        self.same = {name: manifest[name] for name in ("campaign", "key", "level", "origin")}
        self.buckets = manifest["from"] // BUCKET, (manifest["until"] - 1) // BUCKET
        numbers = read_ranges(manifest["nominees"], HIGHEST) if manifest["nominees"] else []
        self.nominees = None if numbers is None else frozenset(numbers)
        known = manifest["v"] == 1 and manifest["profile"] == "open"
        self.sound = known and self.nominees is not None and manifest["from"] < manifest["until"]


def read_like(data):
    """An entry of a log of likes, or None."""
    entry = read_entry(data, OPEN_FORMS)
    known = entry is None or entry["k"] != "m" or (entry["v"] == 1 and entry["profile"] == "open")
    return entry if known else None


class LikeSteps:
    """Takes the place of those steps of a recount that are others for likes."""

    def v1(self):
        """日志的第一条记录与计票包一致"""
        if [item["shard"] for item in self.bundle["logs"]] != [0]:
            raise bad_file("bundle.json", "点赞只有一本日志，编号为 0")
        [log] = self.logs
        log.key = read_vkey(log.vkey, 1)
        if log.key is None:
            raise bad_file("bundle.json", "公钥不成立")
        name = tile_name(0, "entries", 0, min(WIDTH, log.size))
        data = self.source.read(name) or b""
        end = 2 + int.from_bytes(data[:2], "big")
        if len(data) < max(2, end):
            raise bad_file(name, "缺失，或者读不出第一条记录")
        log.manifest = read_like(data[2:end])
        named = {"campaign": self.bundle["campaign"], "origin": log.key[0], "key": base64.b64encode(log.key[2]).decode()}
        if log.manifest is None or log.manifest["k"] != "m" or log.manifest["i"] != 0 or not Terms(log.manifest).sound:
            raise log.fail("第一条记录不是点赞的开始记录", 0)
        if any(log.manifest[name] != value for name, value in named.items()):
            raise log.fail("第一条记录与计票包不符", 0)

    def v8(self):
        """记录的顺序、时间和种类合乎规则"""
        for log in self.logs:
            log.terms = []  # of the likes 1, 2, …: whom they might be for
            closed, before, terms, last = False, 0, Terms(log.manifest), None
            for index, data in log.entries():
                last = read_like(data)
                problem = "不合格式" if last is None else misplaced(last, index, closed, before, terms, len(log.tags))
                if problem:
                    raise log.fail(f"第 {index} 条记录{problem}", index)
                if last["k"] == "m":
                    terms, closed = Terms(last), False
                if last["k"] == "b":
                    log.tags.append((index, last["s"]))
                    log.terms.append(terms.nominees)
                closed = closed or last["k"] == "c"
                before = last.get("q", before)
                if last["k"] == "s":
                    log.changes.append((index, last))
                if last["k"] == "r":
                    log.result = index, last
            if not closed or last["k"] != "r":
                raise log.fail("日志没有以结束记录和结果记录收尾", log.size - 1)

    def v9(self):
        """没有人在同一时段投过两票"""
        raise Skip("点赞记录里没有投票人标记")

    def v11(self):
        """每个赞都点给名单上的人"""
        for log in self.logs:
            log.numbers = []
            for (index, text), nominees in zip(log.tags, log.terms):
                found = re.fullmatch(r"\[([1-9][0-9]{0,5})\]", text)
                if not found or int(found[1]) not in nominees:
                    raise log.fail(f"第 {index} 条记录的赞不是点给名单上的人", index)
                log.numbers.append(int(found[1]))

    def v13(self):
        """数字加得起来：收到的等于计入、暂缓之和，逐条相加等于公布的结果"""
        [log] = self.logs
        index, entry = log.result
        votes = Counter((number, STATUSES[state]) for number, state in zip(log.numbers, log.status[1:]))
        stand = [log.status.count(n, 1) for n in range(3)]
        told = read_votes(entry["votes"])
        if told is None or stand != [entry[status] for status in STATUSES] or told != votes:
            raise log.fail("最后的结果记录与逐条相加的不符", index)
        result = self.read_result()
        same = {(int(n), status): three[i] for n, three in result["votes"].items() for i, status in enumerate(STATUSES)}
        if Counter(same) != votes or any(result[status] != entry[status] for status in STATUSES) or result["raw"] != len(log.tags):
            raise bad_file("result.json", "与日志里的结果记录不符")

    def v14(self):
        """（审计）拆封的选票与承诺相符，合起来就是公布的选择"""
        raise Skip("点赞没有封存的内容")


def misplaced(entry, index, closed, before, terms, likes):
    """Why an entry may not stand where it stands; None when it may. A manifest may come again: it changes the terms."""
    kind = entry["k"]
    if entry["i"] != index:
        return "自称是另一条记录"
    if kind == "m":
        now = Terms(entry)
        return None if now.sound and now.same == terms.same else "改了不能改的内容"
    if entry["q"] < before:
        return "的时间早于前一条"
    if index == 0 or closed == (kind in ("b", "c")):
        return "不应出现在这里"
    if kind == "b" and not terms.buckets[0] <= entry["q"] <= terms.buckets[1]:
        return "的时间不在点赞时间之内"
    return "所说的数目不对" if kind == "c" and entry["ballots"] != likes else None
