"""The journal: the history of anything, with the way to reverse it, and count differences that wait.

Owns: the journal's screen.
May import: `ui.kit`, `ui.asking`, `rxdesk.desk`.
Never: an entry changed; a correction is another entry.
"""
