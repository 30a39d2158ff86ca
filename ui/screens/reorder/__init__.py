"""Reordering: what is below its minimum, how much of it to order and why, and what is on its way.

Owns: the reorder screen.
May import: `ui.kit`, `ui.parts`, `ui.asking`, `rxdesk.desk`.
Never: an order to a supplier; it is placed outside and said here.
"""
