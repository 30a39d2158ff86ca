"""The first run: whose pharmacy this is, who begins, whether the scanner is heard, and with what to start.

Owns: the page that is shown while the file is not begun.
May import: `ui.kit`, `ui.asking`, `rxdesk.desk`.
Never: anything a pharmacy already has.
"""
