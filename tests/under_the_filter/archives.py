"""Archives."""

import zipfile, tarfile, gzip, bz2, lzma

with zipfile.ZipFile("a.zip", "w") as z:
    z.writestr("b/c", "text")
zipfile.ZipFile("a.zip").extractall("out")
gzip.open("d.gz", "w").write(b"x")
bz2.open("d.bz2", "w").write(b"x")
lzma.open("d.xz", "w").write(b"x")
with tarfile.open("t.tar", "w") as t:
    t.add("out")
tarfile.open("t.tar").extractall("back", filter="data")
