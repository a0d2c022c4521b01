"""A recount bundle as files with names: a folder, or a ZIP of one."""

import os
import re
import stat
import zipfile
import zlib


class Unusable(Exception):
    """There is nothing here that could be checked."""


class Folder:
    def __init__(self, root):
        self.root = root

    def names(self):
        for folder, _, files in os.walk(self.root):
            for file in files:
                yield os.path.relpath(os.path.join(folder, file), self.root).replace(os.sep, "/")

    def read(self, name):
        path = os.path.join(self.root, *name.split("/"))
        try:
            if not stat.S_ISREG(os.lstat(path).st_mode):
                return None
            with open(path, "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None


class Zip:
    def __init__(self, path):
        try:
            self.zip = zipfile.ZipFile(path)
            self.check(self.zip.infolist())
            broken = self.zip.testzip()
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise Unusable(f"压缩包已损坏：{error}") from error
        if broken is not None:
            raise Unusable(f"压缩包中的 {broken} 已损坏")

    def check(self, infos):
        seen = set()
        for info in infos:
            # zipfile cuts a name at a NUL sign; the name as it stands in the directory is what counts.
            name = info.orig_filename.removesuffix("/")
            if re.search(r"[\\:\x00-\x1f\x7f]", name) or any(part in ("", ".", "..") for part in name.split("/")):
                raise Unusable(f"压缩包里有不安全的文件名：{info.orig_filename!r}")
            if name in seen:
                raise Unusable(f"压缩包里有两个同名文件：{name}")
            if info.flag_bits & 0x2041 or info.compress_type not in (0, 8):
                raise Unusable(f"压缩包里的 {name} 无法读取（加密或压缩方法不常见）")
            seen.add(name)
        if len(seen) > 200_000 or sum(info.file_size for info in infos) > 2 << 30:
            raise Unusable("压缩包过大")

    def names(self):
        return [info.filename for info in self.zip.infolist() if not info.is_dir()]

    def read(self, name):
        try:
            return self.zip.read(name)
        except KeyError:
            return None


def open_source(path):
    if os.path.isdir(path):
        return Folder(path)
    if os.path.isfile(path):
        return Zip(path)
    raise Unusable("没有这个文件或文件夹")
