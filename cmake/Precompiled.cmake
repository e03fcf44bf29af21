# Headers of others that most sources include, parsed once and not once a source. A source still includes all that it uses:
# preset dev compiles without them, and scripts/check looks at headers without them.
set(common_headers
  <algorithm> <array> <charconv> <filesystem> <functional> <map> <memory> <optional> <set> <string> <string_view> <utility>
  <variant> <vector> <fmt/format.h>)

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(-fpch-preprocess) # or ccache does not keep what was compiled with them
endif()

# A library without a meaning of its own, for others to take the headers from.
function(pgreach_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;LIBRARIES")
  add_library(${name} STATIC ${CMAKE_SOURCE_DIR}/cmake/precompiled.cpp)
  target_link_libraries(${name} PRIVATE pgreach_options ${arg_LIBRARIES})
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

pgreach_precompiled(pgreach_precompiled HEADERS ${common_headers} LIBRARIES fmt::fmt)
if(PGREACH_TESTS)
  pgreach_precompiled(pgreach_precompiled_tests
    HEADERS ${common_headers} <gmock/gmock.h> <gtest/gtest.h> LIBRARIES fmt::fmt GTest::gmock GTest::gtest)
endif()
