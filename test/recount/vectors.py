"""Holds the Ed25519 of this folder against published cases: lines of number, result, key, message, signature; `-` is nothing."""

import sys

sys.dont_write_bytecode = True

from ed25519 import ed25519_verify

with open(sys.argv[1], encoding="ascii") as lines:
    cases = [line.split() for line in lines if line.strip()]
wrong = [
    number
    for number, result, *parts in cases
    if ed25519_verify(*(bytes.fromhex(part.replace("-", "")) for part in parts)) != (result == "valid")
]
print(f"{len(cases)} cases, wrong: {wrong}")
sys.exit(1 if wrong or not cases else 0)
