"""The knowledge: what a pharmacy has and what may happen to it.

Owns: facts, rules, use cases, the command line and the composition of the program.
May import: its own layers downwards; only `compose` knows `db` and `devices`, only `__main__` starts `ui`.
Never: Qt, SQL or serial ports.
"""
