"""The window around every screen: navigation, scan bar, finder, notices, last action, status.

Owns: what stays in place while screens change, and the wishes a person voices there.
May import: PySide6, `ui.kit`, `ui.notices`.
Never: a screen, the desk, or what a wish leads to.
"""
