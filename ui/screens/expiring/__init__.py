"""Expiring: what to pull because of its date, held and carried away from the list.

Owns: the list by horizon, the acts on several lines at once, and what became of each.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.usecases`, `rxdesk.domain`.
Never: another screen.
"""
