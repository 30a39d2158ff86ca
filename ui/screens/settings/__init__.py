"""Settings: places, people, scanners, the look of the window, and the data itself.

Owns: the settings screen, one section to a tab.
May import: `ui.kit`, `ui.parts`, `ui.asking`, `ui.hearing`, `rxdesk.desk`.
Never: a setting that changes what an entry means.
"""
