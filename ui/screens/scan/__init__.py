"""Scan & look up: what a code or a word stands for, and every act that follows from it.

Owns: the conversation about one product: its card, its lots, counting, holding and moving them.
May import: `ui.kit`, `ui.parts`, `ui.notices`, `rxdesk.desk`, `rxdesk.domain`.
Never: another screen.
"""
