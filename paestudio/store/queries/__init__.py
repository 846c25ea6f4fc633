"""Everything that is read from a store. Functions of an open `Store`, safe from any thread, milliseconds each.

Lists never fail for one bad row: a row that somebody edited comes with `damaged` saying what is wrong. Asking for
the record itself (`task`, `episode`, `steps`, `events`, `resume_point`) raises EnvironmentFault naming the row.
"""

from paestudio.store.queries.curves import measured, metric, metric_names
from paestudio.store.queries.episodes import (
    count_episodes,
    episode,
    episodes,
    settled,
    settled_verdicts,
    steps,
    verdicts,
    verdicts_of_run,
)
from paestudio.store.queries.log import events, instants, last_seq
from paestudio.store.queries.own import own_tasks
from paestudio.store.queries.resume import demonstrations, resume_point, successes
from paestudio.store.queries.runs import pages, run, runs, sites
from paestudio.store.queries.tasks import count_tasks, status_counts, task, tasks
from paestudio.store.queries.updates import updates, used_blobs, uses

__all__ = [
    "count_episodes",
    "count_tasks",
    "demonstrations",
    "episode",
    "episodes",
    "events",
    "instants",
    "last_seq",
    "measured",
    "metric",
    "metric_names",
    "own_tasks",
    "pages",
    "resume_point",
    "run",
    "runs",
    "settled",
    "settled_verdicts",
    "sites",
    "status_counts",
    "steps",
    "successes",
    "task",
    "tasks",
    "updates",
    "used_blobs",
    "uses",
    "verdicts",
    "verdicts_of_run",
]
