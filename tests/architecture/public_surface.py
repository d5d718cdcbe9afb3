"""Import-linter contract: other apps import only an app's public modules (see ``docs/map.md``)."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicSurface(Contract):
    """An import from outside an app may reach only its ``public_modules``.

    ``open_apps`` are shared vocabularies whose every module is public; ``free_importers`` put the whole together.
    """

    apps = fields.ListField(subfield=fields.StringField())
    public_modules = fields.ListField(subfield=fields.StringField())
    free_importers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        offences = []
        public = tuple(self.public_modules)  # type: ignore[arg-type]
        for app in self.apps:  # type: ignore[attr-defined]
            for module in sorted({app} | graph.find_descendants(app)):
                inside = module.removeprefix(app).lstrip(".").split(".")[0]
                if inside in public or inside == "":
                    continue
                for importer in sorted(graph.find_modules_that_directly_import(module)):
                    if self._within(importer, app) or self._free(importer):
                        continue
                    for detail in graph.get_import_details(importer=importer, imported=module):
                        offences.append((importer, module, detail.get("line_number")))
        return ContractCheck(kept=not offences, metadata={"offences": offences})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module, line in check.metadata["offences"]:
            output.print_error(f"{importer} imports the private {module} (line {line})")

    def _free(self, importer: str) -> bool:
        return ".tests" in importer or any(self._within(importer, free) for free in self.free_importers)  # type: ignore[attr-defined]

    @staticmethod
    def _within(module: str, package: str) -> bool:
        return module == package or module.startswith(f"{package}.")
