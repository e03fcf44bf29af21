#include "report/junit.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "base/text.hpp"
#include "model/attribution.hpp"
#include "model/names.hpp"

namespace pgreach::report {
namespace {

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(value.c_str());
}

struct Counts {
    int tests = 0;
    int failures = 0;
    int errors = 0;
};

void write_outcome(pugi::xml_node test, Judgement judgement, const std::string& text, Counts& counts) {
    ++counts.tests;
    const auto report = [&](const char* element) {
        auto child = test.append_child(element);
        set(child, "type", std::string(to_string(judgement)));
        set(child, "message", text);
    };
    switch (judgement) {
        case Judgement::conforms:
            return;
        case Judgement::known_defect:
            test.append_child("system-out").text().set(("known defect: " + text).c_str());
            return;
        case Judgement::docs_defect:
        case Judgement::stale_defect:
        case Judgement::deviation:
            ++counts.failures;
            return report("failure");
        case Judgement::inconclusive:
            ++counts.errors;
            return report("error");
    }
}

std::string flow_text(const FlowRecord& flow) {
    std::string why = flow.observation.reason.empty() ? flow.reason : flow.observation.reason;
    const auto unexpected = unexpected_policies(flow);
    if (!unexpected.empty()) why = "let pass by " + enumerate(unexpected) + ", unlike predicted: " + why;
    return fmt::format("claim {}, prediction {}, seen {}{}{}", to_string(flow.claim), to_string(flow.prediction),
                       to_string(flow.observation.observed), why.empty() ? "" : ": ", why);
}

pugi::xml_node add_case(pugi::xml_node suite, const ScenarioRecord& scenario, const std::string& name) {
    auto test = suite.append_child("testcase");
    set(test, "classname", "pgreach." + scenario.name);
    set(test, "name", name);
    return test;
}

Counts write_suite(pugi::xml_node suite, const ScenarioRecord& scenario) {
    Counts counts;
    for (const auto& admission : scenario.admissions) {
        auto test = add_case(suite, scenario, fmt::format("{}: admission of {}", admission.step, admission.policy));
        const auto text = fmt::format("{}: {}", to_string(admission.observed.result), describe(admission.observed));
        write_outcome(test, admission.judgement.value_or(Judgement::inconclusive), text, counts);
    }
    for (const auto& flow : scenario.flows) {
        auto test = add_case(suite, scenario, fmt::format("{}: {}", flow.step, describe(flow.flow)));
        write_outcome(test, flow.judgement.value_or(Judgement::inconclusive), flow_text(flow), counts);
    }
    set(suite, "name", scenario.name);
    set(suite, "tests", std::to_string(counts.tests));
    set(suite, "failures", std::to_string(counts.failures));
    set(suite, "errors", std::to_string(counts.errors));
    set(suite, "time", fmt::format("{:.3f}", static_cast<double>(scenario.duration_ms) / 1000));
    return counts;
}

// A run that ended early must not look complete to a reader that only counts cases.
void write_early_end(pugi::xml_node root, const std::string& why, Counts& total) {
    auto suite = root.append_child("testsuite");
    for (const char* attribute : {"tests", "errors"}) set(suite, attribute, "1");
    set(suite, "name", "run");
    set(suite, "failures", "0");
    auto test = suite.append_child("testcase");
    set(test, "classname", "pgreach");
    set(test, "name", "the run reached its end");
    set(test.append_child("error"), "message", why);
    ++total.tests;
    ++total.errors;
}

}  // namespace

std::string to_junit(const Record& record) {
    pugi::xml_document document;
    auto root = document.append_child("testsuites");
    Counts total;
    for (const auto& scenario : record.scenarios) {
        const Counts counts = write_suite(root.append_child("testsuite"), scenario);
        total.tests += counts.tests;
        total.failures += counts.failures;
        total.errors += counts.errors;
    }
    if (!record.failure.empty()) write_early_end(root, record.failure, total);
    if (record.interrupted) write_early_end(root, "interrupted", total);
    set(root, "name", "pgreach " + record.backend);
    set(root, "tests", std::to_string(total.tests));
    set(root, "failures", std::to_string(total.failures));
    set(root, "errors", std::to_string(total.errors));
    std::ostringstream stream;
    document.save(stream, "  ");
    return stream.str();
}

}  // namespace pgreach::report
