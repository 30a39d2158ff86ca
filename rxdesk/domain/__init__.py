"""Facts and rules.

Owns: the words of the pharmacy, quantities, dates, codes, facts, the chain.
May import: the standard library, msgspec, and biip (behind `gs1` only).
Never: storage, devices, screens, clocks or random numbers.
"""
