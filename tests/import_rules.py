"""The contract type `only` for import-linter: these modules import nothing of ours but what is listed.

A list of what is allowed also covers the rooms that are added later; a list of what is forbidden would not.
"""

from __future__ import annotations

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

OURS = "paestudio"


class Only(Contract):
    """Direct imports of each source (itself and what is in it) stay within itself and `allowed`.

    sources   modules, each with what is in it; one source does not allow another
    allowed   modules of ours, each with what is in it
    external  "any" (default), or "none": the standard library only
    except    single imports "importer -> imported" that are left out, each of which must exist
    """

    type_name = "only"

    sources = fields.ListField(subfield=fields.StringField())
    allowed = fields.ListField(subfield=fields.StringField(), required=False)
    external = fields.StringField(required=False, default="any")
    exceptions = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every offending import, and every name that is in no file."""
        sources, allowed = [str(s) for s in self.sources], [str(a) for a in self.allowed or ()]
        left_out = {str(e) for e in self.exceptions or ()}
        bad = [f"{name} does not exist" for name in (*sources, *allowed) if name not in graph.modules]
        for source in sources:
            if source not in graph.modules:
                continue
            for importer in {source, *graph.find_descendants(source)}:
                for imported in graph.find_modules_directly_imported_by(importer):
                    line = f"{importer} -> {imported}"
                    if line in left_out:
                        left_out.discard(line)
                    elif not self._fine(imported, [source, *allowed]):
                        bad.append(line)
        bad += [f"the exception {line} is not needed" for line in left_out]
        return ContractCheck(kept=not bad, metadata={"bad": sorted(bad)})

    def _fine(self, imported: str, allowed: list[str]) -> bool:
        top = imported.partition(".")[0]
        if top != OURS:
            return self.external == "any" or top in sys.stdlib_module_names
        return imported == OURS or any(imported == name or imported.startswith(f"{name}.") for name in allowed)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """The offending imports, a line each."""
        for line in check.metadata["bad"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()
