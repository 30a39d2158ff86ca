"""The conversations of the settings screen, one module to a section.

Owns: what each section asks, posts and answers.
May import: `ui.parts.given`, `ui.asking`, `rxdesk.desk`.
Never: Qt.
"""
