#!/usr/bin/env python3
"""Recounts a poll of Mingping from its bundle, without trusting the site that made it.

    python3 verify.py BUNDLE [--json]      a folder, or a ZIP of one
    python3 verify.py --batch LIST         one bundle per line; one line of JSON for each

Ends with 0 when every step holds, 1 when one failed, 2 when this is no bundle that can be read.

This folder's Python stands alone: the standard library and nothing else, and not a line shared with the site's own verifier,
so that a mistake in one of them is seen by the other. It is meant to be read by whoever has to rely on it: the fourteen steps
here, and beside this file what they stand on (bundle, plain, ed25519, note, log, standing), and likes where they differ.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from collections import Counter

sys.dont_write_bytecode = True  # an auditor's folder stays as it was

from bundle import Unusable, open_source
from likes import LikeSteps
from log import STATUSES, WIDTH, Fail, Log, Skip, bad_file, leaf_hash, merkle_root, out_of_place, read_entry, tile_name
from note import key_id, read_head, read_policy, read_vkey
from plain import NUMBER, base64_bytes, fits, is_int, is_text, list_of, number, strict_json
from standing import allowed_from, is_three, opening, read_ranges, read_votes

BUCKET = 600_000  # ten minutes in ms: the exact minute of a vote is not published


RULES = {
    **dict.fromkeys(("campaign", "title", "use", "identity", "scorer"), is_text),
    "period": lambda value: value in ("once", "daily"),
    "window": lambda value: fits(value, {"from": is_int, "until": is_int}) and value["from"] < value["until"],
    "categories": list_of({"key": is_text, "name": is_text, "min": is_int, "max": is_int}),
    **dict.fromkeys(("totalMin", "totalMax"), lambda value: value is None or is_int(value)),
    "nominees": list_of({"number": is_int, "category": is_text}),
    "shards": is_int,
}
LOGS = list_of({"shard": is_int, "key": is_text, "size": lambda value: is_int(value) and value >= 1})
BUNDLE = {
    "v": lambda value: is_int(value) and value == 1,
    "campaign": is_text,
    "title": is_text,
    "logs": lambda value: LOGS(value) and 1 <= len(value) <= 128,
}


class Recount:
    """The steps, in order. Each raises Fail or Skip, or is silent."""

    def __init__(self, source):
        self.source = source
        self.bundle = strict_json(source.read("bundle.json") or b"")
        if not fits(self.bundle, BUNDLE):
            raise Unusable("bundle.json 缺失，或者不是第 1 版计票包的样子")
        self.logs = [Log(source, n, item["key"], item["size"]) for n, item in enumerate(self.bundle["logs"])]
        self.rules = self.policy = self.selections = None
        self.sums = {}  # STATUS → Counter of CHOICES, as published

    def v1(self):
        """日志的第一条记录与公布的规则一致"""
        data = self.source.read("rules.json")
        self.rules = strict_json(data or b"")
        if not fits(self.rules, RULES):
            raise bad_file("rules.json", "缺失，或者不是一份投票规则")
        logs = self.bundle["logs"]
        if [item["shard"] for item in logs] != list(range(len(logs))) or self.rules["shards"] != len(logs):
            raise bad_file("bundle.json", "票箱的编号或数目与规则不符")
        if self.bundle["campaign"] != self.rules["campaign"]:
            raise bad_file("bundle.json", "不是这些规则所属的活动")
        for log in self.logs:
            log.key = read_vkey(log.vkey, 1)
            if log.key is None:
                raise bad_file("bundle.json", f"票箱 {log.shard} 的公钥不成立")
        for log in self.logs:
            self.check_manifest(log, hashlib.sha256(data).hexdigest())

    def check_manifest(self, log, rules_hash):
        name = tile_name(log.shard, "entries", 0, min(WIDTH, log.size))
        data = self.source.read(name) or b""
        end = 2 + int.from_bytes(data[:2], "big")
        if len(data) < max(2, end):
            raise bad_file(name, "缺失，或者读不出第一条记录")
        log.manifest = read_entry(data[2:end])
        window = self.rules["window"]
        wanted = {
            **{"k": "m", "i": 0, "v": 1, "profile": "sealed", "rules": rules_hash},
            **{"campaign": self.rules["campaign"], "level": self.rules["identity"], "scorer": self.rules["scorer"]},
            **{"shard": log.shard, "shards": len(self.logs), "from": window["from"], "until": window["until"]},
            **{"origin": log.key[0], "key": base64.b64encode(log.key[2]).decode()},
        }
        if log.manifest != wanted:
            raise log.fail("第一条记录不是这次投票的开箱记录，或者与公布的规则不符", 0)

    def v2(self):
        """每条记录都与其哈希相符"""
        for log in self.logs:
            for index, width in log.tiles(0):
                entries = log.bundle(index, width)
                for place, (entry, expected) in enumerate(zip(entries, log.tile(0, index)), index * WIDTH):
                    if leaf_hash(entry) != expected:
                        raise log.fail(f"第 {place} 条记录与它的哈希不符：记录或哈希被改动过", place)

    def v3(self):
        """上层哈希都能由下层算出"""
        for log in self.logs:
            level = 1
            while log.size >> 8 * level > 0:
                for index, width in log.tiles(level):
                    for n, expected in enumerate(log.tile(level, index)):
                        if merkle_root(log.tile(level - 1, index * WIDTH + n)) != expected:
                            raise bad_file(tile_name(log.shard, level, index, width), f"其中第 {n} 个哈希不是由下层算出的")
                level += 1

    def v4(self):
        """哈希树的根就是日志头的根"""
        for log in self.logs:
            name = f"s{log.shard}/checkpoint"
            log.head = read_head(self.source.read(name))
            if log.head is None:
                raise bad_file(name, "缺失，或者不是一份日志头")
            if log.head.origin != log.key[0] or log.head.size != log.size:
                raise bad_file(name, "日志头的名称或条数与计票包不符")
            if log.head.root != log.root(log.size):
                raise bad_file(name, "日志头的根与记录算出的根不同" + self.narrowed(log))

    def narrowed(self, log):
        """Between which of the older heads, as far as they are signed, the entries were changed: the one hint that is left."""
        keys, sound = self.keys_of(log), 0
        for size, name in self.archived(log):
            head = read_head(self.source.read(name))
            if head is None or head.size != size or size > log.size or not head.by_log(key_for(keys, size)):
                continue
            if head.root != log.root(size):
                return f"；第 {sound} 到 {size - 1} 条之间有改动"
            sound = size
        return f"；前 {sound} 条与当时签名的日志头相符，改动在其后" if sound else ""

    def archived(self, log):
        """(size, file name) of the older heads, ascending."""
        start = f"s{log.shard}/checkpoints/"
        names = [name for name in self.source.names() if name.startswith(start)]
        return sorted((size, name) for name in names if (size := number(name[len(start) :])) is not None)

    def v5(self):
        """日志头都由票箱的密钥签名"""
        for log in self.logs:
            keys = self.keys_of(log)
            if not log.head.by_log(key_for(keys, log.size)):
                raise bad_file(f"s{log.shard}/checkpoint", "没有票箱密钥的有效签名")
            for size, name in self.archived(log):
                head = read_head(self.source.read(name))
                if head is None or not head.by_log(key_for(keys, head.size)):
                    raise bad_file(name, "不是一份日志头，或者没有票箱密钥的有效签名")
                log.archived.append((size, name, head))

    def keys_of(self, log):
        """(index from which it is in force, key): the manifest's, and those that entries of kind k brought."""
        keys = [(0, log.key)]
        for index, data in log.entries():
            entry = read_entry(data) if b'"k":"k"' in data else None
            if entry and entry["k"] == "k":
                key = base64_bytes(entry["key"])
                keys.append((index, (log.key[0], key_id(log.key[0], 1, key), key)))
        return keys

    def v6(self):
        """见证人的会签达到公布的要求"""
        policy = read_policy(self.source.read("policy.txt") or b"")
        if policy is None:
            raise bad_file("policy.txt", "缺失，或者不合格式")
        logs, quorum = policy
        if any(log.key not in logs for log in self.logs):
            raise bad_file("policy.txt", "没有列出每个票箱的公钥")
        if quorum is None:
            raise Skip("没有要求见证人")
        for log in self.logs:
            if not quorum(log.head):
                raise bad_file(f"s{log.shard}/checkpoint", "见证人的有效会签不足")

    def v7(self):
        """以前的日志头都是现在这棵树的前身"""
        for log in self.logs:
            for size, name, head in log.archived:
                if head.origin != log.key[0] or head.size != size or size > log.size:
                    raise bad_file(name, "名称或条数不符")
                if head.root != log.root(size):
                    raise bad_file(name, "现在的记录算不出当时的根：日志在那之后被改写过")

    def v8(self):
        """记录的顺序、时间和种类合乎规则"""
        window = self.rules["window"]
        buckets = window["from"] // BUCKET, (window["until"] - 1) // BUCKET
        for log in self.logs:
            closed, before, last = False, 0, None
            for index, data in log.entries():
                last = read_entry(data)
                problem = "不合格式" if last is None else out_of_place(last, index, closed, before, buckets)
                if problem:
                    raise log.fail(f"第 {index} 条记录{problem}", index)
                closed = closed or last["k"] == "c"
                before = last.get("q", before)
                self.keep(log, index, last)
            if not closed or last["k"] != "r":
                raise log.fail("日志没有以关箱记录和结果记录结束", log.size - 1)

    def keep(self, log, index, entry):
        if entry["k"] == "b":
            log.tags.append(bytes.fromhex(entry["d"]))
            log.commitments.append(bytes.fromhex(entry["h"]))
        elif entry["k"] == "s":
            log.changes.append((index, entry))
        elif entry["k"] == "r":
            log.result = index, entry

    def v9(self):
        """没有人在同一时段投过两票"""
        seen = set()
        for log in self.logs:
            for index, tag in enumerate(log.tags, 1):
                if tag in seen:
                    raise log.fail(f"第 {index} 张选票的投票人标记已经出现过", index)
                seen.add(tag)

    def v10(self):
        """实名签名"""
        raise Skip("这一版没有实名签名")

    def v11(self):
        """公布的每一种选择都合乎规则"""
        data = self.source.read("selections.txt")
        lines = (data or b"").split(b"\n")
        if data is None or lines.pop() != b"":
            raise bad_file("selections.txt", "缺失，或者结尾不完整")
        category_of = {nominee["number"]: nominee["category"] for nominee in self.rules["nominees"]}
        sums = {status: Counter() for status in STATUSES}
        for n, line in enumerate(lines):
            found = re.fullmatch(rf"(counted|held|void) (\[{NUMBER}(?:,{NUMBER})*\]) ({NUMBER})".encode(), line)
            status, choices, count = (part.decode() for part in found.groups()) if found else ("", "", "")
            if not number(count) or (n > 0 and lines[n - 1] >= line) or choices in sums[status]:
                raise bad_file("selections.txt", f"第 {n + 1} 行不合格式、次序不对或者重复")
            if not self.is_ballot([int(part) for part in choices[1:-1].split(",")], category_of):
                raise bad_file("selections.txt", f"第 {n + 1} 行不是一张合乎规则的选票")
            sums[status][choices] = number(count)
        self.sums = sums

    def is_ballot(self, choices, category_of):
        if any(a >= b for a, b in zip(choices, choices[1:])) or any(choice not in category_of for choice in choices):
            return False
        per = Counter(category_of[choice] for choice in choices)
        least, most = self.rules["totalMin"], self.rules["totalMax"]
        within = (least is None or least <= len(choices)) and (most is None or len(choices) <= most)
        return within and all(item["min"] <= per[item["key"]] <= item["max"] for item in self.rules["categories"])

    def v12(self):
        """选票状态的每次改变都有依据"""
        for log in self.logs:
            log.status, first = bytearray(len(log.tags) + 1), True
            for index, change in log.changes:
                allowed = allowed_from(change, log.manifest.get("scorer"), first)
                ballots = read_ranges(change["ranges"], len(log.tags))
                if allowed is None or ballots is None or any(log.status[n] not in allowed for n in ballots):
                    raise log.fail(f"第 {index} 条记录的状态变更不合规则（依据、权限、范围或原状态）", index)
                for n in ballots:
                    log.status[n] = STATUSES.index(change["to"])
                first = first and change["id"] == "receipt"

    def v13(self):
        """票数加得起来：收到的等于计入、存疑、作废之和，结果等于各箱之和"""
        ballots, votes = Counter(), Counter()
        for log in self.logs:
            index, entry = log.result
            own = read_votes(entry["votes"])
            stand = [log.status.count(n, 1) for n in range(3)]
            if own is None or stand != [entry[status] for status in STATUSES]:
                raise log.fail("这个票箱最后的结果记录与它的选票不符", index)
            ballots.update({status: entry[status] for status in STATUSES})
            votes.update(own)
        result = self.read_result()
        told = Counter({(int(n), status): three[i] for n, three in result["votes"].items() for i, status in enumerate(STATUSES)})
        received = sum(len(log.tags) for log in self.logs)
        same = all(result[status] == ballots[status] for status in STATUSES) and told == votes
        if not same or result["raw"] != received or sum(ballots.values()) != received:
            raise bad_file("result.json", "与各票箱的结果记录之和不符")
        if any(self.sums[status].total() != result[status] for status in STATUSES) or self.votes_published() != told:
            raise bad_file("selections.txt", "逐票公布的选择加起来不是这个结果")

    def read_result(self):
        result = strict_json(self.source.read("result.json") or b"")
        names = (*STATUSES, "raw")
        shape = {**dict.fromkeys(names, is_int), "votes": lambda value: isinstance(value, dict)}
        sound = fits(result, shape) and len(result) == len(shape)
        if not sound or not all(number(n) is not None and is_three(three) for n, three in result["votes"].items()):
            raise bad_file("result.json", "缺失，或者不合格式")
        return result

    def votes_published(self):
        votes = Counter()
        for status, choices in self.sums.items():
            for text, count in choices.items():
                for n in text[1:-1].split(","):
                    votes[int(n), status] += count
        return votes

    def v14(self):
        """（审计）拆封的选票与承诺相符，合起来就是公布的选择"""
        files = {log.shard: self.source.read(f"openings/s{log.shard}.txt") for log in self.logs}
        if all(data is None for data in files.values()):
            raise Skip("计票包里没有拆封数据，它只交给审计人员")
        opened = {status: Counter() for status in STATUSES}
        for log in self.logs:
            name = f"openings/s{log.shard}.txt"
            if files[log.shard] is None:
                raise bad_file(name, "缺失")
            lines = files[log.shard].split(b"\n")
            for index, line in enumerate(lines, 1):
                if index > len(log.tags):
                    break
                choices = opening(line, index, log.commitments[index - 1]) if index < len(lines) else None
                if choices is None:
                    raise log.fail(f"第 {index} 张选票没有与其承诺相符的拆封数据", index)
                opened[STATUSES[log.status[index]]][choices] += 1
            if lines[len(log.tags) :] != [b""]:
                raise bad_file(name, "结尾不完整，或者比选票多")
        if opened != {status: Counter({c.encode(): n for c, n in choices.items()}) for status, choices in self.sums.items()}:
            raise bad_file("selections.txt", "逐票公布的选择与拆封的选票不同")


