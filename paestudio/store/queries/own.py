"""A person's own tasks belong to a site: the next run on it starts with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paestudio.core import codec
from paestudio.core.origin import written_origin
from paestudio.core.records import OWN, Episode, Status, Task
from paestudio.store.db import Store
from paestudio.store.queries.resume import demonstrations
from paestudio.store.queries.tasks import tasks

OwnTask = tuple[Task, bool, tuple[Episode, ...]]


def own_tasks(store: Store, site: str, home: str) -> Iterator[OwnTask]:
    """(task, whether it is held out, its demonstrations) of the latest run on `site` that had any, as it left them.

    Addresses are those of `home`: a site that the program serves has another port each time. Raises EnvironmentFault
    for a row that cannot be read.
    """
    latest = store.row(
        "SELECT r.id FROM runs AS r WHERE r.site = ? AND EXISTS (SELECT 1 FROM tasks WHERE run = r.id AND origin = ?)"
        " ORDER BY r.started DESC, r.rowid DESC LIMIT 1",
        (site, OWN),
    )
    if latest is None:
        return
    shown = demonstrations(store, latest["id"])
    for row in tasks(store, latest["id"], limit=-1):
        if row.task.origin == OWN and row.status not in (Status.REJECTED, Status.PROPOSED) and not row.damaged:
            mine = tuple(one for one in shown if one.task.id == row.task.id)
            yield _moved(row.task, mine, row.held_out, home)


def _moved(task: Task, shown: tuple[Episode, ...], held_out: bool, home: str) -> OwnTask:
    old, new = written_origin(task.start_url), written_origin(home)
    if old == new:
        return task, held_out, shown
    start = task.start_url.replace(old, new, 1)
    fresh = replace(task, start_url=start, id=Task.make(task.instruction, start, task.check, login=task.login).id)
    moved = (codec.loads(Episode, codec.dumps(one).replace(old, new)) for one in shown)
    return fresh, held_out, tuple(replace(one, task=fresh) for one in moved)
