"""Stock: every lot in every place, looked for, narrowed, exported, and handed on to the acts.

Owns: the list of all stock lines and the selection in it.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.usecases`, `rxdesk.domain`.
Never: another screen.
"""
