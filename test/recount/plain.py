"""Numbers, base 64 and JSON in one spelling only: what two readers could read in two ways is refused."""

import base64
import json
import re

MOST = 2**53 - 1  # beyond this, two readers of JSON may see two different numbers
NUMBER = r"(?:0|[1-9][0-9]{0,15})"


def number(text):
    """A plain decimal, or None."""
    return int(text) if re.fullmatch(NUMBER, text) and int(text) <= MOST else None


def base64_bytes(text):
    """None for anything but the one spelling of some bytes."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def strict_json(data):
    """The object in these bytes, or None: no name twice, no number but plain decimals, no half of a sign."""

    def once(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    def plain(text):
        value = number(text)
        if value is None:
            raise ValueError("no plain decimal")
        return value

    def never(text):
        raise ValueError(text)

    try:
        value = json.loads(data.decode(), object_pairs_hook=once, parse_int=plain, parse_float=never, parse_constant=never)
        canonical(value)
        return value if isinstance(value, dict) else None
    except (ValueError, RecursionError):
        return None


def canonical(value):
    """Names sorted, no blanks. Fails for half a sign, which is no UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_int(value):
    return type(value) is int


def is_text(value):
    return isinstance(value, str)


def fits(value, shape):
    """Whether an object has at least these names, each as its check wants it."""
    return isinstance(value, dict) and all(name in value and check(value[name]) for name, check in shape.items())


def list_of(shape):
    return lambda value: isinstance(value, list) and all(fits(item, shape) for item in value)
