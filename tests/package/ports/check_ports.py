#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks what can be checked of the vcpkg port and the Conan recipe offline.

  check_ports.py <source directory>

The names of vcpkg's functions, the layout that its post-build checks require,
and the methods of a recipe are those of their documentation.
"""
import ast
import json
import pathlib
import py_compile
import re
import sys
import tempfile

source = pathlib.Path(sys.argv[1])
packaging = source / "tools" / "packaging"
problems = []


def expect(holds, problem):
    if not holds:
        problems.append(problem)


def text_of(path):
    expect(path.is_file(), f"{path} is missing")
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def options_of_project():
    text = text_of(source / "CMakeLists.txt")
    return set(re.findall(r"^option\(\s*(\w+)", text, re.MULTILINE))


version = re.search(
    r"_parallel_version ([0-9.]+)\)",
    text_of(source / "cmake/ParallelTesting/pure/Version.cmake"))[1]
known_options = options_of_project()
# What find_package() of the project may be kept from.
known_options |= {"CMAKE_DISABLE_FIND_PACKAGE_PostgreSQL",
                  "CMAKE_DISABLE_FIND_PACKAGE_SQLite3",
                  "CMAKE_INSTALL_LIBEXECDIR"}

# vcpkg: a folder with the name of the port has these files.
port = packaging / "vcpkg" / "parallel-testing"
manifest = json.loads(text_of(port / "vcpkg.json"))
expect(manifest["name"] == port.name, "vcpkg.json: name is not the folder")
expect(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", manifest["name"]),
       "vcpkg.json: name")
expect(manifest["version"] == version, f"vcpkg.json: version is not {version}")
names = [each if isinstance(each, str) else each["name"]
         for each in manifest["dependencies"]]
for helper in ("vcpkg-cmake", "vcpkg-cmake-config"):
    expect({"name": helper, "host": True} in manifest["dependencies"],
           f"vcpkg.json: {helper} is no host dependency")
expect(names == sorted(names), "vcpkg.json: `vcpkg format-manifest` sorts")

portfile = text_of(port / "portfile.cmake")
calls = re.findall(r"^\s*(vcpkg_\w+)\(", portfile, re.MULTILINE)
order = ["vcpkg_check_linkage", "vcpkg_check_features", "vcpkg_cmake_configure",
         "vcpkg_cmake_install", "vcpkg_cmake_config_fixup",
         "vcpkg_fixup_pkgconfig", "vcpkg_copy_tools", "vcpkg_install_copyright"]
expect(calls == order, f"portfile.cmake calls {calls}, not {order}")
# A static library has no files but these two below `debug`.
for folder in ("include", "share"):
    expect(f"${{CURRENT_PACKAGES_DIR}}/debug/{folder}" in portfile,
           f"portfile.cmake leaves debug/{folder}")
used = set(re.findall(r"-D(\w+)=", portfile))
used |= set(re.findall(r"\b(?:tool|postgresql|sqlite) (\w+)", portfile))
expect(used <= known_options, f"portfile.cmake: {used - known_options}")
features = set(re.findall(r"\b(tool|postgresql|sqlite) \w+", portfile))
expect(features == set(manifest["features"]),
       f"portfile.cmake handles the features {features}")
usage = text_of(port / "usage")
for line in ("find_package(ParallelTesting CONFIG REQUIRED)",
             "parallel_discover_tests("):
    expect(line in usage, f"usage: no {line}")

# Conan: the recipe compiles, and has what `conan create` calls.
for recipe in (packaging / "conan/conanfile.py",
               packaging / "conan/test_package/conanfile.py"):
    text = text_of(recipe)
    with tempfile.TemporaryDirectory() as compiled:
        py_compile.compile(str(recipe), cfile=compiled + "/recipe.pyc",
                           doraise=True)
    classes = [each for each in ast.parse(text).body
               if isinstance(each, ast.ClassDef)]
    expect(len(classes) == 1, f"{recipe}: {len(classes)} classes")
    methods = {each.name for each in classes[0].body
               if isinstance(each, ast.FunctionDef)}
    wanted = {"requirements", "layout", "build"}
    wanted |= ({"test"} if "test_package" in str(recipe) else
               {"set_version", "export_sources", "generate", "package",
                "package_info", "validate"})
    expect(wanted <= methods, f"{recipe}: no {wanted - methods}")
    used = set(re.findall(r"\"(PARALLEL_TESTING_\w+)\"", text))
    expect(used <= known_options, f"{recipe}: {used - known_options}")
recipe = text_of(packaging / "conan/conanfile.py")
for exported in re.search(r"for pattern in \((.*?)\)", recipe, re.DOTALL)[1] \
        .replace('"', "").replace("\n", "").split(","):
    path = source / exported.strip().removesuffix("/*")
    expect(path.exists(), f"conanfile.py exports {path}, which is missing")

print("\n".join(problems) or "the port and the recipe fit the project")
sys.exit(1 if problems else 0)
