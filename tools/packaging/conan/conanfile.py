# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Conan 2 recipe: conan create tools/packaging/conan"""
import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class ParallelTestingConan(ConanFile):
    name = "parallel-testing"
    description = "Parallel-safe tests for C++ projects that test with CTest"
    license = "Apache-2.0 WITH LLVM-exception"
    topics = ("testing", "parallel", "ctest", "googletest", "catch2")
    package_type = "static-library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "with_tool": [True, False],
        "with_sqlite": [True, False],
        "with_postgresql": [True, False],
    }
    default_options = {
        "with_tool": True,
        "with_sqlite": False,
        "with_postgresql": False,
    }

    @property
    def _root(self):
        return os.path.join(self.recipe_folder, "..", "..", "..")

    def set_version(self):
        path = os.path.join(
            self._root, "cmake", "ParallelTesting", "pure", "Version.cmake")
        text = load(self, path)
        self.version = re.search(r"_parallel_version ([0-9.]+)\)", text)[1]

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "CHANGELOG.md", "cmake/*",
                        "lib/*", "tools/*"):
            copy(self, pattern, self._root, self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("ParallelTesting requires Linux")
        check_min_cppstd(self, "20" if self.options.with_tool else "17")

    def requirements(self):
        self.requires("fmt/[>=9 <12]", visible=False)
        if self.options.with_sqlite:
            self.requires("sqlite3/[>=3.40 <4]")
        if self.options.with_postgresql:
            self.requires("libpq/[>=14]")
        if self.options.with_tool:
            self.requires("cli11/[>=2.1 <3]", visible=False)
            self.requires("libarchive/[>=3.6 <4]", visible=False)
            self.requires("nlohmann_json/[>=3.11 <4]", visible=False)
            self.requires("pugixml/[>=1.13 <2]", visible=False)

    def build_requirements(self):
        self.tool_requires("cmake/[>=3.25]")

    def generate(self):
        toolchain = CMakeToolchain(self)
        variables = toolchain.cache_variables
        variables["PARALLEL_TESTING_BUILD_TESTS"] = False
        variables["PARALLEL_TESTING_BUILD_TOOLS"] = bool(self.options.with_tool)
        variables["PARALLEL_TESTING_INSTALL"] = True
        for option, package in (("with_sqlite", "SQLite3"),
                                ("with_postgresql", "PostgreSQL")):
            off = not self.options.get_safe(option)
            variables["CMAKE_DISABLE_FIND_PACKAGE_" + package] = off
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder,
             os.path.join(self.package_folder, "licenses"))
        CMake(self).install()

    def package_info(self):
        # The package's own files define the functions, too.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [
            os.path.join("lib", "cmake", "ParallelTesting")]
        self.cpp_info.set_property("pkg_config_name", "parallel-testing")
        self.cpp_info.libs = ["parallel_testing_runtime"]
