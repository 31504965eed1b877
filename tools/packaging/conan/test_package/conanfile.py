# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds the smallest project that uses the package, and runs its tests."""
from conan import ConanFile
from conan.tools.cmake import CMake, cmake_layout


class ParallelTestingTestConan(ConanFile):
    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeDeps", "CMakeToolchain"

    def requirements(self):
        self.requires(self.tested_reference_str)
        self.requires("gtest/[>=1.12]")

    def layout(self):
        cmake_layout(self)

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def test(self):
        CMake(self).ctest(["--output-on-failure"])
