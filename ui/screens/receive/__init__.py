"""Receive: every scanned pack becomes one entry and one row; what a pack does not say is asked for.

Owns: the conversation about a delivery: its head, the pack in hand, what has been received of it.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.domain`.
Never: another screen.
"""
