#include "probe/peer/command_line.hpp"

int main(int argc, char** argv) {
    return pgreach::probe::run_command_line({argv + 1, argv + argc});
}
