#include <pugixml.hpp>
#include <sstream>

#include "audit/report.hpp"
#include "base/printable.hpp"

namespace pgreach::audit {
namespace {

void set_attribute(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(printable(value).c_str());
}

pugi::xml_node add_case(pugi::xml_node suite, const std::string& group, const std::string& name) {
    auto test = suite.append_child("testcase");
    set_attribute(test, "classname", group);
    set_attribute(test, "name", name);
    return test;
}

// A failure, or an error where it could not be told.
void add_fault(pugi::xml_node test, bool failed, const std::string& type, const std::string& message) {
    auto child = test.append_child(failed ? "failure" : "error");
    set_attribute(child, "type", type);
    set_attribute(child, "message", message);
}

}  // namespace

std::string to_junit(const Report& report) {
    pugi::xml_document document;
    auto suite = document.append_child("testsuites").append_child("testsuite");
    size_t tests = 0;
    for (const auto& judged : report.flows) {
        const AuditFlow& flow = report.plan.flows[judged.flow];
        auto test = add_case(suite, flow.database, pgreach::describe(flow.flow));
        ++tests;
        if (judged.agreement == Agreement::agrees) continue;
        add_fault(test, judged.agreement == Agreement::deviation, std::string(to_string(judged.agreement)),
                  "predicted " + prediction_of(flow) + "; observed " + observation_of(judged));
    }
    for (const auto& finding : report.findings) {
        if (finding.weight == Weight::note) continue;
        add_fault(add_case(suite, "findings", finding.code + ": " + finding.text), finding.weight == Weight::finding,
                  finding.code, finding.text);
        ++tests;
    }
    set_attribute(suite, "name", "pgreach audit " + report.context);
    set_attribute(suite, "tests", std::to_string(tests));
    set_attribute(suite, "failures",
                  std::to_string(report.count(Agreement::deviation) + report.count(Weight::finding)));
    set_attribute(suite, "errors",
                  std::to_string(report.count(Agreement::inconclusive) + report.count(Weight::inconclusive)));
    std::ostringstream out;
    document.save(out, "  ");
    return out.str();
}

}  // namespace pgreach::audit
