"""The sections of the settings screen as the person sees them, one module to a section.

Owns: the widgets of each section.
May import: `ui.kit`, `ui.parts`, the presenters beside it, PySide6.
Never: a question to the desk of its own.
"""
