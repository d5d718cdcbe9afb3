"""PRIVATE. Reading the folder of a pack: YAML and JSON by shape, with the file and place of what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from dean06.procedures.catalogue import pack_format as fmt
from dean06.procedures.catalogue.errors import PackUnreadable
from dean06.procedures.catalogue.rules.schemas import UnknownReference, resolve
from dean06.procedures.catalogue.wording import syntax_sentence, validation_sentence

SHARED = "_shared"
_BASE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Model = TypeVar("_Model", bound=fmt.PackModel)
#: Largest file of a pack, in bytes: packs are written by hand.
_LARGEST = 2_000_000
#: How many wrong places of a file are told beside the first.
_MOST_SAID = 11


class _Loader(_BASE):  # type: ignore[misc, valid-type]
    """Safe YAML that refuses a key given twice, and reads ``on``, ``yes``, ``no`` as the words they are."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, Hashable) and key in seen:
                raise yaml.MarkedYAMLError(problem=f"khóa “{key}” bị ghi hai lần", problem_mark=key_node.start_mark)
            seen.add(key)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return found


# YAML 1.1 reads the words on/off/yes/no as true/false: a notice has the key "on". Only true and false are kept.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def read_shared(root: Path) -> dict[str, Any]:
    """``$defs`` of ``_shared/defs.schema.json`` under ``root``. Raises ``PackUnreadable``."""
    document = _json(root / SHARED / "defs.schema.json", f"{SHARED}/defs.schema.json")
    definitions = document.get("$defs")
    if not isinstance(definitions, dict):
        raise PackUnreadable("thiếu mục “$defs”.", file=f"{SHARED}/defs.schema.json")
    return definitions


def read_pack(folder: Path) -> fmt.PackFiles:
    """Read a pack by shape. Raises ``PackUnreadable`` at the first file that cannot be used."""
    folder = Path(folder).resolve()
    if not folder.is_dir():
        raise PackUnreadable("không có thư mục này.", file=str(folder))
    return _read(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of everything a pack is read from: the same stamp gives the same pack."""
    shared = folder.parent / SHARED / "defs.schema.json"
    files = sorted(path for path in [*folder.rglob("*"), shared] if path.is_file())
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)


@lru_cache(maxsize=128)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> fmt.PackFiles:
    meta = _model(folder, "pack.yaml", fmt.PackMeta)
    return fmt.PackFiles(
        meta=meta,
        form_schema=_form_schema(folder),
        ui=_model(folder, "form.ui.yaml", fmt.FormUi),
        documents=_optional(folder, "documents.yaml", fmt.Documents) or fmt.Documents(),
        process=_model(folder, "process.yaml", fmt.Process),
        fees=_optional(folder, "fees.yaml", fmt.Fees) or fmt.Fees(),
        effects=_optional(folder, "effects.yaml", fmt.Effects) or fmt.Effects(),
        notices=_optional(folder, "notices.yaml", fmt.Notices) or fmt.Notices(),
        result=_optional(folder, "result.yaml", fmt.Result),
        examples=_examples(folder),
        walks=_walks(folder),
    )


def pack_folders(root: Path) -> list[Path]:
    """Folders with a ``pack.yaml`` directly under ``root``, by name; ``_shared`` and hidden ones are no packs."""
    return sorted(path for path in Path(root).iterdir() if path.name[0] not in "._" and (path / "pack.yaml").is_file())


def _form_schema(folder: Path) -> dict[str, Any]:
    name = "form.schema.json"
    schema = _json(folder / name, name)
    try:
        resolved: dict[str, Any] = resolve(schema, _shared_of(str(folder.resolve().parent)))
    except UnknownReference as error:
        raise PackUnreadable(
            f"tham chiếu “{error}” không có trong _shared/defs.schema.json hoặc “$defs” của tệp này.",
            file=name,
            place=error.place,
        ) from error
    return resolved


@lru_cache(maxsize=32)
def _shared_cached(root: str, stamp: int) -> dict[str, Any]:
    return read_shared(Path(root))


def _shared_of(root: str) -> dict[str, Any]:
    """Shared definitions beside the pack, read again when the file changed; none where there is no such file."""
    path = Path(root) / SHARED / "defs.schema.json"
    return _shared_cached(root, path.stat().st_mtime_ns) if path.is_file() else {}


def _examples(folder: Path) -> dict[str, fmt.ExampleForm]:
    return {
        path.stem: _validated(_json(path, f"examples/{path.name}"), f"examples/{path.name}", fmt.ExampleForm)
        for path in sorted((folder / "examples").glob("*.json"))
        if not path.name.startswith("walk")
    }


def _walks(folder: Path) -> dict[str, fmt.Walk]:
    return {
        path.stem: _validated(_json(path, f"examples/{path.name}"), f"examples/{path.name}", fmt.Walk)
        for path in sorted((folder / "examples").glob("walk*.json"))
    }


def _optional(folder: Path, name: str, model: type[_Model]) -> _Model | None:
    return _model(folder, name, model) if (folder / name).is_file() else None


def _model(folder: Path, name: str, model: type[_Model]) -> _Model:
    return _validated(_yaml(folder / name, name), name, model)


def _validated(content: Any, name: str, model: type[_Model]) -> _Model:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        said = [
            (".".join(map(str, one["loc"])), validation_sentence(dict(one))) for one in error.errors(include_url=False)
        ]
        (place, sentence), *others = said
        # All of them at once: who writes a pack does not run the check anew for every line.
        lines = [sentence, *(f"{where}: {words}" for where, words in others[:_MOST_SAID])]
        if len(others) > _MOST_SAID:
            lines.append(f"… và {len(others) - _MOST_SAID} chỗ nữa.")
        raise PackUnreadable("\n  ".join(lines), file=name, place=place) from error


def _yaml(path: Path, name: str) -> Any:
    text = _text(path, name)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"dòng {mark.line + 1}, cột {mark.column + 1}" if mark else ""
        raise PackUnreadable(f"YAML viết sai: {syntax_sentence(error.problem)}.", file=name, place=place) from error
    except (yaml.YAMLError, ValueError) as error:
        raise PackUnreadable(f"YAML viết sai: {error}.", file=name) from error


def _json(path: Path, name: str) -> dict[str, Any]:
    try:
        content = json.loads(_text(path, name), object_pairs_hook=_no_twice)
    except json.JSONDecodeError as error:
        raise PackUnreadable(
            f"JSON viết sai: {syntax_sentence(error.msg)}.", file=name, place=f"dòng {error.lineno}, cột {error.colno}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise PackUnreadable(f"JSON viết sai: {error}.", file=name) from error
    if not isinstance(content, dict):
        raise PackUnreadable("nội dung phải là một đối tượng { … }.", file=name)
    return content


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise ValueError(f"khóa “{twice}” bị ghi hai lần")
    return found


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise PackUnreadable("tệp lớn hơn 2 MB.", file=name)
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise PackUnreadable("thiếu tệp này trong gói.", file=name) from error
    except UnicodeDecodeError as error:
        raise PackUnreadable("tệp không phải mã UTF-8.", file=name, place=f"byte {error.start}") from error
