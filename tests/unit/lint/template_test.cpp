#include "lint/templates.hpp"

#include <gtest/gtest.h>

#include "unit/lint/cnpg_support.hpp"

namespace pgreach::lint {
namespace {

std::string read_back(const std::string& text) {
    return restore(read_template(source(text), false).readable->text);
}
TemplateKind kind_of(const std::string& text, bool page = false) {
    return read_template(source(text), page).kind;
}

TEST(Templates, AreRecognised) {
    EXPECT_EQ(kind_of("a: {{ .Values.x }}\n"), TemplateKind::helm);
    EXPECT_EQ(kind_of("{{- if .Values.x }}\na: b\n{{- end }}\n"), TemplateKind::helm);
    EXPECT_EQ(kind_of("a: '{{ item.name }}'\n"), TemplateKind::jinja);
    EXPECT_EQ(kind_of("{% for x in y %}\n"), TemplateKind::jinja);
    EXPECT_EQ(kind_of("a: ${NAME}\n"), TemplateKind::substitution);
    EXPECT_EQ(kind_of("a: ${NAME:=x}\n"), TemplateKind::substitution);
    EXPECT_EQ(kind_of("a: $${NAME} ${} $NAME\n"), TemplateKind::none);
    EXPECT_EQ(kind_of("a: <name>\n"), TemplateKind::none);
    EXPECT_EQ(kind_of("a: <name>\n", true), TemplateKind::placeholders);
}

TEST(Templates, ExpressionsBecomeWordsAndComeBack) {
    const auto read = read_template(source("a: ${X}/32\nb: [${X}, ${Y}]\n"), false);
    EXPECT_EQ(read.readable->text.find("${"), std::string::npos);
    EXPECT_EQ(restore(read.readable->text), "a: ${X}/32\nb: [${X}, ${Y}]\n");
    const auto line = read.readable->text.substr(read.readable->text.find('['));
    EXPECT_NE(line.substr(1, line.find(',') - 1), line.substr(line.find(' ') + 1, line.find(']') - line.find(' ') - 1));
}

TEST(Templates, LinesKeepTheirNumbers) {
    const auto read = read_template(source("{{- if\n  .Values.x }}\na: {{ .Values.y }}\n{{- end }}\nb: c\n"), false);
    EXPECT_EQ(read.directives, (std::vector<int>{1, 4}));
    EXPECT_EQ(read_back("{{- if\n  .Values.x }}\na: {{ .Values.y }}\n{{- end }}\nb: c\n"),
              "\n\na: {{ .Values.y }}\n\nb: c\n");
}

TEST(Templates, AreSaidOnceAFileAndWhatDependsOnThemIsNotJudged) {
    const auto report = lint_text(
        cilium_policy(
            "  endpointSelector: {matchLabels: {app: \"${APP}\"}}\n  ingress: [{fromCIDR: [\"${NET}/32\"]}]\n") +
        cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{toPorts: [{ports: [{port: "
                      "\"${PORT}\", protocol: tcp}]}]}]\n",
                      "q"));
    EXPECT_EQ(codes(report), (Texts{"template", "schema"})) << "the protocol depends on nothing";
    EXPECT_EQ(report.findings[0].severity, Severity::note);
    EXPECT_EQ(report.warnings(), 0U);
}

TEST(Templates, DirectivesDecideWhatIsThere) {
    const std::string conditional =
        "{{- if .Values.on }}\n" + cilium_policy(
                                       "  endpointSelector: {}\n  ingress:\n    {{- toYaml .Values.rules | "
                                       "nindent 4 }}\n  egres: []\n");
    const auto report = lint_text(conditional);
    EXPECT_EQ(codes(report), (Texts{"template", "unknown-field"}));
    EXPECT_EQ(report.templates, 1U);
}

TEST(Templates, WhatAVariableMayOpenIsNotCalledClosed) {
    const std::string closing = cilium_policy(instances + "  ingress: [" + from_app + "]\n");
    EXPECT_EQ(closed(closing).front(), "replication");
    const auto with = [&closing](const std::string& rule) {
        return closed(closing + cilium_policy(every_pod + "  ingress: [" + rule + "]\n", "q"));
    };
    EXPECT_EQ(with(allow("matchLabels: {app: \"${APP}\"}", "5432")),
              (Texts{"template", "operator", "isolation-check", "status-command"}));
    const auto by_port =
        with("{fromEndpoints: [{matchLabels: {cnpg.io/cluster: pg}}], toPorts: [{ports: [{port: \"${P}\"}]}]}");
    EXPECT_EQ(by_port, (Texts{"template", "operator", "status-command"}));
    const auto outside = with("{fromCIDR: [\"${NET}\"], toPorts: [{ports: [{port: \"5432\"}]}]}");
    EXPECT_EQ(outside.at(1), "replication") << "no pod is in any block";
}

TEST(Templates, PlaceholdersOfAPageAreNoFaults) {
    const auto page = [](const std::string& block) {
        return codes(lint({source("```yaml\n" + block + "```\n", "page.md")}, {}));
    };
    EXPECT_EQ(
        page(cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{fromCIDR: [<your-cidr>]}]\n")),
        Texts{});
    EXPECT_EQ(
        page(cilium_policy("  endpointSelector: {matchLabels: {app: web}}\n  ingress: [{fromCIDR: [10.0.0.1]}]\n")),
        Texts{"schema"});
}

}  // namespace
}  // namespace pgreach::lint