class LikeRecount(LikeSteps, Recount):
    """The same for likes."""


def recount_of(source):
    recount = Recount(source)
    return LikeRecount(source) if recount.bundle.get("profile") == "open" else recount


def key_for(keys, size):
    return [key for since, key in keys if since < max(size, 1)][-1]


def verify(path):
    """{"verdict": ok|fail|unusable, "steps": […]}. Once a step has failed, those after it have nothing to stand on."""
    try:
        recount = recount_of(open_source(path))
    except Unusable as error:
        return {"verdict": "unusable", "note": str(error), "steps": []}
    steps, verdict = [], "ok"
    for n in range(1, 15):
        step = getattr(recount, f"v{n}")
        record = {"step": f"V{n}", "result": "ok", "log": None, "index": None, "file": None, "note": step.__doc__}
        try:
            if verdict == "fail":
                raise Skip("前面的步骤没有通过")
            step()
        except Skip as why:
            record.update(result="skip", note=str(why))
        except Fail as why:
            verdict = "fail"
            record.update(result="fail", log=why.log, index=why.index, file=why.file, note=why.note)
        steps.append(record)
    return {"verdict": verdict, "steps": steps}


WORDS = {"ok": "通过", "fail": "未通过", "skip": "不适用"}
VERDICTS = {"ok": "结论：每一步都成立。", "fail": "结论：没有通过。", "unusable": "结论：这不是可以核对的计票包。"}


