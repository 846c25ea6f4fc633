"""PAE Studio's browser as a gymnasium environment, with BrowserGym's observation keys and action strings.

    import gymnasium, paestudio.gym
    env = gymnasium.make("paestudio/Site-v0", tasks=[{"instruction": "…", "start": "/", "check": {…}}], site=URL)

Needs the extra `gym`. What is as BrowserGym's and what is not: `paestudio.gym.env`, docs/interop.md.
"""

from __future__ import annotations

from paestudio.core.errors import UserError

ID = "paestudio/Site-v0"


def register() -> None:
    """Let `gymnasium.make` know the environment. Raises UserError when gymnasium is not installed."""
    try:
        import gymnasium
    except ImportError as e:
        raise UserError("gymnasium is not installed.", "Install it: pip install 'paestudio[gym]'") from e
    if ID not in gymnasium.registry:
        gymnasium.register(ID, "paestudio.gym.env:SiteEnv", nondeterministic=True)


register()
