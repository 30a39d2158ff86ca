"""Today: what the day asks for, and the way to each of it.

Owns: the tiles of what waits, the day's figures, and the last entries.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.domain`.
Never: another screen.
"""
