# What every target of ours is compiled with.
add_library(pgreach_options INTERFACE)
target_compile_options(pgreach_options INTERFACE -Wall -Wextra -Wshadow -Wswitch -Wnon-virtual-dtor
  -Wno-missing-field-initializers) # members have their defaults; naming only some of them is how we write values
target_include_directories(pgreach_options INTERFACE ${CMAKE_SOURCE_DIR}/harness)

if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL GNU) # a source that another includes is taken for a header; dev, one by one, still warns
  target_compile_options(pgreach_options INTERFACE -Wno-subobject-linkage)
endif()

if(PGREACH_WERROR)
  target_compile_options(pgreach_options INTERFACE -Werror)
endif()

if(PGREACH_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(pgreach_options INTERFACE ${sanitizers})
  target_link_options(pgreach_options INTERFACE ${sanitizers})
endif()

if(PGREACH_FUZZ)  # the fuzz targets themselves add the driver
  set(fuzzing -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(pgreach_options INTERFACE ${fuzzing})
  target_link_options(pgreach_options INTERFACE ${fuzzing})
endif()
