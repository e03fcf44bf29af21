#include "cli/app.hpp"

int main(int argc, char** argv) {
    return pgreach::cli::run_app(argc, argv);
}
