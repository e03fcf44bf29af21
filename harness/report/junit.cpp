#include "report/junit.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "base/printable.hpp"
#include "model/names.hpp"
#include "report/places.hpp"

namespace pgreach::report {
namespace {

using verdict::Item;

void set(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(printable(value).c_str());
}

// The schema of Jenkins takes three digits of a suite, any number of a case.
std::string seconds(double microseconds, int digits) {
    return fmt::format("{:.{}f}", microseconds / 1e6, digits);
}

struct Counts {
    int tests = 0;
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    double microseconds = 0;

    Counts& operator+=(const Counts& other) {
        tests += other.tests;
        failures += other.failures;
        errors += other.errors;
        skipped += other.skipped;
        microseconds += other.microseconds;
        return *this;
    }
};

// Jenkins' schema knows no `skipped` of the whole.
void set_counts(pugi::xml_node node, const Counts& counts) {
    set(node, "tests", std::to_string(counts.tests));
    set(node, "failures", std::to_string(counts.failures));
    set(node, "errors", std::to_string(counts.errors));
    if (std::string_view(node.name()) == "testsuite") set(node, "skipped", std::to_string(counts.skipped));
    set(node, "time", seconds(counts.microseconds, 3));
}

std::string message_of(const Item& item) {
    const auto* facts = item.flow();
    if (facts == nullptr || facts->record->reason.empty() || item.judgement == Judgement::inconclusive)
        return item.text;
    return item.text + ": " + facts->record->reason;
}

// What a test case is of; `scenario` is null for those of the run itself.
struct Told {
    const Record& run;
    const ScenarioRecord* scenario = nullptr;
};

// What stands below the message: GitLab shows this text and not the message.
std::string details_of(const Item& item, const Told& told) {
    std::string text = message_of(item);
    if (told.scenario == nullptr) return text;
    const auto place = place_of(item, *told.scenario);
    if (!place.file.empty()) text += "\nat: " + place.file + (place.line > 0 ? ":" + std::to_string(place.line) : "");
    if (const auto* facts = item.flow()) {
        text += "\nrepeat: " + repeat_command(told.run, *told.scenario, facts->record->flow);
    }
    return text;
}

void add_outcome(pugi::xml_node test, const char* element, const Item& item, const Told& told) {
    auto child = test.append_child(element);
    if (item.judgement) set(child, "type", std::string(to_string(*item.judgement)));
    set(child, "message", message_of(item));
    if (item.judgement) child.text().set(printable(details_of(item, told)).c_str());
}

void write_outcome(pugi::xml_node test, const Item& item, const Told& told, Counts& counts) {
    if (!item.judgement) {
        ++counts.skipped;
        return add_outcome(test, "skipped", item, told);
    }
    switch (*item.judgement) {
        case Judgement::conforms:
            return;
        case Judgement::known_defect:
            test.append_child("system-out").text().set(printable("known defect: " + message_of(item)).c_str());
            return;
        case Judgement::docs_defect:
        case Judgement::stale_defect:
        case Judgement::deviation:
            ++counts.failures;
            return add_outcome(test, "failure", item, told);
        case Judgement::inconclusive:
            ++counts.errors;
            return add_outcome(test, "error", item, told);
    }
}

Counts write_suite(pugi::xml_node root, const std::string& name, const std::string& class_name,
                   const std::vector<Item>& items, const Told& told) {
    auto suite = root.append_child("testsuite");
    set(suite, "name", name);
    Counts counts;
    for (const auto& item : items) {
        auto test = suite.append_child("testcase");
        set(test, "classname", class_name);
        set(test, "name", item.step.empty() ? item.name : item.step + ": " + item.name);
        set(test, "time", seconds(static_cast<double>(item.duration_us), 6));
        ++counts.tests;
        counts.microseconds += static_cast<double>(item.duration_us);
        write_outcome(test, item, told, counts);
    }
    set_counts(suite, counts);
    return counts;
}

}  // namespace

std::string to_junit(const Record& record, const verdict::RunVerdict& verdict) {
    pugi::xml_document document;
    auto root = document.append_child("testsuites");
    set(root, "name", "pgreach " + record.backend);
    Counts total;
    for (const auto& scenario : verdict.scenarios) {
        total +=
            write_suite(root, scenario.name, "pgreach." + scenario.name, scenario.items, {record, scenario.record});
    }
    total += write_suite(root, "run", "pgreach", verdict.run, {record});
    set_counts(root, total);
    std::ostringstream stream;
    document.save(stream, "  ");
    return stream.str();
}

}  // namespace pgreach::report
