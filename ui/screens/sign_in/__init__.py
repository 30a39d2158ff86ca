"""Signing in: who is at the station, proved with a PIN; it also covers the window while nobody is.

Owns: the page that is shown while the station is locked.
May import: `ui.kit`, `ui.proving`, `ui.pin_panel`, `rxdesk.desk`.
Never: a rule about who may do what.
"""
