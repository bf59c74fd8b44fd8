"""FHIR resources as flat rows: ViewDefinitions of SQL on FHIR v2, compiled to DuckDB SQL."""

from triggerscape.delivery.fhir.compiling import CompiledView, compile_view
from triggerscape.delivery.fhir.errors import ViewError

__all__ = ["CompiledView", "ViewError", "compile_view"]
