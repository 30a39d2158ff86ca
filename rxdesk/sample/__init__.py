"""The sample pharmacy: two years of plausible work, written through the real acts.

Owns: what happens in a pharmacy that does not exist.
May import: `rxdesk.compose` and everything below it.
Never: a row that no act wrote, or a file that a real pharmacy uses.
"""
