#include "support/recording.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

namespace pgreach::support {

Recording recording(const std::string& name) {
    std::ifstream file(std::string(PGREACH_SOURCE_DIR) + "/fixtures/recordings/" + name + ".json");
    const auto parsed = nlohmann::json::parse(file, nullptr, false);
    if (!parsed.is_object()) {
        std::cerr << "no recording " << name << "\n";
        std::abort();
    }
    Recording read;
    read.argv = parsed.at("argv").get<std::vector<std::string>>();
    if (parsed.contains("stdin") && parsed.at("stdin").is_string()) read.input = parsed.at("stdin");
    read.answer.exit.code = parsed.at("exit");
    read.answer.out = parsed.at("stdout");
    read.answer.err = parsed.at("stderr");
    return read;
}

}  // namespace pgreach::support
