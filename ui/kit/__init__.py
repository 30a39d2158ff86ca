"""Parts every screen is made of: tokens, table model, chips, fields, keys.

Owns: how things look and how rows are shown.
May import: PySide6, `rxdesk.domain`, `rxdesk.paths`, `ui.notices`.
Never: a screen, the desk, or an act.
"""
