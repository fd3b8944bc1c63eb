"""Second floor: where assessments are kept. `SqlWorkspace` adapts `usecases.ports.Workspace`.

Importing this costs nothing: SQLAlchemy comes in with the first call that needs it.
"""

from kami_tui.store.workspace import SqlWorkspace

__all__ = ["SqlWorkspace"]
