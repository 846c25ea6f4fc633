"""One module a kind of task. `WRITERS` maps the kind to what writes it."""

from paestudio.proposer.candidates import Writer
from paestudio.proposer.writers.forms import write_forms
from paestudio.proposer.writers.multi import write_multi
from paestudio.proposer.writers.navigation import write_navigation
from paestudio.proposer.writers.ordering import write_filters, write_sorts
from paestudio.proposer.writers.retrieval import write_retrieval
from paestudio.proposer.writers.search import write_search
from paestudio.proposer.writers.state import write_state

WRITERS: dict[str, Writer] = {
    "navigation": write_navigation,
    "retrieval": write_retrieval,
    "search": write_search,
    "multi": write_multi,
    "sort": write_sorts,
    "filter": write_filters,
    "form": write_forms,
    "state": write_state,
}

__all__ = ["WRITERS"]
