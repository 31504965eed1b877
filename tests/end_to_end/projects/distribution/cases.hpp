// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CASE(Suite, Name, "[tag]"): a case called Suite.Name of the fixture class
// Suite in either framework. Tags are those of Catch2; GoogleTest has marks.
// Sources include GoogleTest before it: GCC takes no precompiled header from
// another one.
#pragma once

#include <note.hpp>

#ifndef USE_CATCH2
#include <parallel_testing/gtest.hpp>
namespace pt = parallel_testing;
#define SUITE(suite) class suite : public ::testing::Test
#define CASE(suite, name, tags) TEST_F(suite, name)
#define MARK(suite, name, ...) PARALLEL_TESTING_MARK(suite, name, __VA_ARGS__)
#define FAIL_CASE() FAIL() << "on purpose"
#define SKIP_CASE() GTEST_SKIP() << "on purpose"
#else
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#define SKIP_CASE() SKIP("on purpose")
#else
#include <catch2/catch.hpp>
#define SKIP_CASE() static_cast<void>(0)
#endif
#define SUITE(suite) struct suite
#define CASE(suite, name, tags) TEST_CASE_METHOD(suite, #suite "." #name, tags)
#define MARK(suite, name, ...) static_assert(true, "a tag says it")
#define FAIL_CASE() FAIL("on purpose")
#endif
