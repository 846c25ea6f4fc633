"""`SiteEnv`: a site and its tasks as a gymnasium environment, after BrowserGym's `BrowserEnv`.

As there: the keys and types of the observation (but for those below), actions as strings of one call, `reset` with a
seed, five values of `step`. Different, and why:

- `dom_object` is not given: the page is read by one script, there is no dump of its document.
- `axtree_object` is our reader's tree in CDP's form (`shown`): flat, without nodes that say nothing. Ids are numbers
  that stay with an element as long as it stays in the document; those in frames are large.
- `extra_element_properties`: `visibility` is 1.0 or 0.0 (in the viewport or not), nothing between.
- `screenshot` was a JPEG once. It is of the viewport; black when the page could not be photographed.
- One window is shown at a time, the newest: `active_page_index` is the last.
- `send_msg_to_user` and `report_infeasible` end the episode, as an answer does in PAE Studio.
- A page that breaks off, or a check that cannot be carried out, is no failure: `truncated`, reward 0, and
  `info["unknown"]` says why. So does a task without a check.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import gymnasium as gym
import numpy as np

from paestudio.browser.launched import LaunchedBrowser
from paestudio.browser.options import BrowserOptions
from paestudio.browser.page import SitePage
from paestudio.core.checks import Site, holds, page_decides
from paestudio.core.errors import EnvironmentFault, PaeError, UserError
from paestudio.core.records import Observation, Outcome, Task
from paestudio.gym import calls, given, shown
from paestudio.gym.engine import Engine
from paestudio.gym.moves import do, look
from paestudio.gym.spaces import Unicode, observation_space

JPEG_QUALITY = 90
RENDER_MODES = ["rgb_array"]
Stepped = tuple[dict[str, Any], float, bool, bool, dict[str, Any]]


class SiteEnv(gym.Env):  # type: ignore[misc]
    """One page of an installed Chromium on one site. One thread may call it; `close` leaves nothing running."""

    metadata: ClassVar[dict[str, Any]] = {"render_modes": RENDER_MODES, "render_fps": 1}

    def __init__(
        self,
        tasks: given.Given | Sequence[given.Given] | str | Path,
        site: str = "",
        *,
        site_file: str | Path | None = None,
        data: str | Path | None = None,
        max_steps: int = 30,
        check_each_step: bool = False,
        screenshots: bool = True,
        viewport: tuple[int, int] = (1280, 720),
        action_seconds: float = 8.0,
        offsite: bool = False,
        render_mode: str | None = None,
    ) -> None:
        """`tasks`: a task, several, or a task file; `site`: the address they are relative to.

        `site_file` has logins, `data` is the site's data folder, for checks that read it. `max_steps` truncate an
        episode (0: never). With `check_each_step` an episode also ends, with reward 1, as soon as the check holds;
        else it is asked when the agent says that it has finished, or the page does, or the steps are used up.
        Raises UserError. The browser starts with the first `reset`.
        """
        if render_mode is not None and (render_mode not in RENDER_MODES or not screenshots):
            raise UserError(f"It cannot be rendered as {render_mode!r}.", "Use rgb_array, with screenshots.")
        logins = given.logins_of(Path(site_file) if site_file else None)
        self.tasks = given.tasks_of(tasks, site, logins)
        self.render_mode = render_mode
        self.observation_space = observation_space(screenshots)
        self.action_space = Unicode()
        self._site = Site(given.origin(site, self.tasks), Path(data) if data else None)
        self._options = BrowserOptions(
            self._site.base,
            slots=1,
            action_seconds=action_seconds,
            offsite=offsite,
            logins=logins,
            viewport=viewport,
            jpeg_quality=JPEG_QUALITY,
        )
        self._most = max_steps
        self._each = check_each_step
        self._screenshots = screenshots
        self._engine: Engine | None = None
        self._browser: LaunchedBrowser | None = None
        self._page: SitePage | None = None
        self._photo: bytes | None = None
        self._task = self.tasks[0]
        self._goal = ""
        self._chat: list[dict[str, Any]] = []
        self._steps, self._started = 0, 0.0
        self._seen = Observation("", "")
        self._windows: tuple[tuple[str, str], ...] = ()

    def reset(
        self, *, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """A fresh page, with its own cookies, on the start of a task: `options["task"]` by id, else drawn by the seed.

        Raises PaeError when there is no browser, the site does not answer, or the login does not work.
        """
        super().reset(seed=seed)
        self._task = self._chosen(options or {})
        self._leave()
        if self._engine is None:
            self._engine = Engine("paestudio-gym")
        if self._browser is None:
            self._browser = self._engine.run(LaunchedBrowser.start(self._options, self._keep))
        self._page = self._engine.run(self._browser.open(self._task.start_url, self._task.login))
        self._steps, self._started = 0, time.time()
        self._look()
        self._goal = self._task.instruction
        if page_decides(self._task.check):
            if not self._seen.goal:
                raise EnvironmentFault(
                    f"{self._task.start_url} started no task.", "Is it a page that gives tasks and rewards?"
                )
            self._goal = self._seen.goal
        self._chat = []
        self._say("user", self._goal)
        return self._observation("", ""), self._info()

    def step(self, action: str) -> Stepped:
        """Do what the string says and look. A string that is no action changes nothing but `last_action_error`."""
        if self._page is None or self._engine is None:
            raise gym.error.ResetNeeded("There is no page: call reset first.")
        begun, said, error = time.time(), None, ""
        self._steps += 1
        try:
            plan = calls.parse(action)
            if isinstance(plan, calls.Say):
                said = plan
                self._say("infeasible" if plan.infeasible else "assistant", plan.text)
            error = self._engine.run(do(self._page, plan, self._seen))
        except calls.NotAnAction as e:
            error = str(e)
        except PaeError as e:
            return self._lost(action, str(e), begun)
        acted = time.time()
        try:
            self._look()
            over = page_decides(self._task.check) and self._seen.over
            ended = said is not None or over
            outcome, why = self._judged(said) if ended or self._each or self._cut else (None, "")
        except PaeError as e:
            return self._lost(action, str(e), begun)
        terminated = ended or (outcome is Outcome.SUCCESS and self._each)
        info = self._info(begun, acted)
        if terminated or self._cut:
            info |= {"outcome": str(outcome), "evidence": why}
        if outcome is Outcome.UNKNOWN and (terminated or self._cut):
            info["unknown"] = why
            return self._observation(action, error), 0.0, False, True, info
        reward = 1.0 if outcome is Outcome.SUCCESS and (terminated or self._cut) else 0.0
        return self._observation(action, error), reward, terminated, self._cut and not terminated, info

    def render(self) -> Any:
        """The last screenshot, uint8 [height, width, 3]; None unless `render_mode` is rgb_array."""
        return shown.picture(self._photo, self._options.viewport) if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """End the page, the browser and the thread. Idempotent."""
        engine, self._engine = self._engine, None
        browser, self._browser = self._browser, None
        page, self._page = self._page, None
        if engine is None:
            return
        try:
            if page is not None:
                engine.run(page.close())
            if browser is not None:
                engine.run(browser.close())
        finally:
            engine.end()

    @property
    def _cut(self) -> bool:
        return 0 < self._most <= self._steps

    def _chosen(self, options: Mapping[str, Any]) -> Task:
        name = options.get("task")
        if name is None:
            return self.tasks[int(self.np_random.integers(len(self.tasks)))]
        found = next((task for task in self.tasks if task.id == name), None)
        if found is None:
            raise UserError(f"There is no task {name!r}.", f"Tasks: {', '.join(t.id for t in self.tasks[:20])}.")
        return found

    def _keep(self, jpeg: bytes) -> str:
        self._photo = jpeg
        return "photo"

    def _leave(self) -> None:
        page, self._page = self._page, None
        if page is not None and self._engine is not None:
            self._engine.run(page.close())

    def _look(self) -> None:
        assert self._page is not None and self._engine is not None
        self._photo = None
        self._seen, self._windows = self._engine.run(look(self._page, self._screenshots))

    def _say(self, role: str, text: str) -> None:
        self._chat.append({"role": role, "timestamp": time.time(), "message": text})

    def _judged(self, said: calls.Say | None) -> tuple[Outcome, str]:
        """What the check says of the page as it is now. Raises BrowserLost."""
        assert self._page is not None and self._engine is not None
        check = self._task.check
        if check is None:
            return Outcome.UNKNOWN, "The task has no check."
        if said is not None and said.infeasible:
            return Outcome.FAILURE, "The agent said that it cannot be done."
        final = self._engine.run(self._page.finish(check))
        try:
            ok, why = holds(check, final, said.text if said else None, self._site)
        except PaeError as e:
            return Outcome.UNKNOWN, str(e)
        return (Outcome.SUCCESS if ok else Outcome.FAILURE), why

    def _lost(self, action: str, why: str, begun: float) -> Stepped:
        """The page is gone: what was seen last, and no verdict."""
        info = {**self._info(begun, time.time()), "outcome": str(Outcome.UNKNOWN), "unknown": why, "evidence": why}
        return self._observation(action, why), 0.0, False, True, info

    def _info(self, begun: float = 0.0, acted: float = 0.0) -> dict[str, Any]:
        return {
            "task": self._task.id,
            "task_info": {},
            "notes": list(self._seen.notes),
            "action_exec_start": begun,
            "action_exec_stop": acted,
            "action_exec_timeout": 0.0,
        }

    def _observation(self, action: str, error: str) -> dict[str, Any]:
        seen = self._seen
        made = {
            "chat_messages": tuple(dict(message) for message in self._chat),
            "goal": self._goal,
            "goal_object": ({"type": "text", "text": self._goal},),
            "open_pages_urls": tuple(url for url, _ in self._windows),
            "open_pages_titles": tuple(title for _, title in self._windows),
            "active_page_index": np.asarray([len(self._windows) - 1]),
            "url": seen.url,
            "axtree_object": shown.axtree(seen),
            "extra_element_properties": shown.properties(seen),
            "focused_element_bid": shown.focused(seen),
            "last_action": action,
            "last_action_error": error,
            "elapsed_time": np.asarray([time.time() - self._started]),
        }
        if self._screenshots:
            made["screenshot"] = shown.picture(self._photo, seen.viewport)
        return made
