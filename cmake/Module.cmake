# pgreach_module(NAME [OPTIMIZED] SOURCES … [DEPENDS lower modules …] [LIBRARIES third-party targets …])
# A module of harness/ is a static library. DEPENDS may name lower modules only: scripts/check holds the includes to it. What
# computes is OPTIMIZED in release; for the rest it would only make the first build longer.
function(pgreach_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "OPTIMIZED" "" "SOURCES;DEPENDS;LIBRARIES")
  add_library(pgreach_${name} STATIC ${arg_SOURCES})
  target_link_libraries(pgreach_${name} PUBLIC pgreach_options)
  foreach(dependency IN LISTS arg_DEPENDS)
    target_link_libraries(pgreach_${name} PUBLIC pgreach_${dependency})
  endforeach()
  target_link_libraries(pgreach_${name} PRIVATE fmt::fmt ${arg_LIBRARIES})
  target_precompile_headers(pgreach_${name} REUSE_FROM pgreach_precompiled)
  if(arg_OPTIMIZED)
    target_compile_options(pgreach_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
endfunction()

# pgreach_unit_tests(MODULE SOURCES … [LIBRARIES …]): the tests of one module, one executable and one test of ctest, label
# `unit`. What became of each of its tests is in results/unit/MODULE.xml: a process for each would take longer than most tests.
function(pgreach_unit_tests module)
  pgreach_tests(unit ${module} ${ARGN})
endfunction()

# The same for what takes longer than a unit test may, label `thorough`. scripts/test runs them in preset release, where they
# get through ten times as much; under sanitizers they need not be built.
function(pgreach_thorough_tests module)
  pgreach_tests(thorough ${module} ${ARGN})
  if(TARGET ${module}_thorough_test)
    set_target_properties(${module}_thorough_test PROPERTIES EXCLUDE_FROM_ALL ${PGREACH_SANITIZE})
    set_property(GLOBAL APPEND PROPERTY pgreach_thorough ${module}_thorough_test)
  endif()
endfunction()

function(pgreach_tests label module)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "SOURCES;LIBRARIES")
  if(NOT PGREACH_TESTS)
    return()
  endif()
  set(name ${module}_test)
  if(NOT label STREQUAL unit)
    set(name ${module}_${label}_test)
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE pgreach_${module} fmt::fmt GTest::gmock GTest::gtest_main ${arg_LIBRARIES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  if(PGREACH_SANITIZE) # g++ 12 takes what the sanitizers add for a use before initialisation
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  target_precompile_headers(${name} REUSE_FROM pgreach_precompiled_tests)
  target_compile_definitions(${name} PRIVATE PGREACH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set(results ${CMAKE_BINARY_DIR}/results/${label}/${module}.xml)
  add_test(NAME ${label}.${module} COMMAND ${CMAKE_SOURCE_DIR}/tests/support/run_all ${results} $<TARGET_FILE:${name}>)
  set_tests_properties(${label}.${module} PROPERTIES LABELS ${label} TIMEOUT 120)
endfunction()
