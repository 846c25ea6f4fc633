"""What every room shares: records, actions, checks, events, protocols, errors. Standard library only."""

import paestudio.core.none_guard as _none_guard  # noqa: F401 - before anything of Qt
