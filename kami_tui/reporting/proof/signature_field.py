"""The field a signature fills, with its place among the tags: signed, a report stays PDF/UA."""

from __future__ import annotations

from typing import Any


def add(writer: Any, name: str, page: int, box: tuple[int, int, int, int], words: str) -> None:
    """Adds an empty field to a pyHanko writer; `words` are read aloud for it.

    `page` counts from 0, `box` is left, lower, right, upper in points.
    """
    from pyhanko.pdf_utils import generic as objects
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.sign import fields

    generic: Any = objects  # made without types

    fields.append_signature_field(writer, fields.SigFieldSpec(name, on_page=page, box=box))
    ref = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    note = ref.get_object()
    note["/TU"] = generic.pdf_string(words)
    writer.mark_update(ref)
    if "/StructTreeRoot" not in writer.root:
        return
    tree = writer.root["/StructTreeRoot"]
    above = tree["/K"].raw_get(0)
    numbers = tree["/ParentTree"]
    key = int(numbers["/Nums"][-2]) + 1
    note["/StructParent"] = generic.NumberObject(key)
    place = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/OBJR"),
            pdf_name("/Obj"): ref,
            pdf_name("/Pg"): note.raw_get("/P"),
        }
    )
    element = writer.add_object(
        generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/StructElem"),
                pdf_name("/S"): pdf_name("/Form"),
                pdf_name("/P"): above,
                pdf_name("/Pg"): note.raw_get("/P"),
                pdf_name("/K"): generic.ArrayObject([place]),
            }
        )
    )
    above.get_object()["/K"].append(element)
    writer.mark_update(above)
    numbers["/Nums"].extend([generic.NumberObject(key), element])
    writer.mark_update(tree.raw_get("/ParentTree"))
