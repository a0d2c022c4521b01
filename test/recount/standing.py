"""How ballots stand: who may change that, which ballots are meant, and what results and openings say of them."""

import hashlib
import re
from collections import Counter

from log import STATUSES
from plain import NUMBER, is_int, number

ROLES = {"organizer", "auditor", "administrator"}


def allowed_from(change, scorer, first):
    """The statuses (as numbers) from which this change may start; None when nobody may make it like this."""
    to, words = change["to"], change["by"].split(" ")
    alone = len(words) == 1 and (words[0] == scorer or words[0].startswith("mingping-"))
    together = len(words) == 2 and len(set(words)) == 2 and set(words) <= ROLES
    if change["id"] == "" or to not in STATUSES or (change["why"] == "") != (to == "counted"):
        return None
    if change["id"] == "receipt" and not (first and alone and to == "held"):
        return None
    if alone:
        return {"held": (0,), "counted": (1,)}.get(to)
    return {"void": (1,), "counted": (1, 2)}.get(to) if together else None


def read_ranges(text, ballots):
    """'1-3,7' as a list, within 1 … ballots, ascending; None for anything else."""
    places = []
    for part in text.split(","):
        found = re.fullmatch(f"({NUMBER})(?:-({NUMBER}))?", part)
        if not found:
            return None
        start, end = int(found[1]), int(found[2] or found[1])
        if start <= (places[-1] if places else 0) or end > ballots or end < start or (found[2] and end == start):
            return None
        places.extend(range(start, end + 1))
    return places


def read_votes(text):
    """'1:120/3/1,2:98/0/0' as {(1, 'counted'): 120, …}; None when malformed."""
    votes, last = Counter(), -1
    for part in text.split(",") if text else []:
        found = re.fullmatch(f"({NUMBER}):({NUMBER})/({NUMBER})/({NUMBER})", part)
        numbers = [number(one) for one in found.groups()] if found else [None]
        if None in numbers or numbers[0] <= last or not any(numbers[1:]):
            return None
        last = numbers[0]
        votes.update({(last, status): count for status, count in zip(STATUSES, numbers[1:])})
    return votes


def is_three(value):
    return isinstance(value, list) and len(value) == 3 and all(is_int(n) for n in value) and any(value)


def opening(line, index, commitment):
    """The choices that were sealed in this ballot, or None when nonce and choices do not give its commitment."""
    found = re.fullmatch(rb"([0-9]+) ([0-9a-f]{64}) ([^ ]+)", line)
    if not found or found[1] != str(index).encode():
        return None
    sealed = hashlib.sha256(bytes.fromhex(found[2].decode()) + found[3]).digest()
    return found[3] if sealed == commitment else None