def show(answer):
    for step in answer["steps"]:
        place = "" if step["log"] is None else f"票箱 {step['log']} "
        place += "" if step["index"] is None else f"记录 {step['index']} "
        place += "" if step["file"] is None else f"{step['file']} "
        print(f"{step['step']:<4}{WORDS[step['result']]}  {place}{step['note']}")
    print(VERDICTS[answer["verdict"]] + answer.get("note", ""))


def main():
    parser = argparse.ArgumentParser(description="Recounts a poll from its bundle.")
    parser.add_argument("bundle", nargs="?", help="a folder or a ZIP")
    parser.add_argument("--json", action="store_true", help="one line for programs")
    parser.add_argument("--batch", metavar="LIST", help="a file with the path of one bundle per line")
    wishes = parser.parse_args()
    if (wishes.bundle is None) == (wishes.batch is None):
        parser.error("one bundle, or --batch with a list of them")
    if wishes.batch:
        with open(wishes.batch, encoding="utf-8") as paths:
            for path in paths.read().splitlines():
                print(json.dumps({"bundle": path, **verify(path)}, ensure_ascii=False), flush=True)
        return 0
    answer = verify(wishes.bundle)
    print(json.dumps(answer, ensure_ascii=False)) if wishes.json else show(answer)
    return {"ok": 0, "fail": 1, "unusable": 2}[answer["verdict"]]


if __name__ == "__main__":
    sys.exit(main())
