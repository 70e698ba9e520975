"""Copies of files and trees."""

import os, shutil

os.makedirs("a/b")
open("a/b/c", "w").write("text")
shutil.copy("a/b/c", "d")
shutil.copy2("a/b/c", "e")
shutil.copytree("a", "f")
shutil.move("f", "g")
shutil.make_archive("h", "gztar", "a")
shutil.unpack_archive("h.tar.gz", "i")
shutil.copymode("d", "e")
shutil.rmtree("g")
assert open("i/b/c").read() == "text"
