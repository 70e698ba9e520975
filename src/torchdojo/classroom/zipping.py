"""Zip archives that are the same bytes whenever they are made of the same files."""

import io
import zipfile
from collections.abc import Collection, Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], executable: Collection[str] = ()) -> bytes:
    """An archive of regular files, by their paths in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            info = zipfile.ZipInfo(path, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if path in executable else 0o100644) << 16
            archive.writestr(info, data)
    return packed.getvalue()
