# What every target of ours is compiled with.
add_library(pgreach_options INTERFACE)
target_include_directories(pgreach_options INTERFACE ${CMAKE_SOURCE_DIR}/harness)

# Whoever builds it only to run it has no use for warnings, and they take a tenth of the time.
if(PGREACH_WARNINGS)
  # Members have their defaults; naming only some of them is how we write values.
  target_compile_options(pgreach_options INTERFACE -Wall -Wextra -Wshadow -Wswitch -Wnon-virtual-dtor
    -Wno-missing-field-initializers -Werror)
  # g++ takes a source that another includes for a header; dev, which compiles one by one, still warns.
  if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(pgreach_options INTERFACE -Wno-subobject-linkage)
  endif()
endif()

# g++ looks for memory to free whenever it has a third more than before; with units as large as ours that takes a sixth of the
# time. In KiB: below this it does not look.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(pgreach_options INTERFACE "SHELL:--param ggc-min-heapsize=1000000")
endif()

# Wherever it is built, the program is the same: no source and no build folder is named in it.
# The last one that fits counts.
target_compile_options(pgreach_options INTERFACE
  $<$<CONFIG:Release>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.>
  $<$<CONFIG:Release>:-ffile-prefix-map=${CMAKE_BINARY_DIR}=build>)

if(PGREACH_SANITIZE)
  # The checks of every single access for null, alignment and size take a quarter of the time to compile, and
  # AddressSanitizer sees what they would.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=null,alignment,object-size -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  target_compile_options(pgreach_options INTERFACE ${sanitizers})
  target_link_options(pgreach_options INTERFACE ${sanitizers})
endif()

if(PGREACH_FUZZ)  # the fuzz targets themselves add the driver
  set(fuzzing -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(pgreach_options INTERFACE ${fuzzing})
  target_link_options(pgreach_options INTERFACE ${fuzzing})
endif()
