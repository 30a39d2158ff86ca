"""Dispense: a prescription's item drawn from stock, first expiry first, verified by scanning the pack.

Owns: the conversation about one fill, from its number to its entry.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.domain`, and the rules it foresees.
Never: another screen.
"""
