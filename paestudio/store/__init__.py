"""What runs leave behind: one folder with a SQLite file, the screenshots and the checkpoints.

with Store.open(folder) as store, Recorder(store, run.id) as recorder:     # the one writer
    recorder.record(event)
store = Store.open(folder, write=False)                                    # any number of readers, any time
queries.runs(store), queries.tasks(store, run, ...), queries.events(store, run)
DecisionWriter(folder).submit(run, Override(...))                          # a person's word, no run live
"""

from paestudio.store import queries
from paestudio.store.blobs import Blobs
from paestudio.store.db import Store
from paestudio.store.recorder import Recorder
from paestudio.store.writer import DecisionWriter, decide

__all__ = ["Blobs", "DecisionWriter", "Recorder", "Store", "decide", "queries"]
