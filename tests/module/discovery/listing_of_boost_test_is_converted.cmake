# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
if(IN_PROJECT)
  add_fake(boost_suite none [[
test "$*" = --list_content=DOT || exit 1
cat >&2 <<'END'
noise first
digraph G {rankdir=LR;
tu1[shape=ellipse,peripheries=2,fontname=Helvetica,color=green,label="Master Test Suite"];
{
tu2[shape=Mrecord,fontname=Helvetica,color=green,label="orders|/src/a.cpp(5)|labels: @slow @x::y"];
tu1 -> tu2;
{
tu65536[shape=Mrecord,fontname=Helvetica,color=green,label="serves|/src/a.cpp(6)|timeout=2|labels: @port:8080"];
tu2 -> tu65536;
tu3[shape=Mrecord,fontname=Helvetica,color=green,label="squares|/src/a (b).cpp(8)"];
tu2 -> tu3;
{
tu65537[shape=Mrecord,fontname=Helvetica,color=green,label="_0|/src/a (b).cpp(8)"];
tu3 -> tu65537;
}
}
tu65538[shape=Mrecord,fontname=Helvetica,color=yellow,label="off<int>|/src/a.cpp(9)|expected failures=1"];
tu1 -> tu65538;
tu65539[shape=Mrecord,fontname=Helvetica,color=green,label="a|b(1) "c";|/src/a.cpp(12)|labels: @x(3)"];
tu1 -> tu65539;
tu65538 -> tu65536[color=red,style=dotted,constraint=false];
}
}
END
]])
  parallel_discover_tests(boost_suite FRAMEWORK boost_test)
  return()
endif()

configure()
build()
load_tests()
expect_tests("orders/serves" "orders/squares/_0" "off<int>" "a|b(1) \"c\"\;")
expect_property(orders/serves RESOURCE_LOCK port:8080)
expect_property(orders/serves LABELS slow)
expect_property(orders/squares/_0 LABELS slow)
expect_location(orders/serves /src/a.cpp 6)
expect_location(orders/squares/_0 "/src/a (b).cpp" 8)
expect_arguments(orders/serves --run_test=orders/serves)
expect_property("off<int>" DISABLED ON)
expect_location("a|b(1) \"c\";" /src/a.cpp 12)
